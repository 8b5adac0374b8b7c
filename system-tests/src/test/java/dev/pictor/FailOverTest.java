package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.TransportException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.model.RoutingPolicy.Risk;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.FalQuirk;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobFailure;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens to a request when its first provider fails. Each test counts what both services
 * received: the second one may be paid only where nothing can be paid at the first.
 */
@Timeout(60)
class FailOverTest {
  private static final Duration START = Duration.ofSeconds(30);
  private static final RequestOptions START_TIMEOUT =
      RequestOptions.builder().startTimeout(START).build();

  private static JobScript failing(JobFailure failure) {
    return JobScript.failsWith(failure).queuedPolls(0).runningPolls(1);
  }

  private static JobFailure passing(Service.Kind kind) {
    return kind == Service.Kind.FAL
        ? FalFailure.downstreamUnavailable()
        : ReplicateFailure.highDemand();
  }

  private static JobFailure moderation(Service.Kind kind) {
    return kind == Service.Kind.FAL ? FalFailure.contentPolicy() : ReplicateFailure.contentPolicy();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("requirement 23: size, seed and count are the same at the next provider")
  void aProviderThatCannotBeReachedIsReplaced(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().close();
      ImageResult result = pair.client().generate(Pair.request().size(1024, 768).build());

      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(pair.paidJobs()).isEqualTo("0+1");
      assertThat(result.image().seed()).hasValueSatisfying(seed -> assertThat(seed).isEqualTo(7));
      assertThat(result.image().handle().provider()).isEqualTo(pair.secondName());
      assertThat(result.image().sentSize()).hasToString("Optional[1024x768]");
      assertThat(result.warnings())
          .anyMatch(text -> text.contains("asked for at " + pair.firstName()));
      assertThat(result.handles()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatKeepsRefusingIsReplaced(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().fail(Step.SUBMIT, Fault.rateLimited(Duration.ofSeconds(1))).always();
      CompletableFuture<ImageResult> running = pair.client().generateAsync(Pair.request().build());
      Until.holds("the wait before the last try", () -> pair.time().pending() == 2);
      pair.time().advance(Duration.ofSeconds(8)); // the waits grow
      ImageResult result = Until.done(running);

      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(pair.paidJobs()).isEqualTo("0+1");
      assertThat(pair.second().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatFailedForNoFaultOfTheRequestIsMadeElsewhere(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().nextJob(failing(passing(first)));
      ImageResult result = pair.client().generate(Pair.request().build());

      assertThat(pair.submissions()).isEqualTo("1+1");
      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(result.otherHandles())
          .singleElement()
          .satisfies(handle -> assertThat(handle.provider()).isEqualTo(pair.firstName()));
    }
  }

  @Test
  @DisplayName("requirement 23: every image of a call finds its seed at the next provider")
  void aCallForSeveralImagesBecomesAsManyAsTheNextProviderNeeds() {
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().nextJob(failing(FalFailure.downstreamUnavailable()));
      ImageResult result = pair.client().generate(Pair.request().n(3).build());

      assertThat(pair.submissions()).isEqualTo("1+3");
      assertThat(result.outcomes()).extracting(ImageOutcome::index).containsExactly(0, 1, 2);
      assertThat(result.images())
          .extracting(image -> image.seed().get().intValue())
          .containsExactly(7, 8, 9);
      assertThat(result.images()).extracting(GeneratedImage::index).containsExactly(0, 1, 2);
    }
  }

  @Test
  void aFailureThatIsSaidOnlyOnceIsNotPaidForElsewhere() {
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().fail(Step.RESULT, Fault.json(500, "{\"detail\":\"broken\"}"));
      ImageResult result = pair.client().generate(Pair.request().build());

      assertThat(result.provider()).isEqualTo("fal");
      assertThat(pair.first().count(Step.RESULT)).isEqualTo(2);
      assertThat(pair.submissions()).isEqualTo("1+0");
    }
  }

  // --- where another provider must not be asked

  static Stream<Arguments> faultsOfTheRequest() {
    return Stream.of(Service.Kind.values())
        .flatMap(
            kind -> Stream.of(400, 401, 402, 403, 404, 422).map(status -> arguments(kind, status)));
  }

  @ParameterizedTest
  @MethodSource("faultsOfTheRequest")
  @DisplayName("requirement 28: validation, key and account are no reason to go elsewhere")
  void whatIsTheFaultOfTheRequestOrTheAccountFails(Service.Kind first, int status) {
    try (Pair pair = new Pair(first)) {
      pair.first().fail(Step.SUBMIT, Fault.json(status, "{\"detail\":\"no\"}")).always();

      Failures.of(() -> pair.client().generate(Pair.request().build()));
      assertThat(pair.submissions()).isEqualTo("1+0");
    }
  }

  @Test
  @DisplayName("requirement 28: a job that may be billed is not abandoned")
  void anUnknownOutcomeIsNotPaidAgain() {
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().fail(Step.SUBMIT, Fault.disconnect().afterEffect());

      Failures.exactly(
          OutcomeUnknownException.class, () -> pair.client().generate(Pair.request().build()));
      assertThat(pair.submissions()).isEqualTo("1+0");
    }
  }

  @Test
  void anUnknownOutcomeIsPaidAgainForThoseWhoSaySo() {
    RoutingPolicy policy =
        RoutingPolicy.builder().allow(Risk.FAIL_OVER_AND_MAYBE_PAY_TWICE).build();
    try (Pair pair = new Pair(Service.Kind.FAL, policy)) {
      pair.first().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      ImageResult result = pair.client().generate(Pair.request().build());

      assertThat(pair.paidJobs()).isEqualTo("1+1");
      assertThat(result.warnings()).anyMatch(text -> text.contains("may be billed as well"));
    }
  }

  @Test
  void anImageThatMayBePaidIsNotMissingForBeingStoppedElsewhere() {
    RoutingPolicy policy =
        RoutingPolicy.builder().allow(Risk.FAIL_OVER_AND_MAYBE_PAY_TWICE).build();
    Duration deadline = Duration.ofSeconds(50);
    Duration longer = Duration.ofSeconds(55);
    List<ImageEvent.Kind> events = new CopyOnWriteArrayList<>();
    try (Pair pair =
        new Pair(
            Service.Kind.REPLICATE,
            builder -> builder.routing(policy).listener(event -> events.add(event.kind())))) {
      pair.first().fail(Step.LIST, Fault.html(502)).always();
      pair.first() // the second one: of two that are sent by then, the other is not held back
          .fail(Step.SUBMIT, Fault.disconnect().afterEffect())
          .after(1);
      pair.second()
          .fail(
              Step.SUBMIT,
              Fault.reply(Reply.json(429, "{\"detail\":\"busy\"}").header("Retry-After", "55")))
          .always();
      CompletableFuture<ImageResult> made =
          pair.client()
              .generateAsync(
                  Pair.request().n(2).build(), RequestOptions.builder().deadline(deadline).build());
      Until.holds(
          "the image of the first one, and the wait at the second one",
          () -> events.contains(ImageEvent.Kind.COMPLETED) && pair.time().waits().contains(longer));
      pair.time().advance(deadline);
      ImageResult result = Until.done(made);

      assertThat(pair.paidJobs()).isEqualTo("2+0");
      assertThat(result.images()).hasSize(1);
      assertThat(result.outcomes())
          .extracting(ImageOutcome::kind)
          .containsExactlyInAnyOrder(ImageOutcome.Kind.IMAGE, ImageOutcome.Kind.UNKNOWN);
      assertThat(result.missing()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("requirement 28: moderation is final unless the caller says otherwise")
  void moderationIsFinalUnlessAllowed(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().everyJob(failing(moderation(first)));
      Failures.exactly(
          ModerationException.class, () -> pair.client().generate(Pair.request().build()));
      assertThat(pair.submissions()).isEqualTo("1+0");

      RequestOptions allowed =
          RequestOptions.builder()
              .routing(RoutingPolicy.builder().allow(Risk.FAIL_OVER_AFTER_MODERATION).build())
              .build();
      ImageResult result = pair.client().generate(Pair.request().build(), allowed);
      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(pair.submissions()).isEqualTo("2+1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatIsNamedIsTheOnlyOne(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().close();
      Failures.exactly(
          TransportException.class,
          () ->
              pair.client()
                  .generate(Pair.request().model(pair.firstName() + "/flux1.1-pro").build()));
      assertThat(pair.second().requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingFailsOverWhereThatIsSwitchedOff(Service.Kind first) {
    RoutingPolicy never = RoutingPolicy.builder().failOver(RoutingPolicy.FailOver.NEVER).build();
    try (Pair pair = new Pair(first, never)) {
      pair.first().close();
      for (int i = 0; i < 2; i++) {
        Failures.exactly(
            TransportException.class, () -> pair.client().generate(Pair.request().build()));
      }
      assertThat(pair.second().requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoCancelsGetsNoOtherProvider(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().nextJob(JobScript.neverEnds());
      ImageJob job = pair.client().submit(Pair.request().build());
      job.cancel();
      Failures.of(job.result());
      assertThat(pair.submissions()).isEqualTo("1+0");
    }
  }

  // --- the time in the queue

  @ParameterizedTest
  @EnumSource
  void aJobThatDoesNotStartInTimeIsEndedAndMadeElsewhere(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().nextJob(JobScript.neverStarts());
      ImageJob job = pair.client().submit(Pair.request().build(), START_TIMEOUT);
      Until.holds("polls", () -> pair.first().count(Step.STATUS) > 2);
      pair.time().advance(START);

      ImageResult result = Until.done(job.result());
      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(pair.first().count(Step.CANCEL)).isEqualTo(1);
      assertThat(pair.submissions()).isEqualTo("1+1");
      assertThat(job.handles()).isEqualTo(result.handles());
    }
  }

  /** It is made, and paid for, and its handle leads to it. */
  @Test
  void anImageThatCannotBeAskedForIsNotPaidForElsewhere() {
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().fail(Step.RESULT, Fault.disconnect()).always();
      CompletableFuture<ImageResult> result =
          pair.client()
              .generateAsync(
                  Pair.request().build(),
                  RequestOptions.builder()
                      .retry(RequestOptions.Step.RESULT, RetryPolicy.never())
                      .build());
      PictorException e = Failures.of(result);
      assertThat(e).isInstanceOf(TransportException.class);
      assertThat(pair.submissions()).isEqualTo("1+0");
      pair.first().clearFaults();
      assertThat(pair.client().resume(e.handle().get()).await().images()).hasSize(1);
    }
  }

  /** fal may have forgotten a job that it was told to end. */
  @Test
  void oneThatIsGoneOnceItIsCanceledIsMadeElsewhere() {
    try (Pair pair = new Pair(Service.fal(FalQuirk.CANCELED_JOBS_VANISH), Service.replicate())) {
      pair.first().nextJob(JobScript.neverStarts());
      ImageJob job = pair.client().submit(Pair.request().build(), START_TIMEOUT);
      Until.holds("polls", () -> pair.first().count(Step.STATUS) > 2);
      pair.time().advance(START);

      assertThat(pair.awaitInSteps(job).provider()).isEqualTo("replicate");
      assertThat(pair.submissions()).isEqualTo("1+1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatWasFasterThanItsCancellationDelivers(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      // The service hides for the whole time that its job did start and end.
      pair.first().fail(Step.STATUS, Fault.html(502).afterEffect()).times(6);
      ImageJob job = pair.client().submit(Pair.request().build(), START_TIMEOUT);
      Until.holds(
          "polls",
          () -> pair.time().waits().contains(START) && pair.first().count(Step.STATUS) >= 5);
      pair.first().clearFaults();
      pair.firstService().clock().advance(Duration.ofSeconds(20));
      pair.time().advance(START);

      ImageResult result = Until.done(job.result());
      assertThat(result.provider()).isEqualTo(pair.firstName());
      assertThat(pair.submissions()).isEqualTo("1+0");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobWhoseEndIsNotKnownIsNotMadeElsewhere(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().nextJob(JobScript.neverStarts());
      pair.first().fail(Step.CANCEL, Fault.html(502)).always();
      ImageJob job = pair.client().submit(Pair.request().build(), START_TIMEOUT);
      pair.first().fail(Step.STATUS, Fault.html(502)).always();
      Until.holds("polls", () -> pair.first().count(Step.STATUS) > 4);
      for (int i = 0; i < 4; i++) {
        pair.time().advance(START);
      }

      PictorException e = Failures.of(job.result());
      assertThat(e).isInstanceOf(DeadlineExceededException.class);
      assertThat(e.handle()).contains(job.handle());
      assertThat(pair.submissions()).isEqualTo("1+0");
    }
  }

  // --- the end

  @ParameterizedTest
  @EnumSource
  @DisplayName("requirement 28: the error lists every attempt")
  void whenAllHaveFailedTheErrorListsThem(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().close();
      Service.Kind other = first == Service.Kind.FAL ? Service.Kind.REPLICATE : Service.Kind.FAL;
      pair.second().everyJob(failing(passing(other)));

      AttemptsFailedException e =
          Failures.exactly(
              AttemptsFailedException.class, () -> pair.client().generate(Pair.request().build()));
      assertThat(e.attempts()).hasSize(2);
      assertThat(e.attempts().get(0)).isInstanceOf(TransportException.class);
      assertThat(e.attempts().get(1)).matches(PictorException::isRetryable);
      assertThat(e)
          .hasMessageContaining("1. " + pair.firstName())
          .hasMessageContaining("2. " + pair.secondName());
      assertThat(e.details().provider()).contains(pair.secondName());
      assertThat(pair.paidJobs()).isEqualTo("0+1");
    }
  }

  @Test
  void anUnknownOutcomeIsNotHiddenByTheAttemptsBeforeIt() {
    try (Pair pair = new Pair(Service.Kind.REPLICATE)) {
      pair.first().close();
      pair.second().fail(Step.SUBMIT, Fault.disconnect().afterEffect());

      AttemptsFailedException e =
          Failures.exactly(
              AttemptsFailedException.class, () -> pair.client().generate(Pair.request().build()));
      assertThat(e.hasUnknownOutcome()).isTrue();
      assertThat(pair.second().paidJobs()).isEqualTo(1);
    }
  }

  @Test
  void attemptsThatAreAllKnownLeaveNothingUnknown() {
    try (Pair pair = new Pair(Service.Kind.REPLICATE)) {
      pair.first().close();
      pair.second().close();

      AttemptsFailedException e =
          Failures.exactly(
              AttemptsFailedException.class, () -> pair.client().generate(Pair.request().build()));
      assertThat(e.hasUnknownOutcome()).isFalse();
    }
  }

  // --- who is asked next time

  private static void failThrice(Pair pair, Service.Kind first) {
    for (int i = 0; i < 3; i++) {
      pair.first().nextJob(failing(passing(first)));
      pair.client().generate(Pair.request().build());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatHasFailedIsAskedLastForAWhileAndThenOnTrial(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      failThrice(pair, first);
      int before = pair.first().count(Step.SUBMIT);

      pair.client().generate(Pair.request().build());
      assertThat(pair.first().count(Step.SUBMIT)).as("while it rests").isEqualTo(before);

      pair.time().advance(Duration.ofSeconds(10));
      ImageResult trial = pair.client().generate(Pair.request().build());
      assertThat(trial.provider()).isEqualTo(pair.firstName());
      assertThat(pair.client().generate(Pair.request().build()).provider())
          .as("after the trial")
          .isEqualTo(pair.firstName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatAcceptsItsTrialIsSoundBeforeTheTrialHasEnded(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      failThrice(pair, first);
      pair.time().advance(Duration.ofSeconds(10));
      pair.first().nextJob(JobScript.succeeds().queuedPolls(0).runningFor(Duration.ofMinutes(1)));
      ImageJob trial = pair.client().submit(Pair.request().build());
      assertThat(trial.handles().get(0).provider()).isEqualTo(pair.firstName());

      assertThat(pair.client().generate(Pair.request().build()).provider())
          .isEqualTo(pair.firstName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatHasFailedIsTheLastResort(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      failThrice(pair, first);
      pair.second().close();
      assertThat(pair.client().generate(Pair.request().build()).provider())
          .isEqualTo(pair.firstName());
    }
  }

  // --- the order

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void weightsDecideWhoIsAskedFirst(int weightOfTheFirst) {
    RoutingPolicy policy =
        RoutingPolicy.builder()
            .weight("fal", weightOfTheFirst)
            .weight("replicate", 1 - weightOfTheFirst)
            .build();
    try (Pair pair = new Pair(Service.Kind.FAL, policy)) {
      pair.client().generate(Pair.request().build());
      assertThat(pair.submissions()).isEqualTo(weightOfTheFirst == 1 ? "1+0" : "0+1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFastestIsAskedOnceEachIsKnown(Service.Kind first) {
    RoutingPolicy policy = RoutingPolicy.builder().order(RoutingPolicy.Order.FASTEST).build();
    try (Pair pair = new Pair(first, policy)) {
      pair.first().everyJob(JobScript.succeeds().queuedPolls(0).runningFor(Duration.ofSeconds(60)));
      ImageJob slow = pair.client().submit(Pair.request().build());
      Until.holds("polls", () -> pair.first().count(Step.STATUS) > 1);
      pair.time().advance(Duration.ofSeconds(60)); // before it ends, or it was a fast one
      pair.firstService().clock().advance(Duration.ofSeconds(61));
      pair.awaitInSteps(slow);

      for (int i = 0; i < 3; i++) {
        pair.client().generate(Pair.request().build());
      }
      assertThat(pair.submissions()).isEqualTo("1+3");
    }
  }

  @Test
  void theCheapestIsAskedFirst() {
    RoutingPolicy policy = RoutingPolicy.builder().order(RoutingPolicy.Order.CHEAPEST).build();
    // Two megapixels: 0.08 USD at fal, which counts them, and 0.04 at Replicate, which does not.
    try (Pair pair = new Pair(Service.Kind.FAL, policy)) {
      assertThat(
              pair.client().plan(Pair.request().size(1440, 1024).build()).chosen().get().provider())
          .isEqualTo("replicate");
      pair.client().generate(Pair.request().size(1440, 1024).build());
      assertThat(pair.submissions()).isEqualTo("0+1");
    }
  }

  /** A door that is shut for a second has nothing to say about a job that has completed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"detail\":\"Too many requests\"}",
        "{\"detail\":[{\"type\":\"concurrent_requests_limit\",\"msg\":\"too many\"}]}"
      })
  void anImageWhoseResultIsRefusedForTooManyCallsIsNotPaidForElsewhere(String body) {
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().fail(Step.RESULT, Fault.json(429, body)).times(2);
      CompletableFuture<ImageResult> result = pair.client().generateAsync(Pair.request().build());

      assertThat(Failures.of(result).handle()).isPresent();
      assertThat(pair.submissions()).isEqualTo("1+0");
    }
  }

  /** The key may be another one by now: the image is there, and may be paid for. */
  @Test
  void anImageWhoseResultIsRefusedForItsKeyMayExist() {
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().fail(Step.RESULT, Fault.json(401, "{\"detail\":\"no\"}")).times(1);

      ImageResult result =
          pair.client().generate(Pair.request().model("flux-2-pro").n(2).build()); // in two calls

      assertThat(result.outcomes())
          .extracting(ImageOutcome::kind)
          .containsExactlyInAnyOrder(ImageOutcome.Kind.UNKNOWN, ImageOutcome.Kind.IMAGE);
      assertThat(result.missing()).isEmpty();
    }
  }

  /** A firewall, or the page of a proxy. */
  @ParameterizedTest
  @ValueSource(ints = {400, 413, 451})
  void anImageWhoseResultIsRefusedInBetweenMayExist(int status) {
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().fail(Step.RESULT, Fault.html(status)).times(1);
      ImageRequest request = Pair.request().model("flux-2-pro").n(2).build(); // in two calls
      assertThat(pair.client().generate(request).images()).hasSize(2);

      pair.first()
          .fail(Step.RESULT, Fault.html(status))
          .when(call -> call.path().contains(pair.first().jobs().get(2).id()))
          .always();
      ImageResult result = pair.client().generate(request);

      assertThat(result.outcomes())
          .extracting(ImageOutcome::kind)
          .containsExactlyInAnyOrder(ImageOutcome.Kind.UNKNOWN, ImageOutcome.Kind.IMAGE);
      assertThat(result.missing()).isEmpty();
      assertThat(pair.submissions()).isEqualTo("4+0");
    }
  }
}
