package dev.pictor.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages show must work when it is copied. */
@Tag("wide")
class SnippetsTest {
  /** The names that the snippets use without saying where they come from. */
  private static final String BEFORE =
      "import dev.pictor.*; import dev.pictor.error.*; import dev.pictor.model.*;"
          + "import dev.pictor.model.ImageRequest.*; import dev.pictor.spi.*;"
          + "import dev.pictor.spi.ModelSpec.*;"
          + "import dev.pictor.fal.*; import dev.pictor.replicate.*; import dev.pictor.testing.*;"
          + "import java.io.*; import java.math.*; import java.nio.file.*; import java.time.*;"
          + "import java.util.*; import java.util.concurrent.*; import java.util.stream.*; import okhttp3.OkHttpClient;"
          + "import static org.assertj.core.api.Assertions.*;"
          + "abstract class NAME {"
          + "  ImageRequest request; String handle; String falKey; String replicateToken;"
          + "  List<String> stored; List<JobHandle> handles;"
          + "  OkHttpClient okHttpClient;"
          + "  abstract ImageClient client();"
          + "  final ImageClient images = client();"
          + "  abstract void store(String handle);"
          + "  abstract void show(Object news);"
          + "  void run() throws Exception {\n";

  private static final String AFTER = "\n}}";

  private static final Pattern QUOTE =
      Pattern.compile("(?ms)^<!-- from: (\\S+) -->\n\n?```java\n(.*?)^```$");

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>pictor-parent</artifactId>\\s*<version>(.*?)</version>");

  @TempDir Path classes;

  private static List<String> quotes(Path page) throws IOException {
    Matcher quote = QUOTE.matcher(Documents.read(page));
    List<String> quotes = new ArrayList<>();
    while (quote.find()) {
      quotes.add(quote.group(2));
    }
    return quotes;
  }

  @Test
  void eachJavaBlockCompiles() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Path page : Documents.pages()) {
      for (String block : Documents.blocks(page, "java")) {
        if (!quotes(page).contains(block)) {
          String name = page.getFileName().toString().replaceAll("\\W", "_") + sources.size();
          sources.add(new Source(name, block));
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(20);
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
  void eachQuoteStandsInTheSourceItNames() throws IOException {
    for (Path page : Documents.pages()) {
      Matcher quote = QUOTE.matcher(Documents.read(page));
      while (quote.find()) {
        String source = Documents.read(Documents.ROOT.resolve(quote.group(1)));
        assertThat(source.replaceAll("\\s+", " "))
            .as("%s, as %s quotes it", quote.group(1), page)
            .contains(quote.group(2).trim().replaceAll("\\s+", " "));
      }
    }
  }

  @Test
  void eachNamedVersionIsTheOneThatIsBuilt() throws IOException {
    Matcher version = VERSION.matcher(Documents.read(Documents.ROOT.resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    String nativeVersion =
        property("ffmpeg.version").replace("${javacpp.version}", property("javacpp.version"));
    int found = 0;
    for (Path page : Documents.pages()) {
      for (String block : Documents.blocks(page, "xml")) {
        if (block.contains("<groupId>org.bytedeco<")) {
          assertThat(block).contains("<version>" + nativeVersion + "</version>");
        }
        if (block.contains("<version>") && block.contains("dev.pictor")) {
          assertThat(block).as("%s", page).contains("<version>" + version.group(1) + "</version>");
          found++;
        }
      }
      for (String block : Documents.blocks(page, "kotlin")) {
        Matcher named = Pattern.compile("dev\\.pictor:pictor-[a-z-]+:([^\")]+)").matcher(block);
        while (named.find()) {
          assertThat(named.group(1)).as("%s", page).isEqualTo(version.group(1));
          found++;
        }
      }
    }
    assertThat(found).isPositive();
  }

  private static String property(String name) throws IOException {
    String pom = Documents.read(Documents.ROOT.resolve("pom.xml"));
    int from = pom.indexOf("<" + name + ">") + name.length() + 2;
    return pom.substring(from, pom.indexOf("</" + name + ">"));
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
