package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.JobCanceledException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageResult;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
      Eventually.until("the cancellation", () -> pair.first().count(Step.CANCEL) == 1);
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
      Eventually.until("both", () -> pair.submissions().equals("1+1"));
      Eventually.until("both run", () -> pair.second().count(Step.STATUS) > 1);
      pair.firstService().clock().advance(Duration.ofSeconds(61));
      pair.time().advance(Duration.ofSeconds(1));

      ImageResult result = Until.done(job.result());
      assertThat(result.provider()).isEqualTo(pair.firstName());
      assertThat(result.otherHandles())
          .singleElement()
          .satisfies(handle -> assertThat(handle.provider()).isEqualTo(pair.secondName()));
      Eventually.until("the cancellation", () -> pair.second().count(Step.CANCEL) == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPaidImageThatComesLateIsToldAndCanBeResumed(Service.Kind first) {
    List<ImageEvent> events = new CopyOnWriteArrayList<>();
    try (Pair pair = new Pair(first, builder -> builder.routing(HEDGING).listener(events::add))) {
      ImageJob job = submitSlow(pair);
      // It ends at the very moment at which the second one is asked; no poll has seen it yet.
      pair.time().holdShortWaits();
      pair.firstService().clock().advance(Duration.ofSeconds(61));
      ImageResult result = null;
      for (int i = 0; result == null && i < 200; i++) {
        pair.time().advance(i == 0 ? AFTER : Duration.ofMillis(300));
        result = job.result().getNow(null);
      }
      assertThat(Until.done(job.result()).images()).hasSize(1);
      String paid = pair.paidJobs();
      long told = events.stream().filter(e -> e.kind() == ImageEvent.Kind.COMPLETED).count();
      // Whoever came first delivers; the other one, if it was paid, is told and can be fetched.
      assertThat(told).isGreaterThanOrEqualTo(1);
      for (dev.pictor.model.JobHandle other : Until.done(job.result()).otherHandles()) {
        ImageJob late = pair.client().resume(other);
        for (int i = 0; !late.result().isDone() && i < 200; i++) {
          pair.time().advance(Duration.ofMillis(600));
          Thread.yield();
        }
        assertThat(late.result()).isDone();
      }
      assertThat(pair.paidJobs()).as("a resumed job is not paid again").isEqualTo(paid);
    }
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
      Eventually.until("polls", () -> pair.first().count(Step.STATUS) > 2);
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
      Eventually.until("both run", () -> pair.second().count(Step.STATUS) > 1);
      job.cancel();

      Failures.of(job.result());
      Eventually.until(
          "both cancellations",
          () -> pair.first().count(Step.CANCEL) == 1 && pair.second().count(Step.CANCEL) == 1);
    }
  }
}
