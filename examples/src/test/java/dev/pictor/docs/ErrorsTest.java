package dev.pictor.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.PictorException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever catches an exception finds it on the page, with all that there is to know. */
class ErrorsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+Exception)` \\|(.*)\\|$");

  private static List<String> classes() throws IOException {
    List<String> classes = new ArrayList<>();
    for (PublicApi.Type type : PublicApi.of("sdk-core").types.get("dev.pictor.error")) {
      if (type.name.endsWith("Exception")) {
        classes.add(type.name);
      }
    }
    return classes;
  }

  @Test
  void eachExceptionHasARowWithAllColumns() throws Exception {
    String page = Documents.read(Documents.ROOT.resolve("docs/errors.md"));
    Matcher row = ROW.matcher(page.substring(0, page.indexOf("\n## ")));
    List<String> rows = new ArrayList<>();
    while (row.find()) {
      rows.add(row.group(1));
      String[] cells = row.group(2).split("(?<!\\\\)\\|");
      assertThat(cells).as(row.group(1)).hasSize(4).allMatch(cell -> !cell.trim().isEmpty());
    }
    assertThat(rows).containsExactlyInAnyOrderElementsOf(classes());
    for (String name : rows) {
      assertThat(PictorException.class).isAssignableFrom(Class.forName("dev.pictor.error." + name));
    }
  }
}
