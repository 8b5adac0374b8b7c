package dev.pictor.internal.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What the first jobs of a crowd tell while others of them are still under way, and nothing was
 * learned yet. The jobs behind them are polled by it where polls are scarce: without it thousands
 * would be asked after alike, and so rarely that the images of the first ones wait for seconds.
 *
 * <p>Not thread-safe.
 */
final class Preview {
  /** How often it is made anew. */
  private static final long OFTEN = Duration.ofMillis(250).toNanos();

  private Foresight foresight = Foresight.NONE;
  private boolean wasMade;
  private long madeAt;

  /** {@link Foresight#NONE} if there is no crowd. */
  Foresight of(Cohorts cohorts, long nowNanos) {
    if (!wasMade || nowNanos - madeAt >= OFTEN) {
      wasMade = true;
      madeAt = nowNanos;
      Optional<Cohorts.Cohort> crowd = cohorts.crowd();
      foresight = crowd.isPresent() ? made(crowd.get(), nowNanos) : Foresight.NONE;
    }
    return foresight;
  }

  private static Foresight made(Cohorts.Cohort crowd, long nowNanos) {
    Durations totals = new Durations();
    Durations parts = new Durations(); // of jobs that go on none is known
    crowd.soFar(nowNanos).forEach(outcome -> outcome.teach(totals, parts, parts));
    return crowd.isHalfOver()
        ? Foresight.ofTotals(totals.survival())
        : Foresight.ofWhatGoesOn(totals.survival());
  }
}
