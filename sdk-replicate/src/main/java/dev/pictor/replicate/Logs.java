package dev.pictor.replicate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The logs of a prediction: one growing text, in which some facts stand that stand nowhere else.
 */
final class Logs {
  private static final Pattern SEED = Pattern.compile("Using seed: ([0-9]{1,20})(?![0-9])");
  private static final Pattern UNSAFE =
      Pattern.compile("NSFW content detected in image ([0-9]{1,3})");
  private static final Pattern SAFE =
      Pattern.compile("Total safe images: ([0-9]{1,3}) out of ([0-9]{1,3})(?![0-9])");

  private final String text;

  Logs(String text) {
    this.text = text;
  }

  /** All lines. */
  List<String> lines() {
    if (text.isEmpty()) {
      return Collections.emptyList();
    }
    List<String> lines = new ArrayList<>();
    int start = 0;
    int full = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        lines.add(text.substring(start, i));
        full = i > start ? lines.size() : full;
        i += text.startsWith("\r\n", i) ? 1 : 0; // alone, it redraws a progress bar
        start = i + 1;
      }
    }
    return lines.subList(0, full); // without the empty ones at the end
  }

  /** The lines that are certain not to grow any more: a running model may stop within one. */
  List<String> completeLines() {
    int end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    return new Logs(text.substring(0, end + 1)).lines();
  }

  /** The seed that the model used; of several the last one. */
  Optional<BigInteger> seed() {
    Optional<BigInteger> last = Optional.empty();
    if (text.isEmpty()) { // as with many models
      return last;
    }
    Matcher seed = SEED.matcher(text);
    while (seed.find()) {
      last = Optional.of(new BigInteger(seed.group(1)));
    }
    return last;
  }

  /** How many images moderation took out of the output. */
  int filtered() {
    int count = -1;
    Matcher safe = SAFE.matcher(text);
    while (safe.find()) {
      count = Integer.parseInt(safe.group(2)) - Integer.parseInt(safe.group(1));
    }
    if (count >= 0) {
      return count;
    }
    Set<String> images = new HashSet<>();
    Matcher unsafe = UNSAFE.matcher(text);
    while (unsafe.find()) {
      images.add(unsafe.group(1));
    }
    return images.size();
  }
}
