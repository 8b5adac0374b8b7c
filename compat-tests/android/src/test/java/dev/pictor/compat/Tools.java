package dev.pictor.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the build has laid out. A test whose tool is not there fails on CI; elsewhere it is left out
 * and says so.
 */
final class Tools {
  private Tools() {}

  /** The framework of Android 8.0, for which an app is compiled. */
  static Path android() {
    return file("pictor.android.jar", "the jar of Android, org.robolectric:android-all");
  }

  /** The JDK, of which Android 8.0 has the classes that the SDK uses: Animal Sniffer sees to it. */
  static Path jdk() {
    return Paths.get(System.getProperty("java.home"));
  }

  /** The jars that an app with all of the SDK gets: ours and what they need. */
  static List<Path> appClassPath() {
    Path list = file("pictor.app.class.path", "the list of the jars of an app");
    String paths = read(list).trim();
    List<Path> jars = new ArrayList<>();
    for (String path : paths.split(System.getProperty("path.separator"), -1)) {
      jars.add(Paths.get(path));
    }
    return jars;
  }

  /** Those of {@link #appClassPath()} that our three modules for any app bring along. */
  static List<Path> sdk() {
    return appClassPath().stream()
        .filter(jar -> !name(jar).startsWith("pictor-sdk-android"))
        .filter(jar -> !name(jar).startsWith("kotlinx-"))
        .collect(Collectors.toList());
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  static Path classes() {
    return build().resolve("classes");
  }

  static Path testClasses() {
    return build().resolve("test-classes");
  }

  /** A folder for what a test makes. */
  static Path output(String name) throws IOException {
    return Files.createDirectories(build().resolve("compat").resolve(name));
  }

  private static Path build() {
    return Paths.get(property("pictor.build", "the folder of the build"));
  }

  private static Path file(String property, String what) {
    Path file = Paths.get(property(property, what));
    if (!Files.exists(file)) {
      missing(what + "; " + file + " does not exist");
    }
    return file;
  }

  private static String property(String property, String what) {
    String value = System.getProperty(property, "");
    if (value.isEmpty()) {
      missing(what + "; Maven sets the system property " + property + " to it");
    }
    return value;
  }

  private static void missing(String what) {
    String message = "Missing: " + what;
    if ("true".equals(System.getenv("CI"))) {
      fail(message);
    }
    System.out.println("Left out. " + message);
    abort(message);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
