package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.job.CallBudget.Pace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How fast the pages of a list of jobs follow each other. */
class HarvestTest {
  private final Harvest harvest = new Harvest();

  private Pace round(int pages, int ends) {
    harvest.roundBegins(Duration.ZERO);
    for (int i = 0; i < pages; i++) {
      harvest.pageIsAskedFor();
    }
    for (int i = 0; i < ends; i++) {
      harvest.endIsTold();
    }
    return harvest.pace(0);
  }

  @Test
  void nothingIsSpentWhileNothingEnds() {
    assertThat(harvest.pace(0)).isEqualTo(Pace.IDLE);
    assertThat(round(100, 0)).isEqualTo(Pace.IDLE);
    assertThat(round(1, 0)).isEqualTo(Pace.IDLE);
  }

  @Test
  void littleIsSpentWhileFewerThanEverySecondPageBringsAnEnd() {
    round(100, 0);
    assertThat(round(100, 1)).isEqualTo(Pace.SPARSE);
    assertThat(round(100, 98)).isEqualTo(Pace.SPARSE);
    assertThat(round(100, 2)).isEqualTo(Pace.BUSY); // by the round before, too
    assertThat(round(100, 97)).isEqualTo(Pace.SPARSE);
  }

  @Test
  void aFewJobsAreBusyWhenOneOfThemEnds() {
    round(1, 0);
    assertThat(round(1, 1)).isEqualTo(Pace.BUSY);
    assertThat(round(1, 0)).isEqualTo(Pace.BUSY);
    assertThat(round(1, 0)).isEqualTo(Pace.IDLE);
  }

  @Test
  void aRoundBeginsAtThePaceOfTheOneBefore() {
    round(100, 0);
    round(100, 300);
    harvest.roundBegins(Duration.ZERO);
    assertThat(harvest.pace(0)).isEqualTo(Pace.BUSY);
  }

  private long restAfter(Duration span, Duration sinceTheFirstEnds) {
    harvest.roundBegins(span);
    harvest.pageIsAskedFor();
    harvest.endIsTold();
    assertThat(harvest.pace(0)).isEqualTo(Pace.BUSY);
    long now = sinceTheFirstEnds.toNanos();
    assertThat(harvest.pace(now)).isEqualTo(Pace.BUSY);
    return harvest.rest(now);
  }

  /** Jobs that were created further apart end further apart. */
  @Test
  void whatIsSavedIsToLastUntilTheLastOnesEnd() {
    long atOnce = restAfter(Duration.ZERO, Duration.ZERO);
    harvest.roundBegins(Duration.ZERO);
    harvest.roundBegins(Duration.ZERO);
    assertThat(harvest.pace(0)).isEqualTo(Pace.IDLE);
    long apart = restAfter(Duration.ofSeconds(30), Duration.ZERO);
    assertThat(apart - atOnce).isEqualTo(Duration.ofSeconds(30).toNanos());
  }

  @Test
  void itIsToLastForLessTheLongerTheyHaveEnded() {
    long first = restAfter(Duration.ofSeconds(30), Duration.ZERO);
    assertThat(harvest.rest(Duration.ofSeconds(10).toNanos()))
        .isEqualTo(first - Duration.ofSeconds(10).toNanos());
    assertThat(harvest.rest(Duration.ofHours(1).toNanos())).isPositive();
  }

  /** Of a service that is always busy no crowd is the last one. */
  @Test
  void whoEndsLongAfterTheyShouldHaveIsOfAnotherCrowd() {
    long first = restAfter(Duration.ofSeconds(30), Duration.ZERO);
    long later = Duration.ofHours(1).toNanos();
    assertThat(harvest.rest(later)).isLessThan(first / 5);
    assertThat(harvest.pace(later)).isEqualTo(Pace.BUSY);
    assertThat(harvest.rest(later)).isEqualTo(first);
  }

  @Test
  void creationTimesThatAreNoneAreNoReasonToSaveForEver() {
    assertThat(restAfter(Duration.ofDays(10_000_000), Duration.ZERO))
        .isLessThan(Duration.ofMinutes(5).toNanos());
  }
}
