package dev.pictor.replicate;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Prefer} header, by which Replicate holds a reply back until the image is there. */
final class Prefer {
  static final String HEADER = "Prefer";

  private static final int MAX_SECONDS = 60;

  /** The longest wait that Replicate takes. */
  static final Duration LONGEST = Duration.ofSeconds(MAX_SECONDS);

  private static final Pattern WAIT = Pattern.compile("\\s*wait(?:=([0-9]{1,18}))?\\s*");

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
    Matcher wait = WAIT.matcher(value);
    if (!wait.matches()) {
      return OptionalInt.empty();
    }
    // A bare "wait" means the longest.
    return OptionalInt.of(
        wait.group(1) == null ? MAX_SECONDS : clamp(Long.parseLong(wait.group(1))));
  }

  private static int clamp(long seconds) {
    return (int) Math.max(1, Math.min(MAX_SECONDS, seconds));
  }
}
