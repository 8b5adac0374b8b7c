package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.JobCanceledException;
import dev.pictor.model.ImageRequest;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupted caller learns of everything that it may have to pay for. */
@Timeout(60)
class InterruptTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static Attempt begin(ImageClient client, int n, AtomicReference<Thread> caller) {
    Attempt attempt =
        new Attempt(
            ImageRequest.builder().model("flux1.1-pro").prompt("a boat").seed(7).n(n).build());
    Thread thread =
        new Thread(
            () -> {
              try {
                attempt.end().complete(client.generate(attempt.request()));
              } catch (RuntimeException e) {
                attempt.end().completeExceptionally(e);
              }
            });
    thread.start();
    caller.set(thread);
    return attempt;
  }

  @Test
  void theHandleOfEachJobIsInTheException() {
    AtomicReference<Thread> caller = new AtomicReference<>();
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(JobScript.neverEnds());
      Attempt attempt = begin(client, 3, caller);
      Until.holds("all are asked after", () -> service.emulator().count(Step.STATUS) > 6);
      caller.get().interrupt();
      Until.ended(caller.get());
      assertThat(attempt.failure().get()).isInstanceOf(JobCanceledException.class);
      assertThat(attempt.knownHandles().keySet())
          .containsAll(
              service.emulator().jobs().stream().map(EmulatedJob::id).collect(Collectors.toList()))
          .hasSize(3);
    }
  }

  @Test
  void aSubmissionWithoutAReplyIsReportedAsUnknown() {
    AtomicReference<Thread> caller = new AtomicReference<>();
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.stall().afterEffect());
      Attempt attempt = begin(client, 1, caller);
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      caller.get().interrupt();
      Until.holds(
          "the late reply is not waited for",
          () -> {
            time.advance(Duration.ofSeconds(1));
            return attempt.end().isDone();
          });
      Until.ended(caller.get());
      assertThat(attempt.failure().get())
          .isInstanceOf(JobCanceledException.class)
          .hasMessageContaining("if there is one");
      assertThat(attempt.unknowns()).isEqualTo(1);
    }
  }
}
