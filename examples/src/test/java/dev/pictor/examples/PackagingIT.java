package dev.pictor.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user downloads: how much, from whom, and for which Java. */
class PackagingIT {
  private static final Path ROOT = Paths.get(System.getProperty("pictor.root"));
  private static final String VERSION = System.getProperty("pictor.version");
  private static final List<String> SDK = Arrays.asList("core", "fal", "replicate");

  /**
   * A ratchet, not a goal: what the jars weigh today and a little more. Raise it for a feature that
   * is worth its weight, and never by the way.
   */
  private static final int BUDGET = 902_000;

  private static final int JAVA_8 = 52;

  private static final String DESCRIPTOR = "META-INF/versions/9/module-info.class";

  /** OkHttp, Moshi, what these two bring along, and the nullness annotations. */
  private static final List<String> ALLOWED =
      Arrays.asList(
          "com.squareup.moshi:moshi",
          "com.squareup.okhttp3:okhttp",
          "com.squareup.okio:okio-jvm",
          "org.jetbrains.kotlin:kotlin-stdlib",
          "org.jetbrains.kotlin:kotlin-stdlib-jdk7",
          "org.jetbrains.kotlin:kotlin-stdlib-jdk8",
          "org.jetbrains:annotations",
          "org.jspecify:jspecify");

  @Test
  void theSdkJarsStayWithinTheirBudget() throws IOException {
    long bytes = 0;
    for (String module : SDK) {
      bytes += Files.size(jar(module, ""));
    }
    assertThat(bytes).as("bytes of the three SDK jars").isLessThan(BUDGET);
  }

  @Test
  void theCoreBringsOkHttpAndMoshiOnly() throws IOException {
    assertThat(runtimeDependencies("core")).containsExactlyElementsOf(new TreeSet<>(ALLOWED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fal", "replicate", "imageio", "android"})
  void aProviderOrConverterBringsTheCoreOnly(String module) throws IOException {
    Set<String> expected = new TreeSet<>(ALLOWED);
    expected.add("dev.pictor:pictor-sdk-core");
    assertThat(runtimeDependencies(module)).containsExactlyElementsOf(expected);
  }

  @Test
  void theCodecsBringTheirLibraryOnly() throws IOException {
    Set<String> expected = new TreeSet<>(ALLOWED);
    expected.add("dev.pictor:pictor-sdk-core");
    expected.add("com.github.usefulness:webp-imageio");
    assertThat(runtimeDependencies("codecs")).containsExactlyElementsOf(expected);
  }

  /** Without native code, which is large and for the application to choose. */
  @Test
  void avifBringsTheJavaPartOfItsLibraryOnly() throws IOException {
    Set<String> expected = new TreeSet<>(ALLOWED);
    expected.add("dev.pictor:pictor-sdk-core");
    expected.add("org.bytedeco:ffmpeg");
    expected.add("org.bytedeco:javacpp");
    assertThat(runtimeDependencies("avif")).containsExactlyElementsOf(expected);
    assertThat(read(target("avif").resolve("runtime-dependencies.txt"))).doesNotContain("x86_64");
  }

  /** Found by ServiceLoader, and nowhere named in code. */
  @ParameterizedTest
  @CsvSource({
    "imageio, dev.pictor.imageio.ImageIoConverter",
    "codecs, dev.pictor.codecs.WebpConverter",
    "avif, dev.pictor.avif.AvifConverter",
    "android, dev.pictor.android.BitmapConverter"
  })
  void everyConverterIsRegistered(String module, String converter) throws IOException {
    try (JarFile jar = new JarFile(jar(module, "").toFile())) {
      JarEntry services = jar.getJarEntry("META-INF/services/dev.pictor.spi.ImageConverter");
      byte[] text = new byte[(int) services.getSize()];
      try (DataInputStream in = new DataInputStream(jar.getInputStream(services))) {
        in.readFully(text);
      }
      assertThat(new String(text, UTF_8).trim()).isEqualTo(converter);
      assertThat(jar.getEntry(converter.replace('.', '/') + ".class")).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "fal", "replicate", "android"})
  void everySdkJarCarriesItsRulesForR8(String module) throws IOException {
    try (JarFile jar = new JarFile(jar(module, "").toFile())) {
      assertThat(jar.getEntry("META-INF/proguard/pictor-sdk-" + module + ".pro")).isNotNull();
    }
  }

  /** But for the descriptor of the module, which only Java 9 and later looks for. */
  @ParameterizedTest
  @ValueSource(
      strings = {"core", "fal", "replicate", "imageio", "codecs", "avif", "android", "testing"})
  void everyClassRunsOnJava8(String module) throws IOException {
    try (JarFile jar = new JarFile(jar(module, "").toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class") && !entry.getName().equals(DESCRIPTOR)) {
          assertThat(classVersion(jar, entry)).as(entry.getName()).isEqualTo(JAVA_8);
        }
      }
    }
  }

  /** A module whose javadoc is not made is one whose javadoc is not checked. */
  @ParameterizedTest
  @ValueSource(
      strings = {"core", "fal", "replicate", "imageio", "codecs", "avif", "android", "testing"})
  void everyModuleWithAClassHasJavadocAndSources(String module) throws IOException {
    assertThat(jar(module, "-sources")).exists();
    if (hasClasses(module)) {
      assertThat(jar(module, "-javadoc")).exists();
    }
  }

  @Test
  void theBomNamesOurArtifactsOnly() throws IOException {
    String bom = read(ROOT.resolve("sdk-bom/.flattened-pom.xml"));
    assertThat(bom).doesNotContain("<parent>").doesNotContain("<properties>");
    Matcher group = Pattern.compile("<groupId>(.*?)</groupId>").matcher(bom);
    while (group.find()) {
      assertThat(group.group(1)).isEqualTo("dev.pictor");
    }
    for (String module :
        Arrays.asList(
            "core", "fal", "replicate", "imageio", "codecs", "avif", "android", "testing")) {
      assertThat(bom).contains("<artifactId>pictor-sdk-" + module + "</artifactId>");
    }
  }

  private static Path jar(String module, String classifier) {
    return target(module).resolve("pictor-sdk-" + module + "-" + VERSION + classifier + ".jar");
  }

  private static Path target(String module) {
    return ROOT.resolve("sdk-" + module).resolve(System.getProperty("pictor.target"));
  }

  private static Set<String> runtimeDependencies(String module) throws IOException {
    Set<String> found = new TreeSet<>();
    Matcher matcher =
        Pattern.compile("([\\w.-]+:[\\w.-]+):jar:")
            .matcher(read(target(module).resolve("runtime-dependencies.txt")));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static boolean hasClasses(String module) throws IOException {
    try (Stream<Path> files = Files.walk(target(module).resolve("classes"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .anyMatch(name -> name.endsWith(".class") && !name.equals("package-info.class"));
    }
  }

  private static int classVersion(JarFile jar, JarEntry entry) {
    try (InputStream in = jar.getInputStream(entry);
        DataInputStream data = new DataInputStream(in)) {
      data.readInt();
      data.readUnsignedShort();
      return data.readUnsignedShort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }
}
