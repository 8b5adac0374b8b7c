package dev.pictor.internal.job;

import java.util.concurrent.TimeUnit;

/**
 * How late those are who wait in line, as far as it tells how late the next ones will be. A stall
 * tells nothing of what comes after it, and where nobody waits any longer all is forgotten soon:
 * jobs that are asked after seldom because of a line that is gone are late for nothing.
 *
 * <p>Moments are those of {@link dev.pictor.internal.http.Time#nanos}. Not thread-safe.
 */
final class Lateness {
  /** What the newest of many figures counts. */
  private static final double NEWEST = 0.05;

  /** Between two turns no more time counts: the provider, or the network, stands still. */
  private static final long STALL = TimeUnit.SECONDS.toNanos(1);

  /** While nobody waits, half of it is forgotten in this time. */
  private static final double HALF_LIFE = TimeUnit.SECONDS.toNanos(1);

  private double seconds;
  private long counted;
  private long passed;
  private long lastTurn;

  /** In seconds, while somebody is in line. */
  double ofTheLine() {
    return seconds;
  }

  /** In seconds, while nobody is in line. */
  double withoutLine(long now) {
    return seconds * Math.pow(0.5, (now - counted) / HALF_LIFE);
  }

  /** Somebody is the first in a line that was empty. */
  void lineBegins(long now) {
    seconds = withoutLine(now);
    counted = now;
    lastTurn = now;
  }

  /** Somebody need not wait. */
  void isNotLate(long now) {
    seconds = withoutLine(now) * (1 - NEWEST);
    counted = now;
  }

  /** The time as it passes for those in line: without stalls. */
  long lineTime(long now) {
    return passed + Math.min(STALL, now - lastTurn);
  }

  /** It is the turn of the first one. */
  void turn(long now) {
    passed = lineTime(now);
    lastTurn = now;
  }

  /**
   * It has asked when it was its turn.
   *
   * @param since when it came, in the {@link #lineTime}
   */
  void waited(long since, long now) {
    seconds += NEWEST * ((passed - since) / 1e9 - seconds);
    counted = now;
  }
}
