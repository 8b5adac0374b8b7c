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
  /** How fast one page after the other is asked for. */
  enum Pace {
    /** While nothing ends, nothing is taken of the savings. */
    IDLE,
    /** While few jobs end: then they last for a minute and a half. */
    SPARSE,
    /** While many end: then they are to last until the last one has ended. */
    BUSY
  }

  /** To the steady use. */
  private static final double IDLE_RATE = 0.9;

  private static final double SPARSE_RATE = 1.6;
  private static final double FASTEST = 4;

  /** What part of the limit is used steadily. */
  static final double STEADY = 0.5;

  private static final double SAVED = 0.48;

  /** So many pages follow each other at once where they have been asked for seldom. */
  private static final int BURST = 10;

  /**
   * So many intervals nobody waits where a clock moves: a page and whoever is first in line take
   * turns. One that stands still, as in tests, is not to hold them up for ever; the debt stays.
   */
  private static final int MOST_TURNS = 3;

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

  /**
   * Takes one, which may be sent after this wait. Whoever has many to send takes the next one when
   * this one may be sent: so nobody else, a page above all, waits for more than his own turn.
   */
  synchronized Duration take(long now) {
    if (!isUsed) {
      isUsed = true;
      paidUntil = now - savings;
      pagesUntil = now - savings;
    }
    paidUntil = notBefore(paidUntil, now - savings) + interval;
    return until(paidUntil, now);
  }

  /**
   * As the other, for one page after the other.
   *
   * @param rest for how long many jobs will end, in nanoseconds
   */
  synchronized Duration takePage(long now, Pace pace, long rest) {
    long gap = gap(now, pace, rest);
    Duration wait = take(now);
    pagesUntil = notBefore(pagesUntil, now - BURST * gap) + gap;
    Duration turn = until(pagesUntil, now);
    return turn.compareTo(wait) > 0 ? turn : wait;
  }

  /** How long the next page waits after one, in nanoseconds; 0 without a limit. */
  synchronized long gap(long now, Pace pace, long rest) {
    return (long) (interval / rate(now, pace, rest));
  }

  private double rate(long now, Pace pace, long rest) {
    if (pace == Pace.BUSY) {
      return Math.min(FASTEST, 1 + saved(now) / (double) rest);
    }
    return pace == Pace.SPARSE ? SPARSE_RATE : IDLE_RATE;
  }

  /** In nanoseconds of steady use. */
  private long saved(long now) {
    return isUsed ? Math.max(0, Math.min(savings, now - paidUntil)) : savings;
  }

  private static long notBefore(long time, long earliest) {
    return time - earliest > 0 ? time : earliest;
  }

  private Duration until(long time, long now) {
    return time - now <= 0
        ? Duration.ZERO
        : Duration.ofNanos(
            Math.max(Backoff.SHORTEST.toNanos(), Math.min(time - now, MOST_TURNS * interval)));
  }
}
