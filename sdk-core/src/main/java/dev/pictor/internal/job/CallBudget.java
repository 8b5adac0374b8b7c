package dev.pictor.internal.job;

import dev.pictor.internal.http.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Spaces the questions about jobs so that an account stays below the limit of its provider: a few
 * at once, then one at a time. Thread-safe.
 */
final class CallBudget {
  /** What is left to others that use the same account. */
  private static final double SHARE = 0.8;

  private static final int BURST = 10;
  private static final long MOST_DEBT = TimeUnit.SECONDS.toNanos(2);

  private final long interval;
  private boolean isUsed;
  private long paidUntil;

  /**
   * @param perMinute the limit; empty for none
   */
  CallBudget(Optional<Integer> perMinute) {
    interval =
        perMinute
            .filter(limit -> limit > 0)
            .map(limit -> (long) (TimeUnit.MINUTES.toNanos(1) / (limit * SHARE)))
            .orElse(0L);
  }

  /** Takes one, which may be sent after this wait. */
  synchronized Duration take(long now) {
    long earliest = now - BURST * interval;
    paidUntil = isUsed && paidUntil - earliest > 0 ? paidUntil : earliest;
    isUsed = true;
    paidUntil = Math.min(paidUntil + interval, now + MOST_DEBT);
    return paidUntil - now <= 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(Backoff.SHORTEST.toNanos(), paidUntil - now));
  }
}
