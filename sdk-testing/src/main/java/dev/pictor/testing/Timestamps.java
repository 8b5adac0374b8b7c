package dev.pictor.testing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Moments as RFC 3339 in UTC, with as many digits behind the second as the service likes. */
final class Timestamps {
  private Timestamps() {}

  static String write(Instant at, int digits) {
    DateTimeFormatter seconds = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    return new DateTimeFormatterBuilder()
        .append(seconds)
        .appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, true)
        .appendLiteral('Z')
        .toFormatter(Locale.ROOT)
        .format(at.atOffset(ZoneOffset.UTC));
  }
}
