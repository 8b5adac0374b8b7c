package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageRequest;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupted caller learns of everything that it may have to pay for. */
@Timeout(60)
class InterruptTest {
  private final TestTime time = new TestTime();
  private final AtomicBoolean isFlagged = new AtomicBoolean();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private Attempt begin(ImageClient client, int n, AtomicReference<Thread> caller) {
    return begin(client, boats(n), caller);
  }

  private static ImageRequest boats(int n) {
    return ImageRequest.builder().model("flux-2-pro").prompt("a boat").seed(7).n(n).build();
  }

  private Attempt begin(ImageClient client, ImageRequest request, AtomicReference<Thread> caller) {
    Attempt attempt = new Attempt(request);
    Thread thread =
        new Thread(
            () -> {
              try {
                attempt.end().complete(client.generate(attempt.request()));
              } catch (RuntimeException e) {
                isFlagged.set(Thread.currentThread().isInterrupted());
                attempt.end().completeExceptionally(e);
              }
            });
    thread.start();
    caller.set(thread);
    return attempt;
  }

  /** The rest of the way to the end of a caller that was interrupted. */
  private OutcomeUnknownException unknown(Attempt attempt, Thread caller) {
    Until.holds(
        "the late reply is not waited for",
        () -> {
          time.advance(Duration.ofSeconds(1));
          return attempt.end().isDone();
        });
    Until.ended(caller);
    Throwable failure = attempt.failure().get();
    assertThat(failure)
        .isExactlyInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("interrupted")
        .hasMessageContaining("Look for a job of fal-ai/")
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(isFlagged).isTrue();
    return (OutcomeUnknownException) failure;
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
      assertThat(attempt.failure().get())
          .isInstanceOfSatisfying(
              JobCanceledException.class, e -> assertThat(e.isOver()).isFalse());
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
      assertThat(unknown(attempt, caller.get()).handles()).isEmpty();
      assertThat(attempt.unknowns()).isEqualTo(1);
    }
  }

  @Test
  void aSubmissionWithoutAReplyIsUnknownBesideAJob() {
    AtomicReference<Thread> caller = new AtomicReference<>();
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(JobScript.neverEnds());
      service.emulator().fail(Step.SUBMIT, Fault.stall().afterEffect());
      Attempt attempt = begin(client, 2, caller);
      Until.holds("one is watched", () -> service.emulator().count(Step.STREAM) > 0);
      Until.holds("both are submitted", () -> service.emulator().paidJobs() == 2);
      caller.get().interrupt();
      assertThat(unknown(attempt, caller.get()).handles()).hasSize(1);
      assertThat(attempt.unknowns()).isEqualTo(1);
    }
  }

  @Test
  void aSubmissionWithoutAReplyIsUnknownBesideAnImage() {
    AtomicReference<Thread> caller = new AtomicReference<>();
    List<ImageEvent.Kind> events = new CopyOnWriteArrayList<>();
    try (Service service = Service.fal();
        ImageClient client =
            ImageClient.builder()
                .provider(service.provider())
                .time(time)
                .listener(event -> events.add(event.kind()))
                .build()) {
      service.emulator().everyJob(JobScript.succeedsAtOnce());
      service.emulator().fail(Step.SUBMIT, Fault.stall().afterEffect());
      Attempt attempt = begin(client, 2, caller);
      Until.holds("one is made", () -> events.contains(ImageEvent.Kind.COMPLETED));
      Until.holds("both are submitted", () -> service.emulator().paidJobs() == 2);
      caller.get().interrupt();
      OutcomeUnknownException unknown = unknown(attempt, caller.get());
      assertThat(unknown.handles()).hasSize(1);
      assertThat(unknown).hasMessageContaining("has completed");
    }
  }

  @Test
  void whoIsInterruptedAgainIsNotToldThatAJobWasToldToEnd() {
    AtomicReference<Thread> caller = new AtomicReference<>();
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.stall().afterEffect());
      Attempt attempt = begin(client, 1, caller);
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      Until.holds(
          "the caller has given up",
          () -> {
            caller.get().interrupt();
            return attempt.end().isDone();
          });
      assertThat(attempt.failure().get()).isExactlyInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void whoIsInterruptedAgainDuringAFailOverIsToldThatTheNextSubmissionMayBePaid() {
    AtomicReference<Thread> caller = new AtomicReference<>();
    try (Pair pair = new Pair(Service.Kind.REPLICATE)) {
      pair.first()
          .nextJob(
              JobScript.failsWith(ReplicateFailure.highDemand()).queuedPolls(0).runningPolls(1));
      pair.second().fail(Step.SUBMIT, Fault.stall().afterEffect());
      Attempt attempt = begin(pair.client(), Pair.request().build(), caller);
      Until.holds("submitted elsewhere", () -> pair.second().paidJobs() == 1);
      Until.holds(
          "the caller has given up",
          () -> {
            caller.get().interrupt();
            return attempt.end().isDone();
          });
      assertThat(attempt.failure().get())
          .isExactlyInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("Look for a job of fal-ai/");
      assertThat(attempt.unknowns()).isEqualTo(1);
    }
  }

  /** Jobs that never end. */
  private static ImageJob four(Service service, ImageClient client) {
    service.emulator().everyJob(JobScript.neverEnds());
    return client.submit(boats(4));
  }

  @ParameterizedTest
  @EnumSource
  void whoHasWaitedLongEnoughIsGivenTheHandleOfEachJob(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      ImageJob job = four(service, client);

      assertThatThrownBy(() -> job.await(Duration.ofMillis(1)))
          .isInstanceOfSatisfying(
              DeadlineExceededException.class,
              late -> {
                assertThat(late.handles()).isEqualTo(job.handles()).hasSize(4);
                assertThat(late.getSuppressed())
                    .hasSize(3)
                    .allSatisfy(
                        other ->
                            assertThat(other)
                                .isInstanceOf(DeadlineExceededException.class)
                                .hasMessageNotContaining("told to end"));
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsForAFutureThatIsCancelledIsGivenTheHandleOfEachJob(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      ImageJob job = four(service, client);
      job.result().cancel(true);

      assertThatThrownBy(job::await)
          .isInstanceOfSatisfying(
              JobCanceledException.class,
              e -> assertThat(e.handles()).isEqualTo(job.handles()).hasSize(4));
      assertThatThrownBy(() -> job.await(Duration.ofSeconds(1)))
          .isInstanceOfSatisfying(
              JobCanceledException.class,
              e -> assertThat(e.handles()).isEqualTo(job.handles()).hasSize(4));
    }
  }

  @Test
  void whoWaitsForAFutureThatIsCancelledDuringAFailOverIsToldWhatMayBePaid() {
    try (Pair pair = new Pair(Service.Kind.REPLICATE)) {
      pair.first()
          .nextJob(
              JobScript.failsWith(ReplicateFailure.highDemand()).queuedPolls(0).runningPolls(1));
      pair.second().fail(Step.SUBMIT, Fault.stall().afterEffect());
      pair.time().holdShortWaits(); // else the first job may fail before its handle is here
      ImageJob job = pair.client().submit(Pair.request().build());
      Until.holds(
          "submitted elsewhere",
          () -> {
            pair.time().advance(Duration.ofMillis(20));
            return pair.second().paidJobs() == 1;
          });
      job.result().cancel(true);

      assertThatThrownBy(job::await)
          .isExactlyInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("cancelled")
          .hasMessageContaining("Look for a job of fal-ai/");
    }
  }
}
