package dev.pictor.compat;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The JDKs of this machine. */
final class Jdks {
  private static final Path INSTALLED = Paths.get("/usr/lib/jvm");

  private Jdks() {}

  /** The one that runs this build. */
  static Path own() {
    return Paths.get(System.getProperty("java.home"));
  }

  /**
   * JDK 25. Without one, a test fails on CI and is skipped elsewhere, where not everyone has it.
   */
  static Path jdk25() {
    Optional<Path> found = named("JAVA_HOME_25").or(() -> named("JAVA_HOME_25_X64"));
    return found.or(Jdks::installed25).orElseGet(Jdks::missing);
  }

  /** A command of a JDK. */
  static String command(Path jdk, String name) {
    return jdk.resolve("bin").resolve(name).toString();
  }

  private static Optional<Path> named(String variable) {
    return Optional.ofNullable(System.getenv(variable)).map(Paths::get).filter(Jdks::isJdk);
  }

  private static Optional<Path> installed25() {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(INSTALLED)) {
      return all.filter(jdk -> String.valueOf(jdk.getFileName()).matches("\\D*25\\b.*"))
          .filter(Jdks::isJdk)
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isJdk(Path folder) {
    return Files.isExecutable(Paths.get(command(folder, "javac")));
  }

  private static Path missing() {
    String reason = "There is no JDK 25: neither JAVA_HOME_25 names one nor is one in " + INSTALLED;
    if (Build.CI) {
      fail(reason);
    }
    System.out.println("Skipped: " + reason);
    Assumptions.abort(reason);
    throw new AssertionError();
  }
}
