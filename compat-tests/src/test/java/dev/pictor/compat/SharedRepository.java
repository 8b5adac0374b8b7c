package dev.pictor.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A local repository for the consumers: all that this build has downloaded, by links, but nothing
 * of Pictor, whatever {@code mvn install} may have left. What they download besides goes through
 * the links to where the next build finds it.
 */
final class SharedRepository {
  private static final Path OURS = Build.target("compat-tests").resolve("repository");

  private SharedRepository() {}

  /** Made once for all consumers, who then fill it with what is published. */
  static Path folder() {
    return Made.FOLDER;
  }

  private static Path make() {
    try {
      delete(OURS);
      link(Build.REPOSITORY, OURS, "dev");
      link(Build.REPOSITORY.resolve("dev"), OURS.resolve("dev"), "pictor");
      return OURS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    for (Path entry : entries(from)) {
      Path name = entry.getFileName();
      if (!name.toString().equals(except)) {
        Files.createSymbolicLink(to.resolve(name), entry);
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.collect(Collectors.toList());
    }
  }

  /** Links, not what they lead to. */
  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static final class Made {
    static final Path FOLDER = make();
  }
}
