package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.spi.Provider;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What ends a job early, at each step of its way: the caller, and the deadline, of which there is
 * one for all calls (requirement 18). Each test counts what the service received, because what is
 * lost here is money.
 */
class StopTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final RequestOptions OPTIONS = RequestOptions.builder().deadline(DEADLINE).build();
  private static final RequestOptions LEAVING =
      RequestOptions.builder()
          .deadline(DEADLINE)
          .onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB)
          .build();

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  private static void awaitState(ImageJob job, JobState state) {
    CountDownLatch seen = new CountDownLatch(1);
    job.onUpdate(
        update -> {
          if (update.state() == state) {
            seen.countDown();
          }
        });
    Until.holds("state " + state, () -> seen.getCount() == 0);
  }

  /** A job that has ended, and whose image does not come. */
  private static ImageJob downloading(Service service, ImageClient client) {
    service.emulator().everyJob(JobScript.succeeds().queuedPolls(0).runningPolls(1));
    service.emulator().fail(Step.DOWNLOAD, Fault.stall());
    ImageRequest bytes = request().toBuilder().responseFormat(ResponseFormat.BYTES).build();
    ImageJob job = client.submit(bytes, OPTIONS);
    Until.holds("downloading", () -> service.emulator().count(Step.DOWNLOAD) == 1);
    return job;
  }

  // --- cancel

  @ParameterizedTest
  @EnumSource
  void cancelBeforeAnythingIsSent(Service.Kind kind) {
    CountDownLatch connecting = new CountDownLatch(1);
    CountDownLatch mayConnect = new CountDownLatch(1);
    Interceptor slow =
        chain -> {
          connecting.countDown();
          try {
            mayConnect.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return chain.proceed(chain.request());
        };
    try (Service service = kind.start();
        ImageClient client =
            ImageClient.builder()
                .provider(service.provider())
                .httpClient(new OkHttpClient.Builder().addInterceptor(slow).build())
                .time(time)
                .build()) {
      CompletableFuture<ImageResult> result = client.generateAsync(request(), OPTIONS);
      Until.holds("about to connect", () -> connecting.getCount() == 0);
      result.cancel(true);
      mayConnect.countDown();
      assertThat(result).isCancelled();
      assertThat(service.emulator().count(Step.SUBMIT)).isZero();
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
      assertThat(service.emulator().paidJobs()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelWhileTheSubmissionIsUnderWay(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.late(Duration.ofSeconds(2)));
      service.emulator().everyJob(JobScript.neverEnds());
      CompletableFuture<ImageResult> result = client.generateAsync(request(), OPTIONS);
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      result.cancel(true);
      // The job is there a moment before its reply begins to be late, and a request counts when it
      // arrives, a moment before it has its effect.
      Until.holds(
          "canceled there",
          () -> {
            service.clock().advance(Duration.ofMillis(100)); // its own deadline is not to cancel it
            return service.emulator().jobs().get(0).state() == JobState.CANCELED;
          });
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelWhileQueued(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(JobScript.neverStarts());
      ImageJob job = client.submit(request(), OPTIONS);
      awaitState(job, JobState.QUEUED);
      job.cancel();
      JobCanceledException e = catchThrowableOfType(JobCanceledException.class, job::await);
      assertThat(e.handle()).contains(job.handle());
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
      assertThat(service.emulator().jobs().get(0).state()).isEqualTo(JobState.CANCELED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobIsOverWhenTheProviderSaysSo(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(JobScript.neverEnds());
      ImageJob job = client.submit(request(), OPTIONS);
      ImageJob left;
      try (ImageClient other = service.client(time)) {
        left = other.resume(job.handle());
      } // it goes on
      assertThat(catchThrowableOfType(JobCanceledException.class, left::await).isOver()).isFalse();
      job.cancel();
      assertThat(catchThrowableOfType(JobCanceledException.class, job::await).isOver())
          .isFalse(); // it was told to end, and may have been faster
      ImageJob resumed = client.resume(job.handle());
      assertThat(catchThrowableOfType(JobCanceledException.class, resumed::await).isOver())
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelWhileRunning(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(JobScript.neverEnds());
      ImageJob job = client.submit(request(), OPTIONS);
      awaitState(job, JobState.RUNNING);
      job.result().thenApply(ImageResult::image).cancel(true);
      Until.holds("canceled there", () -> service.emulator().count(Step.CANCEL) == 1);
      assertThat(Failures.of(job.result())).isInstanceOf(JobCanceledException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelWhileDownloading(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      ImageJob job = downloading(service, client);
      job.cancel();
      PictorException e = catchThrowableOfType(JobCanceledException.class, job::await);
      assertThat(e.handle()).contains(job.handle());
      assertThat(service.emulator().count(Step.CANCEL)).isZero(); // it had ended there
      // What was paid for is not lost: the handle leads back to it.
      assertThat(client.resume(job.handle()).await().image().bytes()).isNotEmpty();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  // --- deadline

  @Test
  void deadlineWhileTheSubmissionIsUnderWay() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.stall().afterEffect());
      CompletableFuture<ImageResult> result = client.generateAsync(request(), OPTIONS);
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      time.advance(DEADLINE);
      time.advance(Duration.ofSeconds(5)); // the grace for a late reply
      assertThat(Failures.of(result))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining(DEADLINE.toString())
          .hasMessageContaining("seed 7");
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void deadlineWhileTheSubmissionIsUnderWayCancelsTheJobThatIsFound() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.stall().afterEffect());
      service.emulator().everyJob(JobScript.neverEnds());
      CompletableFuture<ImageResult> result = client.generateAsync(request(), OPTIONS);
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      time.advance(DEADLINE);
      PictorException e = Failures.of(result);
      assertThat(e)
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining(DEADLINE.toString());
      assertThat(e.handle().get().id()).isEqualTo(service.emulator().jobs().get(0).id());
      assertThat(service.emulator().jobs().get(0).state()).isEqualTo(JobState.CANCELED);
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void whatHasNotBegunByTheDeadlineIsNotSent() {
    time.holdShortWaits();
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.stall()).always();
      CompletableFuture<ImageResult> result =
          client.generateAsync(request().toBuilder().n(10).build(), OPTIONS);
      Until.holds("four are under way", () -> service.emulator().count(Step.SUBMIT) == 4);
      time.advance(DEADLINE);
      time.advance(Duration.ofSeconds(5)); // the grace for a late reply
      assertThat(Failures.of(result)).isInstanceOf(PictorException.class);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void deadlineWhileQueued(Service.Kind kind) {
    deadlineDuring(kind, JobScript.neverStarts(), JobState.QUEUED);
  }

  @ParameterizedTest
  @EnumSource
  void deadlineWhileRunning(Service.Kind kind) {
    deadlineDuring(kind, JobScript.neverEnds(), JobState.RUNNING);
  }

  private void deadlineDuring(Service.Kind kind, JobScript script, JobState state) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(script);
      ImageJob job = client.submit(request(), OPTIONS);
      awaitState(job, state);
      time.advance(DEADLINE);
      DeadlineExceededException e =
          catchThrowableOfType(DeadlineExceededException.class, job::await);
      assertThat(e).hasMessageContaining(DEADLINE.toString());
      assertThat(e.handle()).contains(job.handle());
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void deadlineMayLeaveTheRemoteJobRunning(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(JobScript.succeeds().queuedPolls(0).runningFor(DEADLINE));
      ImageJob job = client.submit(request(), LEAVING);
      awaitState(job, JobState.RUNNING);
      time.advance(DEADLINE);
      DeadlineExceededException e =
          catchThrowableOfType(DeadlineExceededException.class, job::await);
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
      service.clock().advance(DEADLINE);
      ImageResult late = client.resume(e.handle().get()).await();
      assertThat(late.image().bytes()).isNotEmpty();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void deadlineWhileDownloading(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      ImageJob job = downloading(service, client);
      time.advance(DEADLINE);
      PictorException e = catchThrowableOfType(DeadlineExceededException.class, job::await);
      assertThat(e.handle()).contains(job.handle());
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatDoesNotStartInTimeIsCanceled(Service.Kind kind) {
    RequestOptions options = RequestOptions.builder().startTimeout(Duration.ofSeconds(30)).build();
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(JobScript.neverStarts());
      ImageJob job = client.submit(request(), options);
      awaitState(job, JobState.QUEUED);
      time.advance(Duration.ofSeconds(30));
      assertThat(catchThrowableOfType(DeadlineExceededException.class, job::await))
          .hasMessageContaining("start timeout of PT30S");
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theStartTimeoutSparesAJobThatRuns(Service.Kind kind) {
    RequestOptions options = RequestOptions.builder().startTimeout(Duration.ofSeconds(30)).build();
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .nextJob(JobScript.succeeds().queuedPolls(0).runningFor(Duration.ofSeconds(60)));
      ImageJob job = client.submit(request(), options);
      awaitState(job, JobState.RUNNING);
      time.advance(Duration.ofSeconds(30));
      service.clock().advance(Duration.ofSeconds(61));
      Until.holds(
          "the image",
          () -> {
            // The longer this thread was held up, the later is the next poll of a time that stands.
            time.advance(Duration.ofMillis(500));
            return job.result().isDone();
          });
      assertThat(job.await().images()).hasSize(1);
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
    }
  }

  // --- close

  /** Each that ends lets the next one begin, and none may begin any more. */
  @Test
  void closingSendsNothingMore() {
    try (Service service = Service.replicate()) {
      AtomicBoolean isClosing = new AtomicBoolean();
      AtomicInteger translated = new AtomicInteger();
      ImageClient client =
          ImageClient.builder()
              .provider(
                  beforeEachSubmission(
                      service.provider(),
                      () -> {
                        if (isClosing.get() && translated.incrementAndGet() == 2) {
                          // So that the one before is not taken back just in time.
                          Until.holds("sent", () -> service.emulator().count(Step.SUBMIT) > 4);
                        }
                      }))
              .time(time)
              .build();
      service.emulator().fail(Step.SUBMIT, Fault.stall().afterEffect()).always();
      CompletableFuture<ImageResult> result =
          client.generateAsync(request().toBuilder().n(10).build(), OPTIONS);
      Until.holds("four are under way", () -> service.emulator().count(Step.SUBMIT) == 4);
      isClosing.set(true);
      client.close();
      assertThat(Failures.of(result)).isInstanceOf(PictorException.class);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(4);
      Until.holds("what was under way has its effect", () -> service.emulator().paidJobs() == 4);
      assertThat(translated).hasValue(0);
    }
  }

  /** The code that knows the key, or the way to it, is that of the user. */
  @ParameterizedTest
  @EnumSource
  void whatIsStoppedByTheUsersOwnCodeIsNotSent(Service.Kind kind) {
    try (Service service = kind.start()) {
      AtomicReference<ImageClient> own = new AtomicReference<>();
      ImageClient client =
          ImageClient.builder()
              .provider(beforeEachSubmission(service.provider(), () -> own.get().close()))
              .time(time)
              .build();
      own.set(client);

      assertThat(Failures.of(client.generateAsync(request())))
          .hasMessageContaining("taken back before it was sent");
      assertThat(service.emulator().requests()).isEmpty();
    }
  }

  /** A provider that is held up when it is to translate a submission. */
  private static Provider beforeEachSubmission(Provider sound, Runnable hook) {
    return (Provider)
        Proxy.newProxyInstance(
            Provider.class.getClassLoader(),
            new Class<?>[] {Provider.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals("submit")) {
                hook.run();
              }
              try {
                return called.invoke(sound, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void closingLeavesTheJobToBeResumed(Service.Kind kind) {
    try (Service service = kind.start()) {
      service
          .emulator()
          .nextJob(JobScript.succeeds().queuedPolls(0).runningFor(Duration.ofSeconds(60)));
      ImageJob job;
      try (ImageClient client = service.client(time)) {
        job = client.submit(request(), OPTIONS);
        awaitState(job, JobState.RUNNING);
      }
      PictorException e = Failures.of(job.result());
      assertThat(e).isInstanceOf(JobCanceledException.class);
      assertThat(e.handle()).contains(job.handle());
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
      service.clock().advance(Duration.ofSeconds(61));
      try (ImageClient second = service.client(time)) {
        assertThat(second.resume(e.handle().get()).await().images()).hasSize(1);
      }
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  // --- no memory for the alarm that ends the waiting for the end

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @ParameterizedTest
  @EnumSource
  void aCancellationThatCannotBeLimitedIsSentAndNotWaitedFor(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().nextJob(JobScript.neverEnds());
      ImageJob job = client.submit(request(), OPTIONS);
      awaitState(job, JobState.RUNNING);
      time.refuseNext(PATIENCE);
      job.cancel();

      PictorException e = Failures.of(job.result());
      assertThat(time.isToRefuse()).isFalse();
      assertThat(e).isInstanceOf(JobCanceledException.class);
      assertThat(e.handle()).contains(job.handle());
      Until.holds("canceled there", () -> service.emulator().count(Step.CANCEL) == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLookThatCannotBeLimitedIsNotTaken(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().nextJob(JobScript.neverEnds());
      service
          .emulator()
          .fail(
              Step.CANCEL,
              Fault.rewriteReply(
                  reply -> {
                    time.refuseNext(PATIENCE);
                    return reply;
                  }));
      ImageJob job = client.submit(request(), OPTIONS);
      awaitState(job, JobState.RUNNING);
      job.cancel();

      PictorException e = Failures.of(job.result());
      assertThat(time.isToRefuse()).isFalse();
      assertThat(e).isInstanceOf(JobCanceledException.class);
      assertThat(e.handle()).contains(job.handle());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLateReplyThatCannotBeWaitedForIsUnknownAndItsJobCanceled(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.late(Duration.ofSeconds(2)));
      service.emulator().everyJob(JobScript.neverEnds());
      CompletableFuture<ImageResult> result = client.generateAsync(request(), OPTIONS);
      Until.holds("submitted", () -> service.emulator().paidJobs() == 1);
      time.refuseNext(PATIENCE);
      time.advance(DEADLINE);

      assertThat(Failures.of(result)).isInstanceOf(OutcomeUnknownException.class);
      assertThat(time.isToRefuse()).isFalse();
      Until.holds(
          "canceled there",
          () -> {
            service.clock().advance(Duration.ofMillis(100));
            return service.emulator().count(Step.CANCEL) == 1;
          });
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }
}
