package dev.pictor.examples.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.examples.run.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
  private final StringWriter out = new StringWriter();
  private long nanos;
  private final Progress progress = new PlainProgress(new PrintWriter(out), () -> nanos);
  private final Progress.Row row = progress.row("fal");

  @Test
  void printsALineForEachChange() {
    row.show("queued, 2 ahead");
    pass(Duration.ofMillis(300));
    row.show("queued, 2 ahead");
    pass(Duration.ofMillis(300));
    row.show("running");
    row.end("done");
    assertThat(lines())
        .containsExactly(
            "fal                0.0 s  queued, 2 ahead",
            "fal                0.6 s  running",
            "fal                0.6 s  done");
  }

  @Test
  void printsEachLineOfALog() {
    row.log("step 1");
    row.log("step 2");
    assertThat(lines())
        .containsExactly(
            "fal                0.0 s  | step 1", "fal                0.0 s  | step 2");
  }

  @Test
  void aLogCannotSteerTheTerminal() {
    row.log("\u001b[2Jgone\r\nand\u0007 back");
    assertThat(lines()).containsExactly("fal                0.0 s  | [2Jgone and back");
  }

  @Test
  void givesASignOfLifeWhileNothingChanges() {
    row.show("running");
    pass(Duration.ofSeconds(14));
    row.show("running");
    pass(Duration.ofSeconds(51));
    row.show("running");
    assertThat(lines())
        .containsExactly("fal                0.0 s  running", "fal           1 min 05 s  running");
  }

  @Test
  void whatEndedStaysSo() {
    row.end("done");
    row.show("running");
    assertThat(lines()).containsExactly("fal                0.0 s  done");
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private String[] lines() {
    return out.toString().split(System.lineSeparator());
  }
}
