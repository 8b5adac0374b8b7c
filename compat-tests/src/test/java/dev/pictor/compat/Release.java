package dev.pictor.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this build would publish, in the folder that it has laid it into. */
final class Release {
  static final Path FOLDER = Paths.get(Build.text("release"));

  /** The artifacts that have a jar. */
  static final List<String> JARS =
      Arrays.asList(
          "pictor-sdk-android",
          "pictor-sdk-avif",
          "pictor-sdk-codecs",
          "pictor-sdk-core",
          "pictor-sdk-fal",
          "pictor-sdk-imageio",
          "pictor-sdk-replicate",
          "pictor-sdk-testing");

  static final String BOM = "pictor-sdk-bom";

  private Release() {}

  static Path jar(String artifact) {
    return file(artifact, ".jar");
  }

  /** The newest file of an artifact that ends like this behind its version. */
  static Path file(String artifact, String ending) {
    return find(artifact, ending)
        .orElseThrow(() -> new AssertionError(artifact + " has no " + ending + " in " + FOLDER));
  }

  static Optional<Path> find(String artifact, String ending) {
    Path folder = FOLDER.resolve("dev/pictor").resolve(artifact).resolve(Build.VERSION);
    String base = artifact + "-" + Build.VERSION.replace("-SNAPSHOT", "");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).startsWith(base))
          .filter(file -> name(file).substring(base.length()).matches("[-.0-9]*" + ending))
          .max(Path::compareTo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
