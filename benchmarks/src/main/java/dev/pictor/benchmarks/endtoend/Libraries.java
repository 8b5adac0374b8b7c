package dev.pictor.benchmarks.endtoend;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The jars that a client needs, beside that of the benchmark's own classes. */
final class Libraries {
  private static final List<String> BARE =
      Arrays.asList("okhttp-", "okio-jvm-", "kotlin-stdlib-", "moshi-", "annotations-");
  private static final String JAR = "pictor-benchmarks.jar";
  private static final String CLIENTS = "pictor-benchmarks-clients.jar";

  private final List<Path> own;
  private final List<Path> jars;

  private Libraries(List<Path> own, List<Path> jars) {
    this.own = own;
    this.jars = jars;
  }

  /** What the bare loop needs. */
  static Libraries bare() {
    return new Libraries(Collections.singletonList(clients()), named(BARE));
  }

  /**
   * What a program with Pictor needs for one provider.
   *
   * @param provider as in the name of its module
   */
  static Libraries pictor(String provider) {
    List<String> names = new ArrayList<>(BARE);
    Collections.addAll(names, "jspecify-", "pictor-sdk-core-", "pictor-sdk-" + provider + "-");
    return new Libraries(Collections.singletonList(clients()), named(names));
  }

  /** What a peer needs, if it was built. */
  static Optional<Libraries> peer(String name) {
    for (@Nullable Path folder = home(); folder != null; folder = folder.getParent()) {
      Path built = folder.resolve("peers").resolve(name).resolve("target");
      if (Files.isDirectory(built.resolve("lib"))) {
        Path program = built.resolve(name + ".jar");
        return Optional.of(
            new Libraries(Arrays.asList(program, clients()), jars(built.resolve("lib"))));
      }
    }
    return Optional.empty();
  }

  /** Of the service: everything that this process has. */
  static String service() {
    return home().resolve(JAR).toString();
  }

  private static List<Path> named(List<String> starts) {
    return jars(home().resolve("lib")).stream()
        .filter(jar -> starts.stream().anyMatch(jar.getFileName().toString()::startsWith))
        .collect(Collectors.toList());
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path clients() {
    return home().resolve(CLIENTS);
  }

  /** Where the jar of this class is. */
  private static Path home() {
    URL jar = Libraries.class.getProtectionDomain().getCodeSource().getLocation();
    try {
      return Objects.requireNonNull(Paths.get(jar.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  String classPath() {
    return Stream.concat(own.stream(), jars.stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Of all but the benchmark's own jars. */
  long bytes() {
    return jars.stream().mapToLong(jar -> jar.toFile().length()).sum();
  }
}
