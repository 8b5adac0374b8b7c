package dev.pictor.compat;

import java.nio.file.Path;
import java.nio.file.Paths;

/** What Maven tells about the build that runs these tests. */
final class Build {
  static final Path ROOT = Paths.get(text("root")).toAbsolutePath().normalize();
  static final String VERSION = text("version");
  static final String NATIVE_SYSTEM = text("native");
  static final boolean OFFLINE = text("network").endsWith("true");

  /** The command, which a build of a build needs. */
  static final Path MAVEN = Paths.get(text("maven"), "bin", "mvn");

  /** The local repository of this build. */
  static final Path REPOSITORY = Paths.get(text("repository"));

  /** Whether this is the run that decides: it must have every tool. */
  static final boolean CI = Boolean.parseBoolean(System.getenv("CI"));

  private static final String TARGET = text("target");

  private Build() {}

  /** Where a module keeps what it has built. */
  static Path target(String module) {
    return ROOT.resolve(module).resolve(TARGET);
  }

  static String text(String name) {
    String value = System.getProperty("pictor." + name);
    if (value == null) {
      throw new IllegalStateException("pictor." + name + " is not set; run mvn verify");
    }
    return value;
  }
}
