package dev.pictor.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.config.Options;
import japicmp.model.JApiClass;
import japicmp.output.stdout.StdoutOutputGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The public API changes as {@code api} says, and no other way: for each jar there is what the last
 * release offered, and every difference from it, which whoever makes one has to commit.
 */
class ApiIT {
  private static final Path FOLDER = Build.ROOT.resolve("api");

  /** check, or accept the differences, or take what is there now for the last release. */
  private static final String TASK = Build.text("api");

  /**
   * A class that has changed in nothing but what is private: no word of its declaration is another
   * one, and there is nothing below it.
   */
  private static final Pattern PRIVATE_CHANGE =
      Pattern.compile(
          "(?m)^\\*{3} {2}MODIFIED CLASS: [A-Z ]+ [\\w.$]+ {2}\\(not serializable\\)\\R\\t={3} {2}CLASS FILE FORMAT VERSION: (\\S+) <- \\1$"
              + "(?!\\R\\t)");

  static List<String> jars() {
    return Release.JARS;
  }

  @ParameterizedTest
  @MethodSource("jars")
  void changesAsItIsWrittenDown(String artifact) throws IOException {
    Path released = FOLDER.resolve(artifact + ".jar");
    Path written = FOLDER.resolve(artifact + ".txt");
    if (TASK.equals("baseline")) {
      Signatures.copy(Release.jar(artifact), released);
    }
    String differences = differences(released, Release.jar(artifact));
    if (!TASK.equals("check")) {
      Files.write(written, differences.getBytes(UTF_8));
    }
    assertThat(Release.text(written))
        .as(
            "The public API of %s is not what api/%s.txt says. If it should be, run .ci/api accept"
                + " and commit what changes there",
            artifact, artifact)
        .isEqualTo(differences);
  }

  private static String differences(Path before, Path now) {
    Options options = Options.newDefault();
    options.setOutputOnlyModifications(true);
    options.setIgnoreMissingClasses(true);
    options.setReportOnlyFilename(true);
    options.addExcludeFromArgument(Optional.of("*.internal.*"), false);
    JApiCmpArchive old = new JApiCmpArchive(before.toFile(), "last release");
    JApiCmpArchive own = new JApiCmpArchive(now.toFile(), "now");
    List<JApiClass> classes =
        new JarArchiveComparator(JarArchiveComparatorOptions.of(options)).compare(old, own);
    options.setIgnoreMissingClasses(false); // else it warns of it in the text
    options.setOldArchives(List.of(old));
    options.setNewArchives(List.of(own));
    String text = new StdoutOutputGenerator(options, classes).generate();
    String listed =
        PRIVATE_CHANGE.matcher(text.replaceFirst(".*\\R", "").trim()).replaceAll("").trim();
    return (listed.isEmpty() ? "No changes." : listed) + "\n";
  }
}
