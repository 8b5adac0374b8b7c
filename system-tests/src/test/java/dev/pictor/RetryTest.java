package dev.pictor;

import static dev.pictor.Wire.Step.CANCEL;
import static dev.pictor.Wire.Step.FILE;
import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pictor.error.DownloadException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.ServiceException;
import dev.pictor.error.TransportException;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.replicate.Replicate;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often each step is tried, after what waits, and that no server can make a busy loop. */
@Timeout(60)
class RetryTest {
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  private static RequestOptions with(RequestOptions.Step step, RetryPolicy policy) {
    return RequestOptions.builder().retry(step, policy).build();
  }

  private static RetryPolicy tries(int number) {
    return RetryPolicy.builder().maxTries(number).build();
  }

  private static ImageRequest fetched() {
    return Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build();
  }

  private List<Long> waits() {
    return time.waits().stream()
        .filter(wait -> !wait.equals(DEADLINE))
        .map(Duration::toMillis)
        .collect(Collectors.toList());
  }

  // ---- the policy of each step

  @Test
  void aRefusedSubmissionIsSentAsOftenAsThePolicySays() {
    wire.always(SUBMIT, request -> Wire.json(429, "{\"detail\":\"slow\"}"));
    RetryPolicy policy =
        RetryPolicy.builder()
            .maxTries(3)
            .firstWait(Duration.ofSeconds(1))
            .longestWait(Duration.ofSeconds(2))
            .build();
    try (ImageClient client = wire.client(time)) {
      Failures.exactly(
          RateLimitException.class,
          () -> client.generate(Wire.request(), with(RequestOptions.Step.SUBMIT, policy)));
      assertThat(wire.count(SUBMIT)).isEqualTo(3);
      assertThat(waits()).hasSize(2).allMatch(wait -> wait <= 2000).contains(875L);
    }
  }

