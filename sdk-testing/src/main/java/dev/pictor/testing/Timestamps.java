package dev.pictor.testing;

import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Moments as RFC 3339 in UTC, with as many digits behind the second as the service likes. */
final class Timestamps {
  private Timestamps() {}

  static String write(Instant at, int digits) {
    return new DateTimeFormatterBuilder().appendInstant(digits).toFormatter(Locale.ROOT).format(at);
  }
}
