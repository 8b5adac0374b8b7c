package dev.pictor.replicate;

import java.time.Duration;
import java.util.OptionalInt;

/** The {@code Prefer} header, by which Replicate holds a reply back until the image is there. */
final class Prefer {
  static final String HEADER = "Prefer";

  private static final int MAX_SECONDS = 60;

  /** The longest wait that Replicate takes. */
  static final Duration LONGEST = Duration.ofSeconds(MAX_SECONDS);

  /** Alone, it means the longest. */
  private static final String WAIT = "wait";

  private static final int MOST_DIGITS = 18;

  private Prefer() {}

  /** The value for a wait, brought into the range that Replicate takes: 1 to 60 whole seconds. */
  static String wait(Duration wait) {
    return "wait=" + clamp(Seconds.roundedUp(wait));
  }

  /** The value with its wait in range; a value of another kind stays as it is. */
  static String inRange(String value) {
    OptionalInt seconds = seconds(value);
    return seconds.isPresent() ? "wait=" + seconds.getAsInt() : value;
  }

  /** How long a reply to this value may be held back. */
  static Duration hold(String value) {
    return Duration.ofSeconds(seconds(value).orElse(0));
  }

  private static OptionalInt seconds(String value) {
    String text = value.trim();
    if (text.equals(WAIT)) {
      return OptionalInt.of(MAX_SECONDS);
    }
    int digits = text.length() - WAIT.length() - 1;
    return text.startsWith(WAIT + "=")
            && digits <= MOST_DIGITS
            && Digits.are(text, WAIT.length() + 1)
        ? OptionalInt.of(clamp(Long.parseLong(text.substring(WAIT.length() + 1))))
        : OptionalInt.empty();
  }

  private static int clamp(long seconds) {
    return (int) Math.max(1, Math.min(MAX_SECONDS, seconds));
  }
}
