package dev.pictor.testing;

import java.time.Duration;
import java.time.Instant;

/**
 * A budget of requests that fills up steadily. It remembers one moment, the one at which it will be
 * full, so no fraction of a request is ever lost to rounding. Thread-safe.
 */
final class TokenBucket {
  private final Duration perToken;
  private final int burst;
  private Instant fullAt = Instant.MIN;

  TokenBucket(int perMinute, int burst) {
    this.perToken = Duration.ofMinutes(1).dividedBy(perMinute);
    this.burst = burst;
  }

  /** Takes one if there is one, and says how long to wait if not: zero means that it was there. */
  synchronized Duration take(Instant now) {
    Duration wait = untilNext(now);
    if (wait.isZero()) {
      fullAt = later(fullAt, now).plus(perToken);
    }
    return wait;
  }

  /** Fills it up. */
  synchronized void refill() {
    fullAt = Instant.MIN;
  }

  /** Empties it. */
  synchronized void drain(Instant now) {
    fullAt = now.plus(perToken.multipliedBy(burst));
  }

  /** How many are left. */
  synchronized int left(Instant now) {
    long used = untilFull(now).toNanos();
    long each = perToken.toNanos();
    return (int) (burst - (used + each - 1) / each);
  }

  synchronized Duration untilFull(Instant now) {
    return Duration.between(now, later(fullAt, now));
  }

  private Duration untilNext(Instant now) {
    Duration wait = untilFull(now).minus(perToken.multipliedBy(burst - 1));
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
