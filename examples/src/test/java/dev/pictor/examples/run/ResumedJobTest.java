package dev.pictor.examples.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.HastyClient;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.spi.Provider;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumedJobTest {
  @TempDir Path folder;

  /** To fetch what there is ends nothing, however long it takes. */
  @Test
  void aJobThatIsNotDoneIsLeftRunningAndNamedAgain() throws Exception {
    try (FalEmulator fal = FalEmulator.start()) {
      fal.everyJob(JobScript.neverEnds());
      Provider provider = Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build();
      JobHandle handle;
      try (HastyClient first = new HastyClient(provider)) {
        handle = first.client().submit(request()).handle();
      }
      try (HastyClient images = new HastyClient(provider)) {
        ResumedJob job =
            ResumedJob.of(
                images.client(),
                handle,
                ImageFolder.open(folder),
                new Impatient(images::passDeadlines));
        assertThat(job.failures())
            .singleElement()
            .satisfies(failure -> assertThat(failure.resumable()).containsExactly(handle));
      }
      assertThat(fal.jobs()).extracting(EmulatedJob::state).doesNotContain(JobState.CANCELED);
      assertThat(fal.count(Step.CANCEL)).isZero();
    }
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a fox").build();
  }

  /** Lets the time be over as soon as it hears of the job. */
  private static final class Impatient implements Progress, Progress.Row {
    private final Runnable over;

    Impatient(Runnable over) {
      this.over = over;
    }

    @Override
    public Row row(String name) {
      return this;
    }

    @Override
    public void show(String state) {
      over.run();
    }

    @Override
    public void log(String line) {}

    @Override
    public void end(String outcome) {}

    @Override
    public void close() {}
  }
}
