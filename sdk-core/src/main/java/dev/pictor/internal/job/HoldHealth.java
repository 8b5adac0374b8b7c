package dev.pictor.internal.job;

import java.time.Duration;

/**
 * Whether the replies of an endpoint can be held back at the moment. What stands between may cut
 * every connection that is silent for a while; each such job would have to be looked up in the
 * provider's list. Where one was lost, none is held back for a while, the longer the more often
 * that happens in a row; then one alone shows whether the others may follow. Thread-safe.
 */
final class HoldHealth {
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /** So long the others wait to see how it goes with one; by then it is over. */
  private static final Duration ALONE = Duration.ofMinutes(2);

  private final Pauses pauses = new Pauses();

  /** Whether one is to be held back now, which then has to tell how it went. */
  boolean take(long now) {
    return pauses.areOverForOne(now, ALONE);
  }

  /**
   * One was not held back after all: not sent, or refused at the door.
   *
   * @param takenAt the moment at which it was to be
   */
  void giveBack(long takenAt) {
    pauses.isNotTried(takenAt);
  }

  /** One has come. */
  void arrived() {
    pauses.end();
  }

  /**
   * One has not come.
   *
   * @param sentAt when its submission left
   */
  void lost(long sentAt, long now) {
    pauses.failed(sentAt, now, FIRST, LONGEST);
  }
}
