package dev.pictor.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link leads somewhere, and every page is led to. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  @Test
  void eachLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    int followed = 0;
    for (Path page : Documents.pages()) {
      Matcher link = LINK.matcher(Documents.prose(page));
      while (link.find()) {
        String target = link.group(1);
        if (target.startsWith("https://")) {
          continue; // of others, who move their pages as they like
        }
        followed++;
        String anchor = target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
        Path file = file(page, target);
        if (!Files.exists(file)) {
          broken.add(page + ": " + target + " does not exist");
        } else if (!anchor.isEmpty() && !Documents.anchors(file).contains(anchor)) {
          broken.add(page + ": " + target + " has no such heading; " + Documents.anchors(file));
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(followed).isGreaterThan(20);
  }

  @Test
  void eachPageIsReachedFromTheReadme() throws IOException {
    Set<Path> reached = new HashSet<>();
    reach(Documents.ROOT.resolve("README.md"), reached);
    for (Path page : Documents.pages()) {
      assertThat(reached).contains(page.toAbsolutePath().normalize());
    }
  }

  private static void reach(Path page, Set<Path> reached) throws IOException {
    Path real = page.toAbsolutePath().normalize();
    if (!real.toString().endsWith(".md") || !Files.exists(real) || !reached.add(real)) {
      return;
    }
    Matcher link = LINK.matcher(Documents.prose(page));
    while (link.find()) {
      if (!link.group(1).contains(":")) {
        reach(file(page, link.group(1)), reached);
      }
    }
  }

  private static Path file(Path page, String target) {
    String path = target.replaceAll("#.*", "");
    return path.isEmpty() ? page : page.getParent().resolve(path).normalize();
  }
}
