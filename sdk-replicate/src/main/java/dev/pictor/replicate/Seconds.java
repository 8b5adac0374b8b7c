package dev.pictor.replicate;

import java.time.Duration;

/** Durations as the whole seconds that Replicate's headers take. */
final class Seconds {
  private Seconds() {}

  /** Rounded up: what shall wait or live this long must not get less. */
  static long roundedUp(Duration duration) {
    return duration.getNano() > 0 ? duration.getSeconds() + 1 : duration.getSeconds();
  }
}
