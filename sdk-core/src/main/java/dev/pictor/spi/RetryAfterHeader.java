package dev.pictor.spi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the header {@code Retry-After}, in seconds or as a date, and numbers of its kind. */
public final class RetryAfterHeader {
  private static final long MAX_SECONDS = 365L * 24 * 60 * 60;

  /** A longer wait is told as this one: a year. */
  public static final Duration MAX = Duration.ofSeconds(MAX_SECONDS);

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?");

  private RetryAfterHeader() {}

  /**
   * How long to wait: whole seconds, rounded up, at most {@link #MAX}. Empty for what is neither a
   * number nor a date, and for zero and less, on which no loop may run.
   *
   * @param value the header
   * @param date the reply's header {@code Date}, from which a date counts: the clocks of two
   *     machines differ, so without it a date says nothing
   */
  public static Optional<Duration> read(String value, Optional<String> date) {
    Optional<Duration> seconds = seconds(value);
    return seconds.isPresent() ? seconds : until(value, date);
  }

  /** A number of seconds, as {@link #read} reads it. */
  public static Optional<Duration> seconds(String text) {
    String number = text.trim();
    return NUMBER.matcher(number).matches() ? seconds(new BigDecimal(number)) : Optional.empty();
  }

  /** A number of seconds, as {@link #read} reads it. */
  public static Optional<Duration> seconds(BigDecimal seconds) {
    if (seconds.signum() <= 0) {
      return Optional.empty();
    }
    // Compared before it is rounded: rounding 1E999999999 or its inverse would take the memory.
    if (seconds.compareTo(BigDecimal.ONE) <= 0) {
      return Optional.of(Duration.ofSeconds(1));
    }
    if (seconds.compareTo(BigDecimal.valueOf(MAX_SECONDS)) >= 0) {
      return Optional.of(MAX);
    }
    return Optional.of(Duration.ofSeconds(seconds.setScale(0, RoundingMode.CEILING).longValue()));
  }

  private static Optional<Duration> until(String value, Optional<String> date) {
    return date(value)
        .flatMap(
            then -> date.flatMap(RetryAfterHeader::date).map(now -> Duration.between(now, then)))
        .filter(wait -> wait.compareTo(Duration.ZERO) > 0)
        .map(wait -> wait.compareTo(MAX) > 0 ? MAX : wait);
  }

  private static Optional<ZonedDateTime> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
