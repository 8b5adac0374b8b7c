package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.job.CallBudget.Pace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many questions there are in a minute, and when. */
class CallBudgetTest {
  private static final int LIMIT = 3000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** In which many jobs end, at least. */
  private static final long REST = 6 * SECOND;

  private final CallBudget budget = new CallBudget(Optional.of(LIMIT));

  /** Asks for one page after the other, as if the last job ended at some time; how many. */
  private int pages(long from, long until, Pace pace, long last) {
    int pages = 0;
    long now = from;
    while (now < until) {
      now += budget.takePage(now, pace, Math.max(REST, last - now)).toNanos();
      pages++;
    }
    return pages;
  }

  /** Times may be anything: that of a machine begins where it likes. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 1_000_000_000L})
  void noMinuteHasMoreThanTheLimit(long start) {
    Random random = new Random(1207);
    Deque<Long> lastMinute = new ArrayDeque<>();
    long passed = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean isQuiet = random.nextInt(2_000) == 0; // and then it has saved
      passed += isQuiet ? random.nextInt(90) * SECOND : 0;
      Pace pace = random.nextInt(50) == 0 ? Pace.IDLE : Pace.BUSY;
      long sent = passed + budget.takePage(start + passed, pace, REST).toNanos();
      passed = sent;
      lastMinute.add(sent);
      while (sent - lastMinute.getFirst() >= MINUTE) {
        lastMinute.removeFirst();
      }
      assertThat(lastMinute.size()).isLessThanOrEqualTo(LIMIT * 98 / 100 + 1);
    }
  }

  @Test
  void whatWasSavedIsThereWhenJobsEnd() {
    int idle = pages(0, 60 * SECOND, Pace.IDLE, 0);
    int busy = pages(60 * SECOND, 85 * SECOND, Pace.BUSY, 85 * SECOND);
    assertThat(idle).isBetween(1_300, 1_500);
    assertThat(busy).isGreaterThan(25 * LIMIT / 60 * 3 / 2); // more than the limit's own rate
  }

  /** Who ends last is told as soon as who ends first. */
  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80})
  void whatWasSavedLastsAsLongAsJobsEnd(int seconds) {
    long until = seconds * SECOND;
    int[] inEachQuarter = new int[4];
    long now = 0;
    while (now < until) {
      inEachQuarter[(int) (4 * now / until)]++;
      now += budget.takePage(now, Pace.BUSY, until - now).toNanos();
    }
    double each = (LIMIT * 0.48 + LIMIT * 0.5 * seconds / 60) / 4;
    for (int pages : inEachQuarter) {
      assertThat(pages / each).isBetween(0.9, 1.1);
    }
  }

  @Test
  void savingsEnd() {
    pages(0, 120 * SECOND, Pace.BUSY, 0);
    assertThat(pages(120 * SECOND, 180 * SECOND, Pace.BUSY, 0)).isBetween(1_450, 1_501);
  }

  /** Of an account that may ask seldom; each takes its turn once the one before has had it. */
  @ParameterizedTest
  @ValueSource(ints = {4, 20, 60, 600})
  void aLowLimitHoldsToo(int limit) {
    CallBudget low = new CallBudget(Optional.of(limit));
    long now = 0;
    for (int i = 0; i <= 3 * limit; i++) {
      now += low.take(now).toNanos();
    }
    assertThat(now).isGreaterThanOrEqualTo(2 * MINUTE);
  }

  /**
   * Nobody waits for more than a turn of his own and one of another's, whatever the clock shows.
   */
  @Test
  void aClockThatStandsStillHoldsNobodyUp() {
    Duration turn = Duration.ofNanos(MINUTE / (LIMIT / 2));
    for (int i = 0; i < 10_000; i++) {
      assertThat(budget.take(0)).isLessThanOrEqualTo(turn.multipliedBy(3));
      assertThat(budget.takePage(0, Pace.BUSY, REST)).isLessThanOrEqualTo(turn.multipliedBy(3));
    }
  }

  @Test
  void whereNoLimitIsKnownNothingWaits() {
    CallBudget none = new CallBudget(Optional.empty());
    for (int i = 0; i < 10_000; i++) {
      assertThat(none.take(0)).isEqualTo(Duration.ZERO);
      assertThat(none.takePage(0, Pace.IDLE, REST)).isEqualTo(Duration.ZERO);
    }
  }
}
