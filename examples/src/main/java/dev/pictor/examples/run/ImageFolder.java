package dev.pictor.examples.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.OutputFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where images are kept. An image never replaces another: both have been paid for.
 *
 * <p>Files are named by provider, model and seed, and end as their bytes demand, whatever the
 * provider calls them.
 */
public final class ImageFolder {
  private final Path path;

  private ImageFolder(Path path) {
    this.path = path;
  }

  /**
   * The folder, made if it is missing.
   *
   * @throws IOException if it cannot be written to
   */
  public static ImageFolder open(Path path) throws IOException {
    Files.createDirectories(path);
    // A full or read-only disk shall be noticed before an image is paid for.
    Files.delete(Files.createTempFile(path, ".pictor-", ".probe"));
    return new ImageFolder(path);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Fetches and keeps an image.
   *
   * @param several whether its request asked for more than one
   * @throws RuntimeException of {@code dev.pictor.error} if it cannot be fetched
   * @throws UncheckedIOException if it cannot be written
   */
  SavedImage save(GeneratedImage image, String model, boolean several) {
    try {
      // The extension is known only when the bytes are here.
      Path part = Files.createTempFile(path, ".pictor-", ".part");
      try {
        GeneratedImage.Facts facts = image.saveTo(part);
        String extension = facts.format().map(OutputFormat::fileExtension).orElse("bin");
        return new SavedImage(image, move(part, name(image, model, several), extension), facts);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Saving an image in " + path, e);
    }
  }

  /** Keeps a copy of a file that is already paid for. */
  Path copy(InputStream file, String name) throws IOException {
    Path part = Files.createTempFile(path, ".pictor-", ".part");
    try {
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      String extension =
          GeneratedImage.Facts.of(Files.readAllBytes(part))
              .format()
              .map(OutputFormat::fileExtension)
              .orElse("bin");
      return move(part, name, extension);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Keeps a page: under its name, in place of an earlier one, unless that is the name of what this
   * program has not written.
   *
   * @param mark what stands in each page of this program, by which an earlier one is known
   * @return where it is
   */
  public Path page(String html, String name, String mark) throws IOException {
    // Not createTempFile, which gives a file that nobody else may read.
    Path part = path.resolve("." + name + ".html.part");
    try {
      Files.write(part, html.getBytes(UTF_8));
      return move(part, name, "html", file -> isOurs(file, mark));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean isOurs(Path page, String mark) throws IOException {
    return Files.isRegularFile(page) && new String(Files.readAllBytes(page), UTF_8).contains(mark);
  }

  private static String name(GeneratedImage image, String model, boolean several) {
    String seed = image.seed().map(value -> "-" + value).orElse("");
    String index = several ? "-" + (image.index() + 1) : "";
    String name = image.handle().provider() + "-" + model + seed + index;
    return name.replaceAll("[^A-Za-z0-9._-]+", "-");
  }

  private Path move(Path part, String name, String extension) throws IOException {
    return move(part, name, extension, taken -> false);
  }

  private Path move(Path part, String name, String extension, Replaceable replaceable)
      throws IOException {
    for (int copy = 1; ; copy++) {
      Path file = path.resolve(name + (copy == 1 ? "" : "_" + copy) + "." + extension);
      try {
        // Reserves the name: a move that must not replace is not atomic everywhere.
        Files.createFile(file);
      } catch (FileAlreadyExistsException taken) {
        if (!replaceable.test(file)) {
          continue;
        }
      }
      return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Whether a file may be replaced. */
  private interface Replaceable {
    boolean test(Path file) throws IOException;
  }
}
