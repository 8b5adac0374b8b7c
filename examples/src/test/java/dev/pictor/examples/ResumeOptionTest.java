package dev.pictor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.OutputFormat;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --resume} does with the handle that an earlier run has printed. */
@Tag("wide")
class ResumeOptionTest {
  private static final String HANDLE = "pictor1:fal:fal-ai%2Fflux-pro%2Fv1.1:019e1951";

  @TempDir Path folder;
  private FalEmulator fal;

  @BeforeEach
  void start() {
    fal = FalEmulator.start();
    fal.everyJob(JobScript.succeedsAtOnce());
  }

  @AfterEach
  void close() {
    fal.close();
  }

  @Test
  void fetchesTheImageAsTheHintSays() throws IOException {
    fal.fail(Step.DOWNLOAD, Fault.empty(404)).always();
    Program first = new Program(folder).with(fal);
    assertThat(first.run("--seed", "7")).isEqualTo(1);
    String hint = first.err().get(1);
    fal.clearFaults();

    Program second = new Program(folder).with(fal);
    assertThat(hint).endsWith(" ./pictor --resume '" + handle(hint) + "'");
    int exit = second.run("--resume", handle(hint));

    assertThat(second.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(fal.paidJobs()).isEqualTo(1);
    Path image = folder.resolve("pictor-images/fal-fal-ai-flux-pro-v1.1-7.jpg");
    assertThat(GeneratedImage.Facts.of(Files.readAllBytes(image)).format())
        .contains(OutputFormat.JPEG);
    assertThat(second.out())
        .contains("pictor-images/fal-fal-ai-flux-pro-v1.1-7.jpg: 1024x1024, jpeg");
  }

  @Test
  void saysAgainHowToFetchWhatIsStillNotThere() {
    fal.fail(Step.DOWNLOAD, Fault.empty(404)).always();
    Program first = new Program(folder).with(fal);
    assertThat(first.run()).isEqualTo(1);
    String hint = first.err().get(1);

    Program second = new Program(folder).with(fal);
    assertThat(second.run("--resume", handle(hint))).isEqualTo(1);
    assertThat(second.err()).hasSize(2).contains(hint);
  }

  @Test
  void needsTheKeyThatTheJobWasMadeWith() {
    Program program = new Program(folder);
    assertThat(program.run("--resume", HANDLE)).isEqualTo(2);
    assertThat(program.err()).singleElement().asString().contains("provider fal has no key; set");
  }

  @Test
  void namesAProviderThatThereIsNot() {
    Program program = new Program(folder);
    assertThat(program.run("--resume", "pictor1:elsewhere:a:b")).isEqualTo(2);
    assertThat(program.err())
        .containsExactly("pictor: provider is \"elsewhere\"; write fal or replicate");
  }

  @Test
  void refusesWhatIsNoHandle() {
    Program program = new Program(folder);
    assertThat(program.run("--resume", "019e1951")).isEqualTo(2);
    assertThat(program.err())
        .containsExactly(
            "pictor: not a job handle: \"019e1951\"; write pictor1:provider:endpoint:id");
  }

  @Test
  void refusesWhatAResumedJobCannotHeed() {
    Program program = new Program(folder).with(fal);
    assertThat(program.run("--resume", HANDLE, "--n", "2")).isEqualTo(2);
    assertThat(program.err())
        .containsExactly(
            "pictor: --resume makes no new image; write --resume HANDLE, with --out or nothing");
    assertThat(fal.requests()).isEmpty();
  }

  /** Between the quotes, as a shell reads it. */
  private static String handle(String hint) {
    return hint.substring(hint.indexOf('\'') + 1, hint.lastIndexOf('\''));
  }
}