  @Test
  void aSubmissionThatMustNotBeSentAgainFailsAtTheFirstRefusal() {
    wire.always(SUBMIT, request -> Wire.json(429, "{\"detail\":\"slow\"}"));
    try (ImageClient client = wire.client(time)) {
      Failures.exactly(
          RateLimitException.class,
          () ->
              client.generate(
                  Wire.request(), with(RequestOptions.Step.SUBMIT, RetryPolicy.never())));
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void noPolicySendsASubmissionAgainThatMayHaveArrived() {
    wire.always(SUBMIT, request -> Wire.json(503, "{\"detail\":\"busy\"}"));
    try (ImageClient client = wire.client(time)) {
      Failures.of(
          () -> client.generate(Wire.request(), with(RequestOptions.Step.SUBMIT, tries(9))));
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void aSubmissionThatCouldNotBeSentIsTriedAsOftenAsThePolicySays() throws Exception {
    String nowhere = "http://127.0.0.1:" + unusedPort();
    try (ImageClient client =
        ImageClient.builder()
            .provider(Fal.builder().key(Wire.KEY).queueUrl(nowhere).build())
            .time(time)
            .build()) {
      Failures.exactly(
          TransportException.class,
          () -> client.generate(Wire.request(), with(RequestOptions.Step.SUBMIT, tries(5))));
      assertThat(waits()).hasSize(4);
    }
  }

  private static int unusedPort() throws Exception {
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aQuestionIsGivenUpAfterSoManyTries() {
    wire.always(STATUS, request -> Wire.html(503));
    try (ImageClient client = wire.client(time)) {
      PictorException failure =
          Failures.exactly(
              ServiceException.class,
              () -> client.generate(Wire.request(), with(RequestOptions.Step.STATUS, tries(2))));
      assertThat(wire.count(STATUS)).isEqualTo(2);
      assertThat(failure.handle()).isPresent();
      assertThat(wire.count(CANCEL)).isZero();
    }
  }

  /** As with no memory for a timer's thread: nobody else would end it before the deadline. */
  @ParameterizedTest
  @EnumSource(
      value = Wire.Step.class,
      names = {"STATUS", "RESULT"})
  void aQuestionThatCannotWaitForItsNextTryEndsWithTheHandle(Wire.Step step) {
    wire.always(
        step,
        request -> {
          time.refuseWaits();
          return Wire.html(503);
        });
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> future =
          client.generateAsync(
              Wire.request(),
              RequestOptions.builder().watching(RequestOptions.Watching.POLLING).build());
      Throwable failure = catchThrowable(() -> future.get(20, TimeUnit.SECONDS)).getCause();
      assertThat(failure).isInstanceOf(PictorException.class).hasMessageContaining("native thread");
      assertThat(((PictorException) failure).handle().get().id()).isEqualTo("job-1");
      assertThat(wire.count(step)).isEqualTo(1);
    }
  }

  @Test
  void aSubmissionThatCannotWaitForItsNextTryFails() {
    wire.always(
        SUBMIT,
        request -> {
          time.refuseWaits();
          return Wire.json(429, "{\"detail\":\"slow\"}");
        });
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> future = client.generateAsync(Wire.request());
      assertThat(catchThrowable(() -> future.get(20, TimeUnit.SECONDS)).getCause())
          .isInstanceOf(PictorException.class);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  /** The others are under way by then, and one that is never begun would never end. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void aCallWithoutAnAlarmForItsDeadlineIsNotMadeAndTheOthersAre(int images) {
    Duration deadline = Duration.ofMinutes(7);
    AtomicInteger calls = new AtomicInteger();
    Supplier<String> token =
        () -> {
          if (calls.incrementAndGet() == images - 1) {
            time.refuseNext(deadline);
          }
          return Service.REPLICATE_TOKEN;
        };
    try (Service service = Service.replicate();
        ImageClient client =
            ImageClient.builder()
                .provider(
                    Replicate.builder()
                        .token(token)
                        .baseUrl(service.replicateEmulator().apiUrl())
                        .build())
                .watching(RequestOptions.Watching.POLLING)
                .time(time)
                .build()) {
      ImageResult result =
          Until.done(
              client.generateAsync(
                  Pair.request().n(images).build(),
                  RequestOptions.builder().deadline(deadline).build()));

      assertThat(result.images()).hasSize(images - 1);
      assertThat(result.missing()).hasSize(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(images - 1);
    }
  }

  @Test
  void triesAreThoseOfOneQuestion() {
    for (int i = 0; i < 5; i++) {
      wire.then(STATUS, Wire.html(503), Wire.running());
    }
    try (ImageClient client = wire.client(time)) {
      assertThat(
              client.generate(Wire.request(), with(RequestOptions.Step.STATUS, tries(2))).images())
          .hasSize(1);
    }
  }

  @Test
  void aResultIsGivenUpAfterSoManyTries() {
    wire.always(RESULT, request -> Wire.html(502));
    try (ImageClient client = wire.client(time)) {
      PictorException failure =
          Failures.exactly(
              ServiceException.class,
              () -> client.generate(Wire.request(), with(RequestOptions.Step.RESULT, tries(3))));
      assertThat(wire.count(RESULT)).isEqualTo(3);
      assertThat(failure.handle()).isPresent();
    }
  }

  @Test
  void aDownloadIsTriedAsOftenAsThePolicySays() {
    wire.always(FILE, request -> Wire.html(503));
    try (ImageClient client = wire.client(time)) {
      Failures.exactly(
          DownloadException.class,
          () ->
              client.generate(
                  fetched(),
                  with(
                      RequestOptions.Step.DOWNLOAD,
                      RetryPolicy.builder()
                          .maxTries(7)
                          .longestWait(Duration.ofSeconds(2))
                          .build())));
      assertThat(wire.count(FILE)).isEqualTo(7);
    }
  }

  @Test
  void anImageThatIsFetchedLaterKeepsThePolicyAndNeedsNoDeadlineToEnd() {
    wire.always(FILE, request -> Wire.html(503));
    try (ImageClient client = wire.client(time)) {
      ImageResult patient =
          client.generate(
              Wire.request(), with(RequestOptions.Step.DOWNLOAD, RetryPolicy.builder().build()));
      Failures.exactly(DownloadException.class, () -> patient.image().bytes());
      assertThat(wire.count(FILE)).isEqualTo(4);
      ImageResult quick =
          client.generate(Wire.request(), with(RequestOptions.Step.DOWNLOAD, RetryPolicy.never()));
      Failures.exactly(DownloadException.class, () -> quick.image().bytes());
      assertThat(wire.count(FILE)).isEqualTo(5);
    }
  }

  @Test
  void aDownloadWaitsAsLongAsTheServerSays() {
    wire.then(FILE, Wire.json(429, "{}").setHeader("Retry-After", "4"));
    wire.then(
        FILE,
        Wire.json(503, "{}")
            .setHeader("Date", "Thu, 01 Jan 2026 09:30:00 GMT")
            .setHeader("Retry-After", "Thu, 01 Jan 2026 09:30:03 GMT"));
    wire.then(FILE, Wire.json(502, "{}").setHeader("Retry-After", "0"));
    try (ImageClient client = wire.client(time)) {
      client.generate(fetched());
      assertThat(waits()).contains(4000L, 3000L, 1750L).allMatch(wait -> wait > 0);
    }
  }

  @Test
  void aDownloadDoesNotWaitForHours() {
    wire.then(FILE, Wire.json(429, "{}").setHeader("Retry-After", "7200"));
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(fetched());
      Until.holds("it waits", () -> time.waits().contains(Duration.ofSeconds(60)));
      Until.holds("it has begun to wait", () -> time.pending() == 2);
      time.advance(Duration.ofSeconds(60));
      assertThat(Until.done(result).images()).hasSize(1);
    }
  }

  @Test
  void aCancellationIsTriedAsOftenAsThePolicySays() {
    wire.always(STATUS, request -> Wire.running());
    wire.always(CANCEL, request -> Wire.html(503));
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(Wire.request(), with(RequestOptions.Step.CANCEL, tries(2)));
      job.cancel();
      Failures.of(job.result());
      assertThat(wire.count(CANCEL)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedCancellationIsNotRepeated(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(JobScript.neverEnds());
      service
          .emulator()
          .fail(dev.pictor.testing.Step.CANCEL, ReplicateFault.detail(409, "It has ended"))
          .always();
      ImageJob job =
          client.submit(ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").build());
      job.cancel();
      PictorException failure = Failures.of(job.result());
      assertThat(failure.handle()).contains(job.handle());
      assertThat(service.emulator().count(dev.pictor.testing.Step.CANCEL)).isEqualTo(1);
    }
  }

  // ---- no busy loop

  static List<MockResponse[]> impatient() {
    return Arrays.asList(
        new MockResponse[] {Wire.json(429, "{}").setHeader("Retry-After", "0")},
        new MockResponse[] {Wire.json(429, "{}").setHeader("Retry-After", "-1")},
        new MockResponse[] {Wire.json(429, "{}").setHeader("Retry-After", "NaN")},
        new MockResponse[] {Wire.json(503, "{}").setHeader("Retry-After", "0.0001")},
        new MockResponse[] {
          Wire.json(503, "{}").setHeader("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT")
        },
        new MockResponse[] {Wire.html(500).setHeader("Retry-After", "")},
        new MockResponse[] {Wire.broken(SocketPolicy.DISCONNECT_AT_START)});
  }

  @ParameterizedTest
  @MethodSource("impatient")
  @DisplayName("requirement 19: no reply makes a loop without waits")
  void noStepIsRepeatedWithoutAWait(MockResponse answer) {
    time.holdShortWaits();
    wire.always(STATUS, request -> answer.clone());
    wire.always(RESULT, request -> answer.clone());
    wire.always(CANCEL, request -> answer.clone());
    wire.always(FILE, request -> answer.clone());
    if (!answer.getStatus().contains("50")) {
      wire.always(SUBMIT, request -> answer.clone());
    }
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(fetched());
      Until.holds("it waits", () -> time.pending() == 2);
      int asked = wire.count();
      assertThat(time.waits()).allMatch(wait -> wait.compareTo(Duration.ofMillis(50)) >= 0);
      assertThat(asked).isLessThanOrEqualTo(2);
      time.advance(Duration.ofMillis(370)); // less than any wait of its own
      assertThat(wire.count()).isEqualTo(asked);
      result.cancel(true);
      time.advance(Duration.ofSeconds(5)); // else closing waits for the cancellation, which waits
    }
  }

  @Test
  void aModelThatReplaysTheRefusalOfAnotherServiceEndsTheJob() {
    wire.always(RESULT, request -> Wire.json(429, "{\"detail\":\"Too many requests upstream\"}"));
    try (ImageClient client = wire.client(time)) {
      PictorException failure =
          Failures.exactly(RateLimitException.class, () -> client.generate(Wire.request()));
      assertThat(failure.handle()).isPresent();
      assertThat(wire.count(RESULT)).isEqualTo(2);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void nonsenseEndsEarlierIfThePolicySaysSo() {
    wire.always(STATUS, request -> Wire.json(200, "[]"));
    try (ImageClient client = wire.client(time)) {
      Failures.exactly(
          MalformedReplyException.class,
          () -> client.generate(Wire.request(), with(RequestOptions.Step.STATUS, tries(2))));
      assertThat(wire.count(STATUS)).isEqualTo(2);
    }
  }

  // ---- the value

  @Test
  void aPolicyRefusesWhatWouldHammerAServer() {
    RetryPolicy.Builder policy = RetryPolicy.builder();
    assertThatThrownBy(() -> policy.maxTries(0)).hasMessageContaining("maxTries is 0");
    assertThatThrownBy(() -> policy.firstWait(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("firstWait is PT0S")
        .hasMessageContaining("PT0.05S");
    assertThatThrownBy(() -> policy.longestWait(Duration.ofSeconds(61)))
        .hasMessageContaining("longestWait is PT1M1S");
    assertThatThrownBy(() -> policy.firstWait(Duration.ofSeconds(9)).build())
        .hasMessageContaining("firstWait is PT9S")
        .hasMessageContaining("longestWait, PT8S");
  }

  @Test
  void policiesAreEqualByTheirNumbers() {
    assertThat(tries(3)).isEqualTo(tries(3)).hasSameHashCodeAs(tries(3)).isNotEqualTo(tries(4));
    assertThat(tries(3)).hasToString("RetryPolicy[maxTries=3, firstWait=PT0.5S, longestWait=PT8S]");
    assertThat(RetryPolicy.builder().build().toString()).contains("until the deadline");
    assertThat(RequestOptions.defaults().retry(RequestOptions.Step.SUBMIT)).isEmpty();
    assertThat(with(RequestOptions.Step.STATUS, tries(3)).retry(RequestOptions.Step.STATUS))
        .hasValue(tries(3));
  }
}
