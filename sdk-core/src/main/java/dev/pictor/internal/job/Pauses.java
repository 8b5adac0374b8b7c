package dev.pictor.internal.job;

import java.time.Duration;
import java.util.Optional;

/**
 * When something that has failed is worth a try again: after a pause, which is the longer the more
 * often it has failed in a row. What was tried before the last pause began makes the next one no
 * longer when it fails, as many that fail in one moment are one failure; but the pause of that
 * length begins anew. Thread-safe.
 */
final class Pauses {
  /** In a row. */
  private int failures;

  private long began;
  private long end;
  private Optional<Long> aloneSince = Optional.empty();

  /** Whether there is none now. */
  synchronized boolean areOver(long now) {
    return failures == 0 || now - end >= 0;
  }

  /**
   * Whether there is none now. One that has ended goes on for all but the first who asks: that try
   * alone shows whether it works again.
   *
   * @param most so long the others wait for that
   */
  synchronized boolean areOverForOne(long now, Duration most) {
    boolean areOver = areOver(now);
    if (areOver && failures > 0) {
      end = now + most.toNanos();
      aloneSince = Optional.of(now);
    }
    return areOver;
  }

  /**
   * Who asked has not tried after all, or the try says nothing. If it was one alone, the next one
   * is.
   *
   * @param askedAt when that was
   */
  synchronized void isNotTried(long askedAt) {
    if (aloneSince.filter(since -> since == askedAt).isPresent()) {
      aloneSince = Optional.empty();
      end = askedAt;
    }
  }

  /** It works. */
  synchronized void end() {
    failures = 0;
    aloneSince = Optional.empty();
  }

  /**
   * It has failed.
   *
   * @param triedAt when that try began
   * @param first how long the pause is the first time; it doubles from one time to the next
   */
  synchronized void failed(long triedAt, long now, Duration first, Duration longest) {
    boolean isNext = failures == 0 || triedAt - began > 0;
    if (isNext) {
      failures++;
      began = now;
    }
    long wait = Math.min(longest.toNanos(), first.toNanos() << Math.min(failures - 1, 12));
    if (isNext || now + wait - end > 0) {
      end = now + wait;
      aloneSince = Optional.empty();
    }
  }
}
