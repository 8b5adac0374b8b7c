package dev.pictor.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of the cookbook are those that are compiled and run. */
class CookbookTest {
  private static final Path PROGRAMS =
      Documents.ROOT.resolve("examples/src/main/java/dev/pictor/examples");

  /** What the other programs stand on, and the program behind the command line. */
  private static final List<String> OTHERS = Arrays.asList("Demo", "Generate", "package-info");

  static List<String> programs() throws IOException {
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .filter(name -> !OTHERS.contains(name))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void thePageHasTheProgramAsItIs(String program) throws IOException {
    String source = Documents.read(PROGRAMS.resolve(program + ".java"));
    String type = source.substring(source.indexOf("/**"));
    Documents.check("docs/cookbook.md", program, "```java\n" + type + "```\n");
  }

  @Test
  void thereArePrograms() throws IOException {
    assertThat(programs()).hasSizeGreaterThan(5);
  }
}
