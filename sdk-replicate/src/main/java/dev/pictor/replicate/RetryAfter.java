package dev.pictor.replicate;

import dev.pictor.spi.HttpReply;
import dev.pictor.spi.HttpReply.RateBudget;
import dev.pictor.spi.HttpReply.RetryAfterHeader;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long to wait before the next call. The service tells it in up to four places; the first that
 * makes sense counts. A rejected call may count against the limit, so the wait is never shortened,
 * only bounded to {@link RetryAfterHeader#MAX}.
 */
final class RetryAfter {
  private static final int MOST_DIGITS = 9;

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
    return text.isPresent()
        ? text
        : reply.header("ratelimit-reset").flatMap(RetryAfterHeader::seconds);
  }

  /**
   * The state of the limit beside a reply. The reset counts until the budget is full again, which
   * for an account of one call at a time is the next call.
   */
  static Optional<RateBudget> budget(HttpReply reply) {
    String left = reply.header("ratelimit-remaining").orElse("").trim();
    if (left.length() > MOST_DIGITS || !Digits.are(left, 0)) {
      return Optional.empty();
    }
    Optional<String> reset = reply.header("ratelimit-reset");
    if (!reset.isPresent()) {
      return Optional.empty();
    }
    Duration wait = RetryAfterHeader.seconds(reset.get()).orElse(Duration.ZERO);
    return Optional.of(RateBudget.of(Integer.parseInt(left), wait));
  }

  /** From header and body. */
  static Optional<Duration> of(HttpReply reply, ErrorBody body) {
    Optional<Duration> header =
        reply
            .header("retry-after")
            .flatMap(text -> RetryAfterHeader.read(text, reply.header("date")));
    return header.isPresent()
        ? header
        : body.retryAfter()
            .flatMap(
                value ->
                    value.asString().isPresent()
                        ? value.asString().flatMap(RetryAfterHeader::seconds)
                        : value.asNumber().flatMap(RetryAfterHeader::seconds));
  }

  private static Optional<Duration> inText(String text) {
    Matcher wait = TEXT.matcher(text);
    return wait.find() ? RetryAfterHeader.seconds(wait.group(1)) : Optional.empty();
  }
}
