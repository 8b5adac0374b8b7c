package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageResult;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two providers asked at once, for those who pay for speed: one image, and no paid one lost. */
@Timeout(60)
class HedgeTest {
  private static final Duration AFTER = Duration.ofSeconds(20);
  private static final RoutingPolicy HEDGING = RoutingPolicy.builder().hedgeAfter(AFTER).build();
  private static final JobScript SLOW =
      JobScript.succeeds().queuedPolls(0).runningFor(Duration.ofSeconds(60));

  private static ImageJob submitSlow(Pair pair) {
    pair.first().everyJob(SLOW);
    return pair.client().submit(Pair.request().build());
  }

  @ParameterizedTest
  @EnumSource
  void theFasterOneDeliversAndTheSlowerOneIsToldToEnd(Service.Kind first) {
    try (Pair pair = new Pair(first, HEDGING)) {
      ImageJob job = submitSlow(pair);
      pair.time().advance(AFTER);

      ImageResult result = Until.done(job.result());
      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(result.images()).hasSize(1);
      assertThat(pair.submissions()).isEqualTo("1+1");
      assertThat(result.otherHandles())
          .singleElement()
          .satisfies(handle -> assertThat(handle.provider()).isEqualTo(pair.firstName()));
      assertThat(result.warnings()).anyMatch(text -> text.contains("may be billed as well"));
      Until.holds("the cancellation", () -> pair.first().count(Step.CANCEL) == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstOneThatIsFastEnoughIsAlone(Service.Kind first) {
    try (Pair pair = new Pair(first, HEDGING)) {
      ImageResult result = pair.client().generate(Pair.request().build());
      pair.time().advance(AFTER);

      assertThat(result.provider()).isEqualTo(pair.firstName());
      assertThat(result.otherHandles()).isEmpty();
      assertThat(pair.submissions()).isEqualTo("1+0");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstOneMayStillWin(Service.Kind first) {
    try (Pair pair = new Pair(first, HEDGING)) {
      pair.second().everyJob(SLOW);
      ImageJob job = submitSlow(pair);
      pair.time().advance(AFTER);
      Until.holds("both", () -> pair.submissions().equals("1+1"));
      Until.holds("both run", () -> pair.second().count(Step.STATUS) > 1);
      pair.firstService().clock().advance(Duration.ofSeconds(61));
      ImageResult result = pair.awaitInSteps(job);

      assertThat(result.provider()).isEqualTo(pair.firstName());
      assertThat(result.otherHandles())
          .singleElement()
          .satisfies(handle -> assertThat(handle.provider()).isEqualTo(pair.secondName()));
      Until.holds("the cancellation", () -> pair.second().count(Step.CANCEL) == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPaidImageThatComesLateIsToldAndCanBeResumed(Service.Kind first) {
    List<ImageEvent> events = new CopyOnWriteArrayList<>();
    try (Pair pair = new Pair(first, builder -> builder.routing(HEDGING).listener(events::add))) {
      // The job ends, and the service hides it until somebody wants to cancel it.
      pair.first()
          .fail(Step.STATUS, Fault.html(502).afterEffect())
          .when(call -> pair.first().count(Step.CANCEL) == 0)
          .always();
      ImageJob job = pair.client().submit(Pair.request().build());
      Until.holds("polls", () -> pair.first().count(Step.STATUS) > 3);
      pair.time().advance(AFTER);

      ImageResult result = Until.done(job.result());
      assertThat(result.provider()).isEqualTo(pair.secondName());
      Until.holds(
          "the late image",
          () ->
              events.stream()
                  .anyMatch(
                      event ->
                          event.kind() == ImageEvent.Kind.COMPLETED
                              && event.provider().equals(pair.firstName())));
      assertThat(result.otherHandles()).hasSize(1);
      ImageResult late = pair.client().resume(result.otherHandles().get(0)).await();
      assertThat(late.images()).hasSize(1);
      assertThat(late.provider()).isEqualTo(pair.firstName());
      assertThat(pair.submissions()).isEqualTo("1+1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatIsNamedWhenAnotherRunsBesideItIsTold(Service.Kind first) {
    try (Pair pair = new Pair(first, HEDGING)) {
      pair.first().fail(Step.SUBMIT, Fault.late(Duration.ofSeconds(30)));
      pair.first().everyJob(JobScript.neverEnds());
      pair.second().everyJob(SLOW);
      CompletableFuture<ImageResult> made = pair.client().generateAsync(Pair.request().build());
      Until.holds("the first", () -> pair.paidJobs().equals("1+0"));
      pair.time().advance(AFTER);
      Until.holds("both", () -> pair.paidJobs().equals("1+1"));
      Until.holds(
          "polls",
          () -> { // the request counts a moment before its reply begins to be late
            pair.firstService().clock().advance(Duration.ofSeconds(1));
            return pair.first().count(Step.STATUS) > 1;
          });
      pair.secondService().clock().advance(Duration.ofSeconds(61));

      ImageResult result = pair.awaitInSteps(made);
      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(result.otherHandles())
          .singleElement()
          .satisfies(handle -> assertThat(handle.id()).isEqualTo(pair.first().jobs().get(0).id()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereBothFailBothAreTold(Service.Kind first) {
    bothFail(first, Duration.ofSeconds(30), Duration.ofSeconds(60));
    bothFail(first, Duration.ofSeconds(60), Duration.ofSeconds(30));
  }

  private static void bothFail(Service.Kind kind, Duration first, Duration second) {
    List<ImageEvent> events = new CopyOnWriteArrayList<>();
    try (Pair pair = new Pair(kind, builder -> builder.routing(HEDGING).listener(events::add))) {
      pair.first().everyJob(failing(pair.firstName()).runningFor(first));
      pair.second().everyJob(failing(pair.secondName()).runningFor(second));
      ImageJob job = pair.client().submit(Pair.request().build());
      Until.holds("the first", () -> pair.first().count(Step.STATUS) > 1);
      pair.time().advance(AFTER);
      Until.holds("both", () -> pair.second().count(Step.STATUS) > 1);
      Service quick = first.compareTo(second) < 0 ? pair.firstService() : pair.secondService();
      quick.clock().advance(Duration.ofSeconds(31));
      Until.holds(
          "one has failed",
          () -> {
            pair.time().advance(Duration.ofMillis(100));
            return events.stream().anyMatch(event -> event.kind() == ImageEvent.Kind.FAILED);
          });
      assertThat(job.result()).isNotDone();
      pair.firstService().clock().advance(Duration.ofSeconds(61));
      pair.secondService().clock().advance(Duration.ofSeconds(61));
      pair.awaitEndInSteps(job.result());

      AttemptsFailedException e = (AttemptsFailedException) Failures.of(job.result());
      assertThat(e.attempts()).hasOnlyElementsOfType(JobFailedException.class);
      assertThat(e.attempts())
          .extracting(attempt -> attempt.details().provider().orElse(""))
          .containsExactlyInAnyOrder(pair.firstName(), pair.secondName());
      assertThat(e.getMessage()).doesNotContain("may be billed");
      assertThat(pair.submissions()).isEqualTo("1+1");
    }
  }

  private static JobScript failing(String provider) {
    return JobScript.failsWith(
            provider.equals("fal") ? FalFailure.noMediaGenerated() : ReplicateFailure.exception())
        .queuedPolls(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 604_801, Long.MAX_VALUE})
  void aTimeThatNobodyWaitsIsRefused(long seconds) {
    assertThatThrownBy(() -> RoutingPolicy.builder().hedgeAfter(Duration.ofSeconds(seconds)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than zero and at most 7 days");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsHedgedBeyondTheMaximumCost(Service.Kind first) {
    try (Pair pair = new Pair(first, HEDGING)) {
      pair.first().everyJob(SLOW);
      ImageJob job =
          pair.client()
              .submit(Pair.request().size(1024, 768).maxCost(new BigDecimal("0.05")).build());
      pair.time().advance(AFTER);
      Until.holds("polls", () -> pair.first().count(Step.STATUS) > 2);
      assertThat(pair.submissions()).isEqualTo("1+0");
      job.cancel();
      assertThat(Failures.of(job.result())).isInstanceOf(JobCanceledException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoCancelsEndsBoth(Service.Kind first) {
    try (Pair pair = new Pair(first, HEDGING)) {
      pair.second().everyJob(SLOW);
      ImageJob job = submitSlow(pair);
      pair.time().advance(AFTER);
      Until.holds("both run", () -> pair.second().count(Step.STATUS) > 1);
      job.cancel();

      Failures.of(job.result());
      Until.holds(
          "both cancellations",
          () -> pair.first().count(Step.CANCEL) == 1 && pair.second().count(Step.CANCEL) == 1);
    }
  }
}
