package dev.pictor.internal.job;

import dev.pictor.internal.http.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Spaces the questions about jobs so that an account stays below the limit of its provider. What is
 * not used is saved for when many jobs end: in no minute are the savings and the steady use
 * together more than 98 % of the limit. The rest is for cancellations, and for others that use the
 * account. Thread-safe.
 */
final class CallBudget {
  /** How fast one page after the other is asked for, to the steady use. */
  enum Pace {
    /** While nothing ends, nothing is taken of the savings. */
    IDLE(0.9),
    /** While few jobs end: then they last for a minute and a half. */
    SPARSE(1.6),
    /** While many end: then they last for just under half a minute. */
    BUSY(3.1);

    private final double rate;

    Pace(double rate) {
      this.rate = rate;
    }
  }

  /** What part of the limit is used steadily. */
  static final double STEADY = 0.5;

  private static final double SAVED = 0.48;

  /** So many pages follow each other at once where they have been asked for seldom. */
  private static final int BURST = 10;

  private static final long MOST_DEBT = TimeUnit.SECONDS.toNanos(2);

  private final long interval;
  private final long savings;
  private boolean isUsed;
  private long paidUntil;
  private long pagesUntil;

  /**
   * @param perMinute the limit; empty for none
   */
  CallBudget(Optional<Integer> perMinute) {
    int limit = perMinute.filter(calls -> calls > 0).orElse(0);
    interval = limit == 0 ? 0 : (long) (TimeUnit.MINUTES.toNanos(1) / (limit * STEADY));
    savings = (long) (limit * SAVED * interval);
  }

  /** Takes one, which may be sent after this wait. */
  synchronized Duration take(long now) {
    if (!isUsed) {
      isUsed = true;
      paidUntil = now - savings;
      pagesUntil = now - savings;
    }
    paidUntil = notBefore(paidUntil, now - savings);
    paidUntil = Math.min(paidUntil + interval, now + MOST_DEBT);
    return until(paidUntil, now);
  }

  /** As the other, for one page after the other. */
  synchronized Duration takePage(long now, Pace pace) {
    Duration wait = take(now);
    long gap = (long) (interval / pace.rate);
    pagesUntil = Math.min(notBefore(pagesUntil, now - BURST * gap) + gap, now + MOST_DEBT);
    Duration turn = until(pagesUntil, now);
    return turn.compareTo(wait) > 0 ? turn : wait;
  }

  private static long notBefore(long time, long earliest) {
    return time - earliest > 0 ? time : earliest;
  }

  private static Duration until(long time, long now) {
    return time - now <= 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(Backoff.SHORTEST.toNanos(), time - now));
  }
}
