package dev.pictor.replicate;

import java.time.Duration;

/**
 * The {@code Cancel-After} header: Replicate itself ends the prediction this long after its
 * creation, also if nobody is left to cancel it.
 */
final class CancelAfter {
  static final String HEADER = "Cancel-After";

  /** The shortest time that Replicate takes. */
  private static final long MIN_SECONDS = 5;

  private CancelAfter() {}

  static String value(Duration limit) {
    return Math.max(MIN_SECONDS, Seconds.roundedUp(limit)) + "s";
  }
}
