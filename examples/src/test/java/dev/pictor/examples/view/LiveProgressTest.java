package dev.pictor.examples.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.examples.run.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
  private final StringWriter out = new StringWriter();
  private final Progress progress = new LiveProgress(new PrintWriter(out), () -> 0);

  @Test
  void leavesOneLineForEachJobAndTheLogAboveThem() {
    Progress.Row fal = progress.row("fal");
    Progress.Row replicate = progress.row("replicate");
    fal.show("queued, 1 ahead");
    replicate.show("running");
    replicate.log("step 1");
    fal.show("running");
    fal.end("done");
    replicate.end("failed");
    progress.close();
    assertThat(screen())
        .containsExactly(
            "  replicate          0.0 s  | step 1",
            "  fal                0.0 s  done",
            "  replicate          0.0 s  failed");
  }

  @Test
  void paintsNothingAfterItsEnd() {
    Progress.Row row = progress.row("fal");
    row.end("done");
    progress.close();
    int length = out.getBuffer().length();
    row.show("running");
    progress.close();
    assertThat(out.getBuffer()).hasSize(length);
  }

  @Test
  void aLogCannotSteerTheTerminal() {
    progress.row("fal").log("\u001b[2J\u001b[31mred");
    progress.close();
    assertThat(out.toString()).doesNotContain("\u001b[2J").doesNotContain("\u001b[31m");
  }

  /** What a terminal would show, for the few controls that are used. */
  private List<String> screen() {
    List<String> lines = new ArrayList<>();
    String text = out.toString().replaceAll("\u001b\\[(\\?7[lh]|[0-9]m)|\r", "");
    Matcher token = Pattern.compile("\u001b\\[(\\d*)([AJ])|([^\u001b\n]*)\n").matcher(text);
    int row = 0;
    while (token.find()) {
      if (token.group(3) != null) {
        lines.add(row++, token.group(3));
      } else if ("A".equals(token.group(2))) {
        row -= Integer.parseInt(token.group(1));
      } else if ("J".equals(token.group(2))) {
        lines.subList(row, lines.size()).clear();
      }
    }
    return lines;
  }
}
