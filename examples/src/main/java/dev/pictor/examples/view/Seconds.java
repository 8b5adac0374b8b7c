package dev.pictor.examples.view;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Seconds {
  private static final int MINUTE = 60;

  private Seconds() {}

  /** For example {@code 1.7 s} or {@code 2 min 05 s}. */
  static String of(Duration time) {
    long seconds = time.toMillis() / 1000;
    return seconds < MINUTE
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
        : String.format(Locale.ROOT, "%d min %02d s", seconds / MINUTE, seconds % MINUTE);
  }
}
