package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.RequestOptions.Resubmission;
import dev.pictor.RequestOptions.Watching;
import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.fal.Fal;
import dev.pictor.fal.FalOptions;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.Provider;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** fal without its queue: the image in the reply to the one request, or nobody knows. */
@Timeout(60)
class DirectRunTest {
  private static final RequestOptions DIRECT =
      RequestOptions.builder().watching(Watching.DIRECT_RUN_LOST_WITH_ITS_CONNECTION).build();

  private final Service service = Service.fal();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    service.close();
    time.close();
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  private int count(Step step) {
    return service.emulator().count(step);
  }

  @Test
  void takesOneRequestForAnImage() {
    try (ImageClient client = service.client(time)) {
      ImageResult result = client.generate(request(), DIRECT);
      assertThat(result.images()).hasSize(1);
      assertThat(result.handles().get(0).id()).isEqualTo(service.emulator().jobs().get(0).id());
    }
    assertThat(service.emulator().requests()).hasSize(1);
    assertThat(count(Step.RUN)).isEqualTo(1);
  }

  @Test
  void aConnectionThatBreaksIsNotTriedAgain() {
    service.emulator().fail(Step.RUN, Fault.reset().afterEffect());
    try (ImageClient client = service.client(time)) {
      assertThatThrownBy(() -> client.generate(request(), DIRECT))
          .isInstanceOf(OutcomeUnknownException.class);
    }
    assertThat(service.emulator().requests()).hasSize(1);
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
  }

  @Test
  void aServerErrorIsNoProofThatNothingWasPaid() {
    service.emulator().fail(Step.RUN, Fault.json(500, "{\"detail\":\"Internal Server Error\"}"));
    try (ImageClient client = service.client(time)) {
      assertThatThrownBy(() -> client.generate(request(), DIRECT))
          .isInstanceOf(OutcomeUnknownException.class);
    }
    assertThat(count(Step.RUN)).isEqualTo(1);
  }

  @Test
  void aRefusalBecauseOfTooManyIsSentAgain() {
    service.emulator().fail(Step.RUN, Fault.rateLimited(Duration.ofSeconds(2))).times(2);
    try (ImageClient client = service.client(time)) {
      assertThat(client.generate(request(), DIRECT).images()).hasSize(1);
    }
    assertThat(count(Step.RUN)).isEqualTo(3);
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
  }

  static Stream<FalFailure> refusalsOfModels() {
    return Stream.of(
        FalFailure.downstream(),
        FalFailure.model(429, "quota_exceeded", "Quota exceeded").retryable(),
        FalFailure.plain(429, "Too many requests"),
        FalFailure.plain(429, "Quota").retryable().withHeader("x-fal-billable-units", "1"));
  }

  /** It has run, and may be billed: each further try would be one more. */
  @ParameterizedTest
  @MethodSource("refusalsOfModels")
  void aRefusalByTheModelItselfIsNotSentAgain(FalFailure failure) {
    service.emulator().everyJob(JobScript.failsWith(failure).queuedPolls(0).runningPolls(0));
    try (ImageClient client = service.client(time)) {
      assertThatThrownBy(() -> client.generate(request(), DIRECT))
          .isInstanceOf(JobFailedException.class);
    }
    assertThat(count(Step.RUN)).isEqualTo(1);
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
  }

