package dev.pictor.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our jars are modules: for a modular application, for jlink, and for each other. */
@Timeout(value = 10, unit = MINUTES)
class ModulePathIT {
  /** The libraries whose names our descriptors use, and those that these need. */
  private static final String LIBRARIES =
      ".*/(ffmpeg|hamcrest-core|javacpp|jspecify|junit|kotlin-stdlib|mockwebserver|moshi|okhttp"
          + "|okio-jvm|webp-imageio)-[0-9].*[0-9]\\.jar";

  private static Consumer consumer;

  @TempDir Path folder;

  @BeforeAll
  @Timeout(value = 10, unit = MINUTES)
  static void build() {
    consumer = Consumer.built("module-path", "package");
  }

  static List<String> jars() {
    return Release.JARS;
  }

  /** With OkHttp, Okio and Moshi as they are: automatic modules. */
  @Test
  void anApplicationNamesTheCoreAndFindsTheProviders() {
    try (Services services = new Services()) {
      String resolved =
          Run.in(folder, Jdks.command(Jdks.own(), "java"))
              .with("--show-module-resolution", "-p", consumer.classPath("classes"))
              .with("-m", "shop/shop.Lighthouse")
              .with(services.falOnly())
              .succeeds();
      assertThat(resolved).contains("dev.pictor binds dev.pictor.fal");
      assertThat(folder.resolve("lighthouse.png")).isNotEmptyFile();
      assertThat(services.fal.paidJobs()).isEqualTo(1);
    }
  }

  @Test
  void aRuntimeImageOfJlinkMakesImages() {
    try (Services services = new Services()) {
      for (Map<String, String> service :
          Arrays.asList(services.falOnly(), services.replicateOnly())) {
        Run.in(folder, consumer.target().resolve("image/bin/lighthouse").toString())
            .with(service)
            .succeeds();
      }
      assertThat(folder.resolve("lighthouse.png")).isNotEmptyFile();
      assertThat(services.fal.paidJobs()).isEqualTo(1);
      assertThat(services.replicate.paidJobs()).isEqualTo(1);
    }
  }

  /** Whatever is public is exported, and nothing that is called internal. */
  @ParameterizedTest
  @MethodSource("jars")
  void everyPackageButTheInternalOnesIsExported(String artifact) {
    ModuleDescriptor module = descriptor(artifact);
    Set<String> exported = new TreeSet<>();
    module.exports().stream().filter(e -> !e.isQualified()).forEach(e -> exported.add(e.source()));
    Set<String> packages = new TreeSet<>(module.packages());
    packages.removeIf(name -> name.contains(".internal"));
    assertThat(module.isAutomatic()).isFalse();
    assertThat(exported).containsExactlyElementsOf(packages);
  }

  /** On the class path and on the module path, the same services are found. */
  @ParameterizedTest
  @MethodSource("jars")
  void everyServiceFileIsInTheDescriptorToo(String artifact) throws IOException {
    Set<String> provided = new TreeSet<>();
    for (ModuleDescriptor.Provides service : descriptor(artifact).provides()) {
      service.providers().forEach(name -> provided.add(service.service() + " " + name));
    }
    assertThat(provided).containsExactlyElementsOf(serviceFiles(Release.jar(artifact)));
  }

  /** No package is in two of them, and what they require is there. */
  @Test
  void allOfThemResolveTogether() {
    Stream<Path> libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> jar.replace(File.separatorChar, '/').matches(LIBRARIES))
            .map(Paths::get);
    ModuleFinder all =
        ModuleFinder.of(
            Stream.concat(libraries, Release.JARS.stream().map(Release::jar)).toArray(Path[]::new));
    List<String> ours =
        Release.JARS.stream().map(jar -> descriptor(jar).name()).collect(Collectors.toList());
    assertThatCode(
            () ->
                Configuration.resolve(
                    all,
                    List.of(ModuleLayer.boot().configuration()),
                    ModuleFinder.ofSystem(),
                    ours))
        .doesNotThrowAnyException();
    assertThat(ours)
        .containsExactlyInAnyOrder(
            "dev.pictor",
            "dev.pictor.android",
            "dev.pictor.avif",
            "dev.pictor.codecs",
            "dev.pictor.fal",
            "dev.pictor.imageio",
            "dev.pictor.replicate",
            "dev.pictor.testing");
  }

  private static ModuleDescriptor descriptor(String artifact) {
    return ModuleFinder.of(Release.jar(artifact)).findAll().iterator().next().descriptor();
  }

  /** Each as the service and the class that provides it. */
  static Set<String> serviceFiles(Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      jar.stream()
          .filter(entry -> entry.getName().matches("META-INF/services/.+"))
          .forEach(
              entry -> {
                String service = entry.getName().substring("META-INF/services/".length());
                text(jar, entry.getName()).lines().forEach(line -> found.add(service + " " + line));
              });
    }
    return found;
  }

  static String text(JarFile jar, String entry) {
    try {
      return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
