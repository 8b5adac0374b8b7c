package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateLimits;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requirement 18: the time until a model must run, told to the service where it listens, and kept
 * here.
 */
@Timeout(60)
class StartTimeoutTest {
  private static final Duration SHORTER_THAN_A_POLL = Duration.ofMillis(150);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final RequestOptions CANCELING =
      RequestOptions.builder().startTimeout(LIMIT).build();
  private static final RequestOptions LEAVING =
      RequestOptions.builder()
          .startTimeout(LIMIT)
          .onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB)
          .build();

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").build();
  }

  @Test
  void falIsToldByItsOwnHeaderAndForThisRequestOnly() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      client.generate(request(), CANCELING);
      client.generate(
          request(), RequestOptions.builder().startTimeout(Duration.ofMillis(5250)).build());
      client.generate(request());
      List<RecordedCall> submissions = service.emulator().requests(Step.SUBMIT);
      assertThat(submissions.get(0).header("X-Fal-Request-Start-Timeout")).hasValue("30");
      assertThat(submissions.get(0).header("X-Fal-Request-Timeout")).hasValue("30");
      assertThat(submissions.get(1).header("X-Fal-Request-Start-Timeout")).hasValue("5.25");
      assertThat(submissions.get(2).header("X-Fal-Request-Start-Timeout")).isEmpty();
      assertThat(submissions.get(2).header("X-Fal-Request-Timeout")).isEmpty();
    }
  }

  @Test
  void replicateHasNoSuchHeaderAndIsToldTheDeadlineAsEver() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      client.generate(request(), CANCELING);
      client.generate(request());
      List<RecordedCall> submissions = service.emulator().requests(Step.SUBMIT);
      assertThat(submissions.get(0).header("Cancel-After"))
          .isPresent()
          .isEqualTo(submissions.get(1).header("Cancel-After"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatDoesNotStartIsCanceledAndNamed(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(JobScript.neverStarts());
      ImageJob job = client.submit(request(), CANCELING);
      time.advance(LIMIT);
      DeadlineExceededException e =
          catchThrowableOfType(DeadlineExceededException.class, job::await);
      assertThat(e).hasMessageContaining("start timeout of PT30S");
      assertThat(e.handle()).contains(job.handle());
      assertThat(service.emulator().jobs().get(0).state()).isEqualTo(JobState.CANCELED);
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  /** For want of memory for the alarm that limits it. */
  @ParameterizedTest
  @EnumSource
  void aLookThatCannotBeLimitedIsTakenAllTheSame(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(JobScript.neverStarts());
      ImageJob job = client.submit(request(), CANCELING);
      time.refuseNext(Duration.ofSeconds(5));
      time.advance(LIMIT);
      assertThat(time.isToRefuse()).isFalse();
      assertThatThrownBy(job::await)
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("start timeout of PT30S");
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatDoesNotStartCanBeLeftToBePickedUp(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .nextJob(JobScript.succeeds().queuedFor(Duration.ofSeconds(20)).runningPolls(0));
      ImageJob job = client.submit(request(), LEAVING);
      time.advance(LIMIT);
      DeadlineExceededException e =
          catchThrowableOfType(DeadlineExceededException.class, job::await);
      assertThat(e.handle()).contains(job.handle());
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
      service.clock().advance(Duration.ofSeconds(25));
      assertThat(client.resume(e.handle().get()).await().images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  /** It has run since the last poll, which may be seconds ago. */
  @ParameterizedTest
  @EnumSource
  void aJobThatHasStartedUnseenIsSpared(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      time.holdShortWaits();
      service
          .emulator()
          .nextJob(
              JobScript.succeeds()
                  .queuedFor(Duration.ofMillis(50))
                  .runningFor(Duration.ofSeconds(60)));
      RequestOptions quick = RequestOptions.builder().startTimeout(SHORTER_THAN_A_POLL).build();
      ImageJob job = client.submit(request(), quick);
      service.clock().advance(Duration.ofSeconds(1));
      time.advance(SHORTER_THAN_A_POLL);
      Until.holds("the look", () -> service.emulator().count(Step.STATUS) == 1);
      service.clock().advance(Duration.ofSeconds(60));
      Until.holds(
          "the image",
          () -> {
            time.advance(Duration.ofMillis(100));
            return job.result().isDone();
          });
      assertThat(job.await().images()).hasSize(1);
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
    }
  }

  /** A word that a service has learned since comes behind the start as well as before it. */
  @Test
  void aJobThatHasStartedIsSparedWhateverIsSaidOfItLater() {
    String uploading = "{\"status\": \"UPLOADING\"}";
    CountDownLatch mayEnd = new CountDownLatch(1);
    List<JobUpdate> updates = new CopyOnWriteArrayList<>();
    StreamWire wire = new StreamWire();
    wire.statuses(uploading, uploading);
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.event(connection, StreamWire.RUNNING);
          StreamWire.event(connection, uploading);
          StreamWire.await(mayEnd);
          StreamWire.event(connection, StreamWire.COMPLETED);
          StreamWire.end(connection);
        });
    RequestOptions quick = RequestOptions.builder().startTimeout(Duration.ofSeconds(1)).build();
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(StreamWire.request(), quick);
      job.onUpdate(updates::add);
      Until.holds(
          "the new word",
          () -> updates.stream().anyMatch(one -> one.rawStatus().equals("UPLOADING")));
      time.advance(Duration.ofSeconds(1));
      mayEnd.countDown();
      assertThat(Until.done(job.result()).images()).hasSize(1);
      assertThat(wire.cancellations()).isZero();
      assertThat(wire.polls()).isZero();
    } finally {
      mayEnd.countDown();
      wire.close();
    }
  }

  @Test
  void aServiceThatDoesNotSayIsWaitedForAMoment() {
    try (Service service = Service.fal();
        ImageClient client = service.polling(time)) {
      time.holdShortWaits();
      service.emulator().fail(Step.STATUS, Fault.stall()).always();
      service.emulator().nextJob(JobScript.neverStarts());
      ImageJob job =
          client.submit(
              request(), RequestOptions.builder().startTimeout(SHORTER_THAN_A_POLL).build());
      time.advance(SHORTER_THAN_A_POLL);
      Until.holds("the look", () -> service.emulator().count(Step.STATUS) == 1);
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
      time.advance(Duration.ofSeconds(5));
      Until.holds("the cancellation", () -> service.emulator().count(Step.CANCEL) == 1);
      Until.holds(
          "the end",
          () -> {
            time.advance(Duration.ofMillis(100));
            return job.result().isDone();
          });
      assertThat(Failures.of(job.result()))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("start timeout of PT0.15S");
    }
  }

  @Test
  void theWaitForTheRateLimitCounts() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.replicateEmulator().limits(ReplicateLimits.lowCredit());
      client.generate(request());
      CompletableFuture<ImageResult> result =
          client.generateAsync(
              request(), RequestOptions.builder().startTimeout(Duration.ofSeconds(9)).build());
      Until.holds("it waits", () -> time.pending() >= 3);
      time.advance(Duration.ofSeconds(9));
      assertThat(Failures.of(result)).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }
}