  /** fal itself says so, of a request that no runner has seen: nothing can be paid any more. */
  @Test
  void aRunThatDoesNotStartInTimeIsMadeElsewhere() {
    RequestOptions options =
        RequestOptions.builder()
            .watching(Watching.DIRECT_RUN_LOST_WITH_ITS_CONNECTION)
            .startTimeout(Duration.ofSeconds(30))
            .build();
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().everyJob(JobScript.neverStarts());
      CompletableFuture<ImageResult> running = pair.client().generateAsync(request(), options);
      Until.holds("it waits", () -> pair.first().jobs().size() == 1);
      pair.firstService().clock().advance(Duration.ofSeconds(30));
      ImageResult result = Until.done(running);
      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(pair.first().count(Step.RUN)).isEqualTo(1);
      assertThat(pair.second().paidJobs()).isEqualTo(1);
    }
    service.emulator().everyJob(JobScript.neverStarts());
    try (ImageClient client = service.client(time)) {
      CompletableFuture<ImageResult> running = client.generateAsync(request(), options);
      Until.holds("it waits", () -> service.emulator().jobs().size() == 1);
      service.clock().advance(Duration.ofSeconds(30));
      assertThat(Failures.of(running)).isExactlyInstanceOf(DeadlineExceededException.class);
    }
    assertThat(count(Step.RUN)).isEqualTo(1);
  }

  static Stream<FalFailure> lastWords() {
    return Stream.of(
        FalFailure.noMediaGenerated(),
        FalFailure.model(400, "downstream_service_error", "Downstream service error"),
        FalFailure.model(429, "downstream_service_unavailable", "Too many"),
        FalFailure.plain(400, "no")
            .withHeader("x-fal-error-type", "runner_server_error")
            .withHeader("x-fal-retryable", "false"));
  }

  /** As in the queue: what the model says to be its own end is not mended by paying another one. */
  @ParameterizedTest
  @MethodSource("lastWords")
  void noOtherProviderIsPaidForTheLastWordOfAModel(FalFailure failure) {
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().everyJob(JobScript.failsWith(failure).queuedPolls(0).runningPolls(0));
      assertThatThrownBy(() -> pair.client().generate(request(), DIRECT))
          .isExactlyInstanceOf(JobFailedException.class);
      assertThat(pair.first().count(Step.RUN)).isEqualTo(1);
      assertThat(pair.paidJobs()).isEqualTo("1+0");
    }
  }

  static Stream<Arguments> runsWithoutAnImage() {
    return Stream.of(
        Arguments.of("{\"images\":[],\"has_nsfw_concepts\":[true]}", ModerationException.class),
        Arguments.of("{\"images\":[]}", JobFailedException.class),
        Arguments.of(
            "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"type\":\"missing\"}]}",
            InvalidInputException.class));
  }

  /** It is over, and known to be: not even who accepts to pay twice pays for it again. */
  @ParameterizedTest
  @MethodSource("runsWithoutAnImage")
  void aRunThatEndsWithoutAnImageIsKnownToHaveEnded(
      String body, Class<? extends PictorException> why) {
    service
        .emulator()
        .everyJob(
            JobScript.failsWith(FalFailure.answering(Reply.json(200, body)))
                .queuedPolls(0)
                .runningPolls(0));
    RequestOptions options =
        RequestOptions.builder()
            .watching(Watching.DIRECT_RUN_LOST_WITH_ITS_CONNECTION)
            .resubmission(Resubmission.RESUBMIT_EVERYTHING_AND_MAYBE_PAY_TWICE)
            .build();
    try (ImageClient client = service.client(time)) {
      PictorException e = Failures.of(client.generateAsync(request(), options));
      assertThat(e).isExactlyInstanceOf(why);
      assertThat(e.handle().get().id()).isEqualTo(service.emulator().jobs().get(0).id());
    }
    assertThat(count(Step.RUN)).isEqualTo(1);
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
  }

  @Test
  void theWordOfTheModelIsFinal() {
    service
        .emulator()
        .everyJob(JobScript.failsWith(FalFailure.contentPolicy()).queuedPolls(0).runningPolls(1));
    try (ImageClient client = service.client(time)) {
      assertThatThrownBy(() -> client.generate(request(), DIRECT))
          .isInstanceOf(ModerationException.class);
    }
    assertThat(count(Step.RUN)).isEqualTo(1);
  }

  @Test
  void cancellingEndsTheConnectionAndSoTheModel() {
    service
        .emulator()
        .everyJob(JobScript.succeeds().queuedFor(Duration.ZERO).runningFor(Duration.ofMinutes(30)));
    try (ImageClient client = service.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(request(), DIRECT);
      Until.holds("it is sent", () -> service.emulator().paidJobs() == 1);
      result.cancel(true);
      assertThat(result).isCancelled();
    }
    assertThat(count(Step.RUN)).isEqualTo(1);
  }

  /** fal is told of it, and counts only until a runner starts. */
  @Test
  void theStartTimeoutDoesNotEndAModelThatRuns() {
    service
        .emulator()
        .everyJob(JobScript.succeeds().queuedFor(Duration.ZERO).runningFor(Duration.ofSeconds(8)));
    try (ImageClient client = service.client(time)) {
      CompletableFuture<ImageResult> result =
          client.generateAsync(
              request(),
              RequestOptions.builder()
                  .watching(Watching.DIRECT_RUN_LOST_WITH_ITS_CONNECTION)
                  .startTimeout(Duration.ofSeconds(5))
                  .build());
      Until.holds("it is sent", () -> service.emulator().paidJobs() == 1);
      time.advance(Duration.ofSeconds(5));
      service.clock().advance(Duration.ofSeconds(8));
      assertThat(Until.done(result).images()).hasSize(1);
    }
    assertThat(service.emulator().requests(Step.RUN).get(0).header("X-Fal-Request-Start-Timeout"))
        .hasValue("5");
    assertThat(count(Step.RUN)).isEqualTo(1);
  }

  static Stream<FalOptions.Builder> optionsOfTheQueue() {
    return Stream.of(
        FalOptions.builder().webhook(URI.create("https://example.com/hook")),
        FalOptions.builder().maxQueueLength(3));
  }

  @ParameterizedTest
  @MethodSource("optionsOfTheQueue")
  @DisplayName("requirement 35: what is asked of the queue is sent as planned, and there")
  void whatOnlyTheQueueCanDoGoesThere(FalOptions.Builder options) {
    ImageRequest asked =
        request().toBuilder()
            .strictness(ImageRequest.Strictness.STRICT)
            .putAllOptions(options.lowPriority().build())
            .build();
    try (ImageClient client = service.client(time)) {
      Map<String, String> planned = client.plan(asked).chosen().get().calls().get(0).query();
      assertThat(client.generate(asked, DIRECT).images()).hasSize(1);
      assertThat(count(Step.RUN)).isZero();
      RecordedCall sent = service.emulator().requests(Step.SUBMIT).get(0);
      assertThat(planned)
          .hasSize(1)
          .allSatisfy((name, v) -> assertThat(sent.query(name)).hasValue(v));
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
  }

  /** Its stream would wait in silence behind the run. */
  @Test
  void aJobIsPolledWhileARunTakesTheConnectionOfStreams() {
    service
        .emulator()
        .jobsWith(
            input -> input.member("seed").filter(JsonValue.of(7)::equals).isPresent(),
            JobScript.succeeds().queuedFor(Duration.ZERO).runningFor(Duration.ofMinutes(30)));
    ImageRequest other = request().toBuilder().seed(8).build();
    try (ImageClient client =
        ImageClient.builder().provider(service.provider()).time(time).maxConnections(3).build()) {
      CompletableFuture<ImageResult> run = client.generateAsync(request(), DIRECT);
      Until.holds("it runs", () -> service.emulator().paidJobs() == 1);
      assertThat(Until.done(client.generateAsync(other)).images()).hasSize(1);
      assertThat(count(Step.STREAM)).isZero();
      run.cancel(true);
      Until.holds(
          "the connection is free again",
          () -> {
            Until.done(client.generateAsync(other));
            return count(Step.STREAM) > 0;
          });
    }
  }

  @Test
  void whereOnlyTheQueueWasMovedTheQueueIsUsed() {
    String queue = service.emulator().url();
    try (ImageClient client =
        ImageClient.builder()
            .provider(
                Fal.builder()
                    .key(Service.FAL_KEY)
                    .queueUrl(((dev.pictor.testing.FalEmulator) service.emulator()).queueUrl())
                    .build())
            .time(time)
            .build()) {
      assertThat(client.generate(request(), DIRECT).images()).as(queue).hasSize(1);
    }
    assertThat(count(Step.RUN)).isZero();
    assertThat(count(Step.SUBMIT)).isEqualTo(1);
  }

  @Test
  void aProviderWithoutADirectDoorIsUsedAsAlways() {
    try (Service replicate = Service.replicate();
        ImageClient client = replicate.client(time)) {
      assertThat(client.generate(request(), DIRECT).images()).hasSize(1);
      assertThat(replicate.emulator().paidJobs()).isEqualTo(1);
    }
  }

  /** With its reply a next run begins, and meanwhile the deadline comes: the image is in hand. */
  @Test
  void anImageThatCameBeforeTheDeadlineIsNotLost() {
    for (int seed : new int[] {7, 9, 10}) {
      service
          .emulator()
          .jobsWith(
              input -> input.member("seed").flatMap(JsonValue::asInt).equals(Optional.of(seed)),
              JobScript.neverEnds());
    }
    AtomicInteger runs = new AtomicInteger();
    Provider fal = service.provider();
    Provider slow =
        (Provider)
            Proxy.newProxyInstance(
                Provider.class.getClassLoader(),
                new Class<?>[] {Provider.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("run") && runs.incrementAndGet() == 5) {
                    time.advance(DIRECT.deadline());
                  }
                  try {
                    return method.invoke(fal, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    try (ImageClient client = ImageClient.builder().provider(slow).time(time).build()) {
      CompletableFuture<ImageResult> result =
          client.generateAsync(
              ImageRequest.builder().model("flux-2-pro").prompt("boats").seed(7).n(6).build(),
              DIRECT);
      Until.holds(
          "the end",
          () -> {
            time.advance(Duration.ofSeconds(1));
            return result.isDone();
          });

      assertThat(result.join().images()).extracting(GeneratedImage::index).containsExactly(1);
    }
    assertThat(count(Step.RUN)).isLessThanOrEqualTo(4); // those that were under way
    assertThat(count(Step.SUBMIT)).isZero();
  }
}
