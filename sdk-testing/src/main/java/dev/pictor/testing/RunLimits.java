package dev.pictor.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the two headers of a creation that are about time. */
final class RunLimits {
  private static final Pattern WAIT = Pattern.compile("wait(?:=([1-9][0-9]?))?");
  private static final Pattern AFTER =
      Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s?)?");
  private static final int LONGEST_WAIT = 60;
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(5);

  private RunLimits() {}

  /** How long {@code Prefer: wait} waits; more than a minute is a minute. */
  static Optional<Duration> waiting(RecordedCall call) {
    return preference(call)
        .map(WAIT::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1) == null ? LONGEST_WAIT : Integer.parseInt(found.group(1)))
        .map(seconds -> Duration.ofSeconds(Math.min(LONGEST_WAIT, seconds)));
  }

  /** How long the prediction may live, waiting included. */
  static Optional<Duration> life(RecordedCall call) {
    return call.header("cancel-after")
        .map(String::trim)
        .filter(text -> !text.isEmpty())
        .map(AFTER::matcher)
        .filter(Matcher::matches)
        .map(
            found ->
                Duration.ofHours(number(found.group(1)))
                    .plusMinutes(number(found.group(2)))
                    .plusSeconds(number(found.group(3))));
  }

  /** The refusal of a header that cannot be meant like that; empty if all is well. */
  static Optional<Reply> refuse(RecordedCall call) {
    Optional<String> preference = preference(call);
    if (preference.isPresent() && !waiting(call).isPresent()) {
      return Optional.of(refusal("Prefer", preference.get()));
    }
    return call.header("cancel-after")
        .filter(text -> !life(call).filter(life -> life.compareTo(SHORTEST_LIFE) >= 0).isPresent())
        .map(text -> refusal("Cancel-After", text));
  }

  // Other preferences than this one are nobody's business.
  private static Optional<String> preference(RecordedCall call) {
    return call.header("prefer").map(String::trim).filter(text -> text.startsWith("wait"));
  }

  private static Reply refusal(String header, String value) {
    return ReplicateErrors.detail(400, "Invalid " + header + " header: " + value);
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
