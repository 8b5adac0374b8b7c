package dev.pictor.compat;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Maven project that does what the README says. Its build takes no warning. */
@Timeout(value = 10, unit = MINUTES)
class PlainIT {
  private static Consumer consumer;

  private final Services services = new Services();
  @TempDir Path folder;

  @BeforeAll
  @Timeout(value = 10, unit = MINUTES)
  static void build() {
    consumer = Consumer.built("plain", "package");
  }

  @AfterEach
  void close() {
    services.close();
  }

  /** As release 8, 11 and 17 have compiled it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"classes", "classes/META-INF/versions/11", "classes/META-INF/versions/17"})
  void makesAnImageWithEachRelease(String classes) {
    lighthouse(Jdks.own(), classes, services.falOnly());
    assertThat(services.fal.paidJobs()).isEqualTo(1);
  }

  @Test
  void changesTheProviderByTheEnvironmentAlone() {
    lighthouse(Jdks.own(), "classes", services.replicateOnly());
    assertThat(services.replicate.paidJobs()).isEqualTo(1);
  }

  /** Where the small form of I is not i. */
  @Test
  void makesAnImageInTurkish() {
    String[] turkish = {"-Duser.language=tr", "-Duser.country=TR"};
    lighthouse(Jdks.own(), "classes", services.falOnly(), turkish);
    lighthouse(Jdks.own(), "classes", services.replicateOnly(), turkish);
    assertThat(services.fal.paidJobs()).isEqualTo(1);
    assertThat(services.replicate.paidJobs()).isEqualTo(1);
  }

  @Test
  void makesAnImageOnJdk25() {
    lighthouse(Jdks.jdk25(), "classes", services.falOnly());
    lighthouse(Jdks.jdk25(), "classes", services.replicateOnly());
    assertThat(services.fal.paidJobs()).isEqualTo(1);
    assertThat(services.replicate.paidJobs()).isEqualTo(1);
  }

  @Test
  void isTheFirstProgramOfTheReadme() {
    String readme = Release.text(Build.ROOT.resolve("README.md"));
    String first = readme.split("```java\n", 2)[1].split("```", 2)[0];
    String program =
        Release.text(Build.ROOT.resolve("compat-tests/plain/src/main/java/shop/Lighthouse.java"));
    assertThat(unindented(program)).contains(unindented(first));
  }

  /** From elsewhere, it would test something else. */
  @Test
  void hasWhatIsPublishedAndNothingElse() throws IOException {
    for (String artifact : Arrays.asList("pictor-sdk-core", "pictor-sdk-fal")) {
      Path folder =
          SharedRepository.folder().resolve("dev/pictor").resolve(artifact).resolve(Build.VERSION);
      Path jar = folder.resolve(artifact + "-" + Build.VERSION + ".jar");
      assertThat(jar).hasSameBinaryContentAs(Release.jar(artifact));
      assertThat(Release.text(folder.resolve("_remote.repositories")))
          .containsPattern(artifact + "-.*\\.jar>pictor=")
          .doesNotContainPattern("\\.jar>(?!pictor=)");
    }
  }

  private void lighthouse(
      Path jdk, String classes, Map<String, String> environment, String... options) {
    Run.in(folder, Jdks.command(jdk, "java"))
        .with(options)
        .with("-cp", consumer.classPath(classes), "shop.Lighthouse")
        .with(environment)
        .succeeds();
    assertThat(folder.resolve("lighthouse.png")).isNotEmptyFile();
  }

  private static String unindented(String code) {
    StringBuilder lines = new StringBuilder();
    Arrays.stream(code.split("\n"))
        .map(String::trim)
        .forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }
}
