package dev.pictor.internal.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What the jobs of a crowd tell while some of them are still under way, of those behind them that
 * outlive all that was learned. These are polled by it where polls are scarce: without it thousands
 * would be asked after alike, and so rarely that the images of the first ones wait for seconds.
 *
 * <p>Not thread-safe.
 */
final class Preview {
  /** How often it is made anew. */
  private static final long OFTEN = Duration.ofMillis(250).toNanos();

  /** What goes on is assumed to take at most so many times as long as any has until now. */
  private static final double AT_MOST = 2;

  private Foresight foresight = Foresight.NONE;
  private boolean wasMade;
  private long madeAt;

  /** {@link Foresight#NONE} if there is no crowd. */
  Foresight of(Cohorts cohorts, long nowNanos) {
    if (!wasMade || nowNanos - madeAt >= OFTEN) {
      wasMade = true;
      madeAt = nowNanos;
      Optional<Cohort> crowd = cohorts.crowd();
      foresight = crowd.isPresent() ? made(crowd.get(), nowNanos) : Foresight.NONE;
    }
    return foresight;
  }

  private static Foresight made(Cohort crowd, long nowNanos) {
    double longest = crowd.longest(nowNanos);
    if (longest == 0) {
      return Foresight.NONE;
    }
    Durations totals = new Durations();
    Durations parts = new Durations(); // of jobs that go on none is known
    for (Outcome outcome : crowd.outcomesSoFar(nowNanos, AT_MOST * longest)) {
      outcome.teach(totals, parts, parts);
    }
    return crowd.isHalfOver()
        ? Foresight.ofTotals(totals.survival())
        : Foresight.ofWhatGoesOn(totals.survival());
  }
}
