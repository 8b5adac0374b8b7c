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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  @Test
  void isWhatTheDocumentSays() throws IOException {
    Assumptions.assumeFalse(Build.OFFLINE, "Maven lists no parts while it is offline");
    check("docs/dependencies.md", table());
  }

  @Test
  void isWhatTheReadmeSays() throws IOException {
    Assumptions.assumeFalse(Build.OFFLINE, "Maven lists no parts while it is offline");
    check("README.md", summary());
  }

  private static void check(String document, String table) throws IOException {
    String text = Release.text(Build.ROOT.resolve(document));
    Path made = Build.target("compat-tests").resolve(document.replace("docs/", ""));
    int start = text.indexOf(BEGIN) + BEGIN.length();
    String expected = text.substring(0, start) + table + text.substring(text.indexOf(END));
    Files.write(made, expected.getBytes(UTF_8));
    assertThat(text).as("%s is not true any more; copy %s", document, made).isEqualTo(expected);
  }

  /** What a program gains that uses both providers: ours, and that of others by its maker. */
  private static String summary() {
    StringBuilder text = new StringBuilder("| A build gains | kB | licence |\n|---|--:|---|\n");
    List<String> ours = Arrays.asList("core", "fal", "replicate");
    long own = ours.stream().mapToLong(name -> kilobytes(Release.jar("pictor-sdk-" + name))).sum();
    text.append("| `pictor-sdk-core`, `-fal`, `-replicate` | < ").append((own / STEP + 1) * STEP);
    text.append(" | Apache-2.0 |\n");
    Map<String, List<JsonValue>> makers =
        parts("pictor-sdk-core").stream()
            .collect(
                Collectors.groupingBy(DependenciesIT::maker, TreeMap::new, Collectors.toList()));
    makers.forEach((maker, made) -> text.append(summary(made)));
    return text.toString();
  }

  /** The first two words of its group. */
  private static String maker(JsonValue part) {
    String[] words = part.string("group").orElseThrow().split("[.]", -1);
    return words[0] + "." + words[1];
  }

  private static String summary(List<JsonValue> made) {
    long size = made.stream().mapToLong(part -> kilobytes(jar(part))).sum();
    return String.format(
        "| %s | %d | %s |\n",
        made.stream()
            .map(part -> "`" + part.string("name").orElseThrow() + "`")
            .collect(Collectors.joining(", ")),
        size,
        made.stream().map(DependenciesIT::licences).distinct().collect(Collectors.joining("; ")));
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
    return String.format(
        "| | `%s:%s` | %s | %d | %s |\n",
        group, name, version, kilobytes(jar(part)), licences(part));
  }

  private static Path jar(JsonValue part) {
    String name = part.string("name").orElseThrow();
    String version = part.string("version").orElseThrow();
    return Build.REPOSITORY
        .resolve(part.string("group").orElseThrow().replace('.', '/'))
        .resolve(name)
        .resolve(version)
        .resolve(name + "-" + version + ".jar");
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
