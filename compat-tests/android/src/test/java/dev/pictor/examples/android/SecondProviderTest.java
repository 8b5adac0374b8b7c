package dev.pictor.examples.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.pictor.ImageClient;
import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.replicate.Replicate;
import dev.pictor.testing.EmulatorClock;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ManualClock;
import dev.pictor.testing.ReplicateEmulator;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replicate's job has failed after it was noted, and fal is asked for the image of the ticket. */
@Tag("wide")
@Timeout(60)
class SecondProviderTest {
  private static final String TICKET = "0a1b2c3d";
  private static final ImageRequest REQUEST = RepositoryProgram.request("a boat");
  private static final Duration RUN = Duration.ofSeconds(1);

  private final ManualClock clock = EmulatorClock.manual();
  private final ReplicateEmulator replicate = ReplicateEmulator.start();
  private final FalEmulator fal = FalEmulator.builder().clock(clock).start();
  private final ExecutorService background = Executors.newFixedThreadPool(2);
  private final List<ImageRepository> processes = new ArrayList<>();

  @TempDir Path folder;

  @BeforeEach
  void replicateFails() {
    replicate.everyJob(
        JobScript.failsWith(ReplicateFailure.interrupted()).queuedPolls(0).runningPolls(1));
    fal.everyJob(JobScript.succeeds().queuedPolls(0).runningFor(RUN));
  }

  @AfterEach
  void stop() {
    processes.forEach(ImageRepository::close);
    fal.close();
    replicate.close();
    background.shutdownNow();
  }

  private ImageTask ask() {
    ImageClient images =
        ImageClient.builder()
            .provider(Replicate.builder().token("r8_any").baseUrl(replicate.url()).build())
            .provider(Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build())
            .build();
    ImageRepository process = new ImageRepository(images, folder, background);
    processes.add(process);
    return process.image(TICKET, REQUEST);
  }

  private static Throwable failure(ImageTask task) throws Exception {
    try {
      return fail("There is an image: " + task.file().get(30, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  private Path note() {
    return folder.resolve(TICKET + ".job");
  }

  private void untilTheNoteSays(String text) throws Exception {
    until("the note says " + text, () -> Files.exists(note()) && said().contains(text));
  }

  private static void until(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(30)) {
        fail("It never came to this: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private String said() throws IOException {
    return new String(Files.readAllBytes(note()), StandardCharsets.UTF_8);
  }

  private void assertPaid(int atReplicate, int atFal) {
    assertThat(replicate.paidJobs()).isEqualTo(atReplicate);
    assertThat(fal.paidJobs()).isEqualTo(atFal);
  }

  @Test
  void aLostSubmissionThereIsNotRepeated() throws Exception {
    fal.fail(Step.SUBMIT, Fault.disconnect().afterEffect());
    assertThat(failure(ask())).isInstanceOf(AttemptsFailedException.class);
    assertThat(failure(ask())).isInstanceOf(IllegalStateException.class);
    assertThat(failure(ask())).isInstanceOf(IllegalStateException.class);
    assertPaid(1, 1);
  }

  @Test
  void aNewProcessPicksItsJobUp() throws Exception {
    ask();
    untilTheNoteSays("pictor1:fal:");
    processes.get(0).close();

    ImageTask task = ask();
    clock.advance(RUN);
    assertThat(task.file().get(30, TimeUnit.SECONDS)).exists();
    assertThat(note()).doesNotExist();
    assertPaid(1, 1);
  }

  @Test
  void aProcessThatEndsWhileItIsAskedIsNotTakenForOneThatHasNot() throws Exception {
    fal.fail(Step.SUBMIT, Fault.stall().afterEffect());
    ask();
    untilTheNoteSays("unknown");
    until("its job is there", () -> fal.paidJobs() == 1);
    processes.get(0).close();

    assertThat(failure(ask())).isInstanceOf(JobFailedException.class);
    assertThat(failure(ask())).isInstanceOf(IllegalStateException.class);
    assertPaid(1, 1);
  }

  @Test
  void theTicketIsFreeWhenItHasFailedToo() throws Exception {
    fal.everyJob(JobScript.failsWith(FalFailure.contentPolicy()).queuedPolls(0).runningPolls(0));
    assertThat(failure(ask())).isInstanceOf(AttemptsFailedException.class);
    assertThat(failure(ask())).isInstanceOf(PictorException.class);
    assertThat(note()).doesNotExist();
  }

  @Test
  void aJobThatMayBeWellIsKeptBesideALostSubmission() {
    JobHandle failed = JobHandle.parse("pictor1:replicate:flux:1");
    JobHandle late = JobHandle.parse("pictor1:replicate:flux:2");
    PictorException failure =
        new AttemptsFailedException(
            "none",
            Arrays.asList(
                new JobFailedException("failed", about(failed)),
                new DeadlineExceededException("late", about(late)),
                new OutcomeUnknownException("lost", ErrorDetails.none())),
            ErrorDetails.none());
    assertThat(ImageShelf.open(failure)).containsExactly(late);
  }

  private static ErrorDetails about(JobHandle job) {
    return ErrorDetails.builder().handle(job).build();
  }
}
