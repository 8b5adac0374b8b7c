package dev.pictor.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows must work when it is copied. */
class ReadmeTest {
  private static final Path ROOT = Paths.get("..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  /** The names that the snippets use without saying where they come from. */
  private static final String BEFORE =
      "import dev.pictor.*; import dev.pictor.error.*; import dev.pictor.model.*;"
          + "import dev.pictor.fal.*; import dev.pictor.replicate.*; import dev.pictor.testing.*;"
          + "import java.nio.file.*; import java.time.*; import java.util.*;"
          + "import static org.assertj.core.api.Assertions.*;"
          + "abstract class NAME {"
          + "  ImageRequest request; String handle; String falKey; String replicateToken;"
          + "  okhttp3.OkHttpClient okHttpClient;"
          + "  abstract ImageClient client();"
          + "  final ImageClient images = client();"
          + "  void run() throws Exception {\n";

  private static final String AFTER = "\n}}";

  @TempDir Path classes;

  @Test
  void eachJavaBlockCompiles() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (String block : blocks("java")) {
      sources.add(new Source("Snippet" + sources.size(), block));
    }
    assertThat(sources).isNotEmpty();
    StringWriter messages = new StringWriter();
    List<String> options =
        Arrays.asList(
            "-proc:none",
            "-d",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.getTask(messages, null, null, options, null, sources).call())
        .as(messages.toString())
        .isTrue();
  }

  @Test
  void theFirstTwoCommandsRunTheExampleAndTheTests() throws IOException {
    assertThat(blocks("sh"))
        .startsWith("./pictor \"a lighthouse made of paper\"\n", "mvn -B -ntp verify\n");
  }

  @Test
  void namesTheVersionThatIsBuilt() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>pictor-parent</artifactId>\\s*<version>(.*?)</version>")
            .matcher(read(ROOT.resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    for (String block : blocks("xml")) {
      assertThat(block).contains("<version>" + version.group(1) + "</version>");
    }
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    Matcher link = LINK.matcher(readme());
    List<String> links = new ArrayList<>();
    while (link.find()) {
      links.add(link.group(1));
      assertThat(ROOT.resolve(link.group(1))).exists();
    }
    assertThat(links).isNotEmpty();
  }

  private static List<String> blocks(String language) throws IOException {
    Matcher block = BLOCK.matcher(readme());
    List<String> blocks = new ArrayList<>();
    while (block.find()) {
      if (block.group(1).equals(language)) {
        blocks.add(block.group(2));
      }
    }
    return blocks;
  }

  private static String readme() throws IOException {
    return read(ROOT.resolve("README.md"));
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String block) {
      super(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE);
      text = BEFORE.replace("NAME", name) + block + AFTER;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
