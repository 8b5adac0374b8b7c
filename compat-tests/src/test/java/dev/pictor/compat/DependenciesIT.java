package dev.pictor.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What a build gains by each of our artifacts: how much, from whom, and under which licence. The
 * table in the documents is made here, from the lists of parts that are published, and must be the
 * one that stands there.
 */
class DependenciesIT {
  private static final String BEGIN = "<!-- dependencies: made by DependenciesIT -->\n";
  private static final String END = "<!-- end of dependencies -->";

  /** In the order in which one would add them. */
  private static final List<String> ARTIFACTS =
      Arrays.asList("core", "fal", "replicate", "imageio", "codecs", "avif", "android", "testing");

  /** Ours change with each line of code, so they are told to the next step. */
  private static final int STEP = 50;

  private static final Path DOCUMENT = Build.ROOT.resolve("docs/dependencies.md");

  @Test
  void isWhatTheDocumentSays() throws IOException {
    Assumptions.assumeFalse(Build.OFFLINE, "Maven lists no parts while it is offline");
    String text = Release.text(DOCUMENT);
    String table = table();
    Path made = Build.target("compat-tests").resolve("dependencies.md");
    int start = text.indexOf(BEGIN) + BEGIN.length();
    String expected = text.substring(0, start) + table + text.substring(text.indexOf(END));
    Files.write(made, expected.getBytes(UTF_8));
    assertThat(text)
        .as("docs/dependencies.md is not true any more; copy %s", made)
        .isEqualTo(expected);
  }

  private static String table() {
    StringBuilder text = new StringBuilder("| Artifact | brings | version | kB | licence |\n");
    text.append("|---|---|---|--:|---|\n");
    Set<String> told = new TreeSet<>();
    for (String name : ARTIFACTS) {
      String artifact = "pictor-sdk-" + name;
      long own = (kilobytes(Release.jar(artifact)) / STEP + 1) * STEP;
      text.append("| `").append(artifact).append("` | itself | | < ").append(own);
      text.append(" | Apache-2.0 |\n");
      for (JsonValue part : parts(artifact)) {
        if (told.add(part.string("purl").orElseThrow())) {
          text.append(row(part));
        }
      }
    }
    return text.toString();
  }

  private static List<JsonValue> parts(String artifact) {
    JsonValue list = JsonValue.parse(Release.text(Release.file(artifact, "-cyclonedx.json")));
    return list.member("components").orElseThrow().elements().stream()
        .filter(part -> !part.string("group").orElseThrow().equals("dev.pictor"))
        .sorted(Comparator.comparing(part -> part.string("purl").orElseThrow()))
        .collect(Collectors.toList());
  }

  private static String row(JsonValue part) {
    String group = part.string("group").orElseThrow();
    String name = part.string("name").orElseThrow();
    String version = part.string("version").orElseThrow();
    Path jar =
        Build.REPOSITORY
            .resolve(group.replace('.', '/'))
            .resolve(name)
            .resolve(version)
            .resolve(name + "-" + version + ".jar");
    return String.format(
        "| | `%s:%s` | %s | %d | %s |\n", group, name, version, kilobytes(jar), licences(part));
  }

  private static String licences(JsonValue part) {
    return part.member("licenses").orElseThrow().elements().stream()
        .map(choice -> choice.member("license").orElse(choice))
        .map(
            licence ->
                licence
                    .string("id")
                    .or(() -> licence.string("name"))
                    .or(() -> licence.string("expression"))
                    .orElseThrow())
        .collect(Collectors.joining(" or "));
  }

  private static long kilobytes(Path file) {
    try {
      return (Files.size(file) + 512) / 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
