package dev.pictor.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Markdown files of the project, and what the tests read out of them. */
public final class Documents {
  /** The folder of the project; tests run in that of their module. */
  public static final Path ROOT = Paths.get("..");

  /** Whether what is generated is to be written, instead of compared. */
  private static final boolean WRITES = Boolean.getBoolean("pictor.docs.write");

  private static final String COMMAND =
      "mvn -q -B -ntp -Dfast test -pl examples -am -Dpictor.docs.write=true"
          + " -Dtest='dev.pictor.docs.*Test,PlanTextTest' -Dsurefire.failIfNoSpecifiedTests=false";

  private static final Pattern GENERATED =
      Pattern.compile("(?s)<!-- generated: ([\\w-]+) -->.*?<!-- end of \\1 -->");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

  private Documents() {}

  /** Every page that a reader is led to. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    pages.add(ROOT.resolve("README.md"));
    pages.add(ROOT.resolve("CONTRIBUTING.md"));
    pages.add(ROOT.resolve("CHANGELOG.md"));
    pages.add(ROOT.resolve("benchmarks/README.md"));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }

  /** The code blocks of a language, in order, but for those that are generated. */
  static List<String> blocks(Path page, String language) throws IOException {
    Matcher block = BLOCK.matcher(GENERATED.matcher(read(page)).replaceAll(""));
    List<String> blocks = new ArrayList<>();
    while (block.find()) {
      if (block.group(1).equals(language)) {
        blocks.add(block.group(2));
      }
    }
    return blocks;
  }

  /** The text without code, in which links and headings are looked for. */
  static String prose(Path page) throws IOException {
    return read(page).replaceAll("(?ms)^```.*?^```$", "").replaceAll("`[^`\n]*`", "");
  }

  /** The anchors of the headings, as GitHub makes them. */
  static List<String> anchors(Path page) throws IOException {
    String text = read(page).replaceAll("(?ms)^```.*?^```$", "");
    return Stream.of(text.split("\n"))
        .filter(line -> line.matches("#{1,6} .*"))
        .map(line -> line.replaceAll("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toList());
  }

  /**
   * Holds a generated part of a page against the page, or writes it there.
   *
   * @param file from the folder of the project
   */
  public static void check(String file, String name, String expected) throws IOException {
    String begin = "<!-- generated: " + name + " -->\n";
    String end = "<!-- end of " + name + " -->";
    Path page = ROOT.resolve(file);
    String text = read(page);
    int from = text.indexOf(begin);
    int to = text.indexOf(end, Math.max(0, from));
    assertThat(from).as("%s has the line %s", file, begin).isNotNegative();
    assertThat(to).as("%s has the line %s", file, end).isNotNegative();
    if (WRITES) {
      String written = text.substring(0, from + begin.length()) + expected + text.substring(to);
      Files.write(page, written.getBytes(UTF_8));
      return;
    }
    assertThat(text.substring(from + begin.length(), to))
        .as("%s of %s; to write it anew: %s", name, file, COMMAND)
        .isEqualTo(expected);
  }
}
