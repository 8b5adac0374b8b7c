package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateRules;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that were faster than what was to end them: their images are paid for. */
@Timeout(60)
class LateEndTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Duration START = Duration.ofSeconds(30);
  private static final RequestOptions OPTIONS = RequestOptions.builder().deadline(DEADLINE).build();

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest.Builder request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7);
  }

  /** Whatever ends, is told to nobody who asks before it is to be cancelled. */
  private static void hideTheEnd(Service service) {
    service
        .emulator()
        .fail(Step.STATUS, Fault.html(502).afterEffect())
        .when(call -> service.emulator().count(Step.CANCEL) == 0)
        .always();
  }

  /** A request counts when it arrives, a moment before its reply begins to be late. */
  private static void passUntil(Service service, String what, BooleanSupplier condition) {
    Until.holds(
        what,
        () -> {
          service.clock().advance(Duration.ofMillis(100));
          return condition.getAsBoolean();
        });
  }

  private static ImageJob begin(Service service, ImageClient client, ImageRequest request) {
    hideTheEnd(service);
    ImageJob job = client.submit(request, OPTIONS);
    Until.holds("polls", () -> service.emulator().count(Step.STATUS) > 2);
    return job;
  }

  @ParameterizedTest
  @EnumSource
  void whoCancelsTooLateGetsTheImage(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      ImageJob job = begin(service, client, request().build());
      job.cancel();
      assertThat(job.await().images()).hasSize(1);
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 404, 409, 422})
  void whateverTheCancellationAnswers(int status) {
    try (Service service = Service.replicate();
        ImageClient client = service.polling(time)) {
      service.replicateEmulator().rules(ReplicateRules.standard().cancelingWhatIsOver(status));
      ImageJob job = begin(service, client, request().build());
      job.cancel();
      assertThat(job.await().images()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatEndedBeforeTheDeadlineKeepsItsUrl(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      ImageJob job = begin(service, client, request().build());
      time.advance(DEADLINE);
      assertThat(job.await().image().bytes()).isNotEmpty();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thereIsNoTimeToFetchItsBytes(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      ImageJob job = begin(service, client, request().responseFormat(ResponseFormat.BYTES).build());
      time.advance(DEADLINE);
      DeadlineExceededException e =
          catchThrowableOfType(DeadlineExceededException.class, job::await);
      assertThat(e).hasMessageContaining("the job has completed");
      assertThat(e.handle()).contains(job.handle());
      assertThat(service.emulator().count(Step.DOWNLOAD)).isZero();
      assertThat(client.resume(job.handle()).await().image().bytes()).isNotEmpty();
    }
  }

  /** It says nothing about the endpoint that somebody did not wait for it. */
  @ParameterizedTest
  @EnumSource
  void theEndpointIsNotToBlame(Service.Kind kind) {
    try (Pair pair = new Pair(kind)) {
      hideTheEnd(pair.firstService());
      ImageJob job =
          pair.client().submit(request().responseFormat(ResponseFormat.BYTES).build(), OPTIONS);
      Until.holds("polls", () -> pair.first().count(Step.STATUS) > 2);
      pair.time().advance(DEADLINE);
      assertThat(Failures.of(job.result())).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(pair.client().generate(request().build()).provider()).isEqualTo(pair.firstName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsInterruptedIsToldThatItIsThere(Service.Kind kind) throws InterruptedException {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      ImageJob job = begin(service, client, request().build());
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread waiting = new Thread(() -> thrown.set(catchThrowable(job::await)));
      waiting.start();
      waiting.interrupt();
      Until.ended(waiting);
      assertThat(thrown.get())
          .isInstanceOf(JobCanceledException.class)
          .hasMessageContaining("the job has completed: resume it by its handle");
    }
  }

  /** For want of memory for the alarm that limits the rest. */
  @Test
  void anImageThatAStartTimeoutWasTooLateForIsCollectedWithoutALimit() {
    RequestOptions options = RequestOptions.builder().startTimeout(START).build();
    try (Service service = Service.fal();
        ImageClient client = service.polling(time)) {
      service.emulator().everyJob(JobScript.succeeds().queuedPolls(0).runningPolls(0));
      service.emulator().fail(Step.SUBMIT, Fault.late(Duration.ofSeconds(2)));
      CompletableFuture<ImageResult> result = client.generateAsync(request().build(), options);
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      time.refuseNext(Duration.ofSeconds(90));
      time.advance(START);
      passUntil(service, "the end", result::isDone);
      assertThat(time.isToRefuse()).isFalse();
      assertThat(result.join().images()).hasSize(1);
    }
  }

  /** Who cancels what is on its way to its end for another reason does not wait for the bytes. */
  @Test
  void aCancellationEndsWhatAStartTimeoutHasLeftOf() {
    RequestOptions options = RequestOptions.builder().startTimeout(START).build();
    try (Service service = Service.fal();
        ImageClient client = service.polling(time)) {
      service.emulator().everyJob(JobScript.succeeds().queuedPolls(0).runningPolls(0));
      service.emulator().fail(Step.SUBMIT, Fault.late(Duration.ofSeconds(2)));
      service.emulator().fail(Step.CANCEL, Fault.late(Duration.ofSeconds(1)));
      service.emulator().fail(Step.DOWNLOAD, Fault.stall()).always();
      ImageRequest request = request().responseFormat(ResponseFormat.BYTES).build();
      CompletableFuture<ImageJob> submitted =
          CompletableFuture.supplyAsync(() -> client.submit(request, options));
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      time.advance(START);
      passUntil(service, "the cancellation", () -> service.emulator().count(Step.CANCEL) == 1);
      ImageJob job = Until.done(submitted);
      job.cancel();
      passUntil(service, "the end", job.result()::isDone);
      assertThat(Failures.of(job.result()))
          .isInstanceOf(JobCanceledException.class)
          .hasMessageContaining("the job has completed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatGoesOnIsAskedAfterOnce(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      if (kind == Service.Kind.REPLICATE) {
        service
            .replicateEmulator()
            .rules(ReplicateRules.standard().cancelReply(ReplicateRules.CancelReply.NOT_YET));
      }
      service.emulator().everyJob(JobScript.neverEnds());
      time.holdShortWaits();
      ImageJob job = client.submit(request().build(), OPTIONS);
      int before = service.emulator().count(Step.STATUS);
      job.cancel();
      assertThat(catchThrowableOfType(JobCanceledException.class, job::await))
          .hasMessageContaining("the remote job was told to end");
      assertThat(service.emulator().count(Step.STATUS)).isEqualTo(before + 1);
    }
  }

  @Test
  void theLookHasWhatIsLeftOfFiveSeconds() {
    try (Service service = Service.fal();
        ImageClient client = service.polling(time)) {
      service.emulator().everyJob(JobScript.neverEnds());
      time.holdShortWaits();
      ImageJob job = client.submit(request().build(), OPTIONS);
      service.emulator().fail(Step.STATUS, Fault.stall()).always();
      int before = service.emulator().count(Step.STATUS);
      job.cancel();
      Until.holds("the look", () -> service.emulator().count(Step.STATUS) > before);
      time.advance(Duration.ofSeconds(5));
      assertThat(catchThrowableOfType(JobCanceledException.class, job::await))
          .hasMessageContaining("the remote job was told to end");
    }
  }

  /** The reply to its submission comes late, and has the image. */
  @Test
  void aHeldReplyThatComesBehindTheDeadlineIsKept() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.late(Duration.ofSeconds(2)));
      CompletableFuture<ImageResult> result =
          client.generateAsync(
              request().build(),
              RequestOptions.builder()
                  .deadline(DEADLINE)
                  .watching(RequestOptions.Watching.HELD_REPLY)
                  .build());
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      time.advance(DEADLINE);
      passUntil(service, "the image", result::isDone);
      assertThat(Until.done(result).images()).hasSize(1);
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  /** Once the reply is there, nobody gives up waiting for it. */
  @Test
  void whatALateReplyLeadsToHasItsTime() {
    RequestOptions options = RequestOptions.builder().startTimeout(START).build();
    try (Service service = Service.fal();
        ImageClient client = service.polling(time)) {
      service.emulator().everyJob(JobScript.succeeds().queuedPolls(0).runningPolls(0));
      service.emulator().fail(Step.SUBMIT, Fault.late(Duration.ofSeconds(2)));
      service.emulator().fail(Step.DOWNLOAD, Fault.late(Duration.ofSeconds(10)));
      CompletableFuture<ImageResult> result =
          client.generateAsync(request().responseFormat(ResponseFormat.BYTES).build(), options);
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      time.advance(START);
      passUntil(service, "the download", () -> service.emulator().count(Step.DOWNLOAD) == 1);
      time.advance(Duration.ofSeconds(6)); // for which a late reply would have been waited
      assertThat(result).isNotDone();
      passUntil(service, "the image", result::isDone);
      assertThat(Until.done(result).image().bytes()).isNotEmpty();
    }
  }
}
