package dev.pictor.compat;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same source gives the same jars, byte for byte: in another folder, from clean, unchecked. */
@Timeout(value = 10, unit = MINUTES)
class ReproducibleIT {
  private static final Path AGAIN =
      Build.target("compat-tests").resolve("built again in another folder");

  /** What a build of the SDK reads. */
  private static final String SOURCE =
      "(?!.*target/)(.*/)?pom\\.xml|\\.mvn/.*|sdk-[^/]*/src/main/.*";

  static List<String> jars() {
    return Release.JARS;
  }

  @BeforeAll
  @Timeout(value = 10, unit = MINUTES)
  static void build() throws IOException {
    copySource();
    String modules =
        Release.JARS.stream().map(jar -> ":" + jar).collect(Collectors.joining(",", "", ""));
    Run maven =
        Run.in(AGAIN, Build.MAVEN.toString(), "-q", "-B", "-ntp", "-Dmaven.test.skip")
            .with("-Dfast", "-Doutput.directory=target", "-pl", modules, "-am")
            .with("-Dmaven.repo.local=" + Build.REPOSITORY)
            .with("-Dflatten.mode=ossrh", "-Dflatten.dependency.keepComments=true");
    if (Build.OFFLINE) {
      maven.with("-o");
    }
    maven.with("process-resources", "flatten:flatten", "package", "source:jar-no-fork").succeeds();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void theJarsHaveTheSameBytes(String artifact) {
    Path target = AGAIN.resolve(artifact.replace("pictor-", "")).resolve("target");
    String name = artifact + "-" + Build.VERSION;
    assertThat(target.resolve(name + ".jar")).hasSameBinaryContentAs(Release.jar(artifact));
    assertThat(target.resolve(name + "-sources.jar"))
        .hasSameBinaryContentAs(Release.file(artifact, "-sources.jar"));
  }

  private static void copySource() throws IOException {
    try (Stream<Path> files = Files.walk(Build.ROOT, 16)) {
      files.filter(Files::isRegularFile).forEach(ReproducibleIT::copy);
    }
  }

  private static void copy(Path file) {
    Path name = Build.ROOT.relativize(file);
    if (!name.toString().replace('\\', '/').matches(SOURCE)) {
      return;
    }
    try {
      Files.createDirectories(AGAIN.resolve(name).getParent());
      Files.deleteIfExists(AGAIN.resolve(name));
      Files.copy(file, AGAIN.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
