package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
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

  /** Longer than what is left of the deadline by then. */
  private static final Duration BUSY_FOR = Duration.ofSeconds(59);

  private static final Fault BUSY =
      Fault.reply(Reply.json(429, "{\"detail\":\"busy\"}").header("Retry-After", "59"));

  private static final RequestOptions LEAVING =
      RequestOptions.builder()
          .deadline(Duration.ofMinutes(1))
          .onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB)
          .build();

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

  // --- what is told of a submission that has no handle yet, and of a job whose rival has none

  @ParameterizedTest
  @EnumSource
  void aSubmissionThatMayBePaidBesideTheImageIsTold(Service.Kind first) {
    try (Pair pair = new Pair(first, HEDGING)) {
      pair.second().everyJob(SLOW);
      pair.second().fail(Step.SUBMIT, Fault.late(Duration.ofMinutes(5)));
      pair.second().fail(Step.LIST, Fault.html(503)).always(); // else it may be found there first
      ImageJob job = submitSlow(pair);
      pair.time().advance(AFTER);
      Until.holds("both", () -> pair.paidJobs().equals("1+1"));
      pair.firstService().clock().advance(Duration.ofSeconds(61));
      ImageResult result = pair.awaitInSteps(job);

      assertThat(result.provider()).isEqualTo(pair.firstName());
      assertThat(result.warnings())
          .singleElement()
          .asString()
          .contains("asked for at " + pair.secondName(), "with seed 7", "may be billed as well");
      assertThat(pair.submissions()).isEqualTo("1+1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSubmissionThatHasNotLeftBesideTheImageIsNotTold(Service.Kind first) {
    try (Pair pair = new Pair(first, HEDGING)) {
      pair.second().fail(Step.SUBMIT, BUSY).always();
      ImageJob job = submitSlow(pair);
      pair.time().advance(AFTER);
      untilTheSecondOneWaits(pair);
      pair.firstService().clock().advance(Duration.ofSeconds(61));
      ImageResult result = pair.awaitInSteps(job);

      assertThat(result.provider()).isEqualTo(pair.firstName());
      assertThat(result.warnings()).isEmpty();
      assertThat(pair.paidJobs()).isEqualTo("1+0");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoClosesHasTheHandleOfTheJobThatThereIs(Service.Kind first) {
    try (Pair pair = new Pair(first, HEDGING)) {
      pair.second().fail(Step.SUBMIT, BUSY).always();
      ImageJob job = submitSlow(pair);
      pair.time().advance(AFTER);
      untilTheSecondOneWaits(pair);
      pair.client().close();

      PictorException e = Failures.of(job.result());
      assertThat(e).isInstanceOf(JobCanceledException.class);
      assertThat(e.handle()).contains(job.handle());
      assertThat(e).hasMessageContaining("the job was left running");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoClosesIsToldThatAndNotOnlyWhatHasFailedBefore(Service.Kind first) {
    List<ImageEvent> events = new CopyOnWriteArrayList<>();
    try (Pair pair = new Pair(first, builder -> builder.routing(HEDGING).listener(events::add))) {
      pair.first().nextJob(failing(pair.firstName()).runningFor(Duration.ofSeconds(60)));
      pair.second().fail(Step.SUBMIT, BUSY).always();
      ImageJob job = pair.client().submit(Pair.request().build());
      pair.time().advance(AFTER);
      untilTheSecondOneWaits(pair);
      pair.firstService().clock().advance(Duration.ofSeconds(61));
      Until.holds(
          "the first one has failed",
          () -> {
            pair.time().advance(Duration.ofMillis(100));
            return events.stream().anyMatch(event -> event.kind() == ImageEvent.Kind.FAILED);
          });
      pair.client().close();

      assertThat(Failures.of(job.result())).hasMessageContaining("The client was closed");
      assertThat(pair.paidJobs()).isEqualTo("1+0");
    }
  }

  @Test
  void aJobThatIsLeftRunningIsNotAskedForAgain() {
    try (Pair pair = new Pair(Service.Kind.REPLICATE, HEDGING)) {
      pair.first().nextJob(JobScript.neverEnds());
      pair.second().fail(Step.SUBMIT, BUSY).always();
      CompletableFuture<ImageResult> made =
          pair.client().generateAsync(Pair.request().n(2).build(), LEAVING);
      Until.holds("one image", () -> pair.time().deadlines() == 1);
      pair.time().advance(AFTER);
      untilTheSecondOneWaits(pair);
      pair.time().advance(BUSY_FOR);
      ImageResult result = Until.done(made);

      EmulatedJob left =
          pair.first().jobs().stream()
              .filter(job -> job.state() != JobState.COMPLETED)
              .findFirst()
              .get();
      assertThat(result.outcomes())
          .filteredOn(outcome -> outcome.kind() != ImageOutcome.Kind.IMAGE)
          .singleElement()
          .satisfies(
              outcome -> {
                assertThat(outcome.kind()).isEqualTo(ImageOutcome.Kind.UNKNOWN);
                assertThat(outcome.handle()).map(JobHandle::id).contains(left.id());
              });
      assertThat(result.missing()).isEmpty();
      assertThat(pair.paidJobs()).isEqualTo("2+0");
    }
  }

  private static void untilTheSecondOneWaits(Pair pair) {
    Until.holds("the second one waits", () -> pair.time().waits().contains(BUSY_FOR));
  }
}
