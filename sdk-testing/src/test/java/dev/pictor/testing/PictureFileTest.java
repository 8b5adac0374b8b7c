package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Systems that the writers do not run on; each is another JVM. */
@Tag("wide")
@Timeout(120)
class PictureFileTest {
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  private static final String WEBP_NEEDS =
      "webp cannot write webp on this JVM: WebP needs Java 9 or later, "
          + "com.github.usefulness:webp-imageio on the class path, and ";

  @TempDir Path folder;

  @Test
  void saysWhatWebpNeedsOnAProcessorWithoutNativeCode() throws Exception {
    List<String> said = encode("-Dos.arch=pdp11", "-cp", CLASS_PATH);
    assertThat(said.get(0)).startsWith(WEBP_NEEDS);
    assertThat(said.subList(1, 4)).containsExactly("png true", "jpeg true", "gif true");
  }

  /** As on Java 8, where no ImageIO starts that finds the plug-in. */
  @Test
  void writesTheOthersOnAJvmThatIsTooOldForWebp() throws Exception {
    for (Class<?> type : Arrays.asList(WebPImageWriterSpi.class, WebPWriteParam.class)) {
      String plugin = type.getName().replace('.', '/') + ".class";
      byte[] tooNew = read(plugin);
      tooNew[6] = 0x7f;
      Path file = folder.resolve(plugin);
      Files.createDirectories(file.getParent());
      Files.write(file, tooNew);
    }
    List<String> said = encode("-cp", folder + File.pathSeparator + CLASS_PATH);
    assertThat(said.get(0)).startsWith(WEBP_NEEDS);
    assertThat(said.subList(1, 4)).containsExactly("png true", "jpeg true", "gif true");
  }

  /** Whoever wants no native code in the tests leaves it out. */
  @Test
  void writesTheOthersWithoutThePlugin() throws Exception {
    String without =
        Arrays.stream(CLASS_PATH.split(File.pathSeparator))
            .filter(entry -> !entry.contains("webp-imageio"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> said = encode("-cp", without);
    assertThat(said.get(0)).startsWith(WEBP_NEEDS);
    assertThat(said.subList(1, 4)).containsExactly("png true", "jpeg true", "gif true");
  }

  @Test
  void saysWhatTheOthersNeedWithoutTheDesktopModule() throws Exception {
    List<String> said = encode("--limit-modules", "java.base,java.logging", "-cp", CLASS_PATH);
    assertThat(said).hasSize(4).allMatch(line -> line.contains("cannot write"));
    assertThat(said.get(1)).contains("java.desktop");
  }

  private List<String> encode(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Paths.get(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    command.add(EncodeMain.class.getName());
    command.addAll(Arrays.asList("webp", "png", "jpeg", "gif"));
    Path output = folder.resolve("output.txt");
    Process program =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    boolean ended = program.waitFor(60, TimeUnit.SECONDS);
    program.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(program.exitValue()).as(() -> text(folder.resolve("errors.txt"))).isZero();
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream in = PictureFileTest.class.getClassLoader().getResourceAsStream(resource)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    }
  }
}
