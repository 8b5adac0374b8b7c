package dev.pictor.replicate;

import dev.pictor.spi.HttpReply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long to wait before the next call. The service tells it in up to four places; the first that
 * makes sense counts. A rejected call may count against the limit, so the wait is never shortened,
 * only bounded to {@link #MAX}.
 */
final class RetryAfter {
  private static final long MAX_SECONDS = 24 * 60 * 60;

  static final Duration MAX = Duration.ofSeconds(MAX_SECONDS);

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?");
  private static final Pattern TEXT =
      Pattern.compile("(?:resets in ~?|available in )([0-9]{1,20}) ?s");

  private RetryAfter() {}

  /** From header, body, text and the state of the limit, in this order. */
  static Optional<Duration> ofThrottled(HttpReply reply, ErrorBody body) {
    Optional<Duration> told = of(reply, body);
    if (told.isPresent()) {
      return told;
    }
    Optional<Duration> text = body.words().flatMap(RetryAfter::inText);
    return text.isPresent() ? text : reply.header("ratelimit-reset").flatMap(RetryAfter::seconds);
  }

  /** From header and body. */
  static Optional<Duration> of(HttpReply reply, ErrorBody body) {
    Optional<Duration> header = reply.header("retry-after").flatMap(text -> header(text, reply));
    return header.isPresent()
        ? header
        : body.retryAfter()
            .flatMap(
                value ->
                    value.asString().isPresent()
                        ? value.asString().flatMap(RetryAfter::seconds)
                        : value.asNumber().flatMap(RetryAfter::seconds));
  }

  private static Optional<Duration> header(String text, HttpReply reply) {
    Optional<Duration> seconds = seconds(text);
    return seconds.isPresent() ? seconds : date(text, reply);
  }

  /** A date counts from the date of the reply: the clocks of two machines differ. */
  private static Optional<Duration> date(String text, HttpReply reply) {
    Optional<ZonedDateTime> until = date(text);
    Optional<ZonedDateTime> now = reply.header("date").flatMap(RetryAfter::date);
    if (!until.isPresent() || !now.isPresent()) {
      return Optional.empty();
    }
    Duration wait = Duration.between(now.get(), until.get());
    return wait.compareTo(Duration.ZERO) > 0
        ? Optional.of(wait.compareTo(MAX) > 0 ? MAX : wait)
        : Optional.empty();
  }

  private static Optional<ZonedDateTime> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> inText(String text) {
    Matcher wait = TEXT.matcher(text);
    return wait.find() ? seconds(wait.group(1)) : Optional.empty();
  }

  private static Optional<Duration> seconds(String text) {
    String number = text.trim();
    return NUMBER.matcher(number).matches() ? seconds(new BigDecimal(number)) : Optional.empty();
  }

  /** Whole seconds, rounded up; nothing for zero and less, on which no loop may run. */
  private static Optional<Duration> seconds(BigDecimal seconds) {
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
}
