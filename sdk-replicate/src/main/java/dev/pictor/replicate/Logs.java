package dev.pictor.replicate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The logs of a prediction: one growing text, in which some facts stand that stand nowhere else.
 */
final class Logs {
  private static final String SEED = "Using seed: ";
  private static final int MOST_DIGITS = 20;
  private static final Pattern UNSAFE =
      Pattern.compile("NSFW content detected in image ([0-9]{1,3})(?![0-9])");
  private static final Pattern SAFE =
      Pattern.compile("Total safe images: ([0-9]{1,3}) out of ([0-9]{1,3})(?![0-9])");

  private final String text;

  Logs(String text) {
    this.text = text;
  }

  /** All lines. */
  List<String> lines() {
    return lines(text.length());
  }

  private List<String> lines(int end) {
    if (end == 0) {
      return Collections.emptyList();
    }
    List<String> lines = new ArrayList<>();
    int start = 0;
    int full = 0;
    for (int i = 0; i <= end; i++) {
      if (i == end || text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        lines.add(text.substring(start, i));
        full = i > start ? lines.size() : full;
        i += text.startsWith("\r\n", i) ? 1 : 0; // alone, it redraws a progress bar
        start = i + 1;
      }
    }
    return full == lines.size()
        ? lines
        : lines.subList(0, full); // without the empty ones at the end
  }

  /** The lines that are certain not to grow any more: a running model may stop within one. */
  List<String> completeLines() {
    return lines(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  }

  /** The seed that the model used; of several the last one. */
  Optional<BigInteger> seed() {
    for (int at = text.lastIndexOf(SEED); at >= 0; at = text.lastIndexOf(SEED, at - 1)) {
      int start = at + SEED.length();
      int end = start;
      while (end < text.length() && Digits.isOne(text.charAt(end))) {
        end++;
      }
      if (end > start && end - start <= MOST_DIGITS) {
        return Optional.of(new BigInteger(text.substring(start, end)));
      }
    }
    return Optional.empty();
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
    return filteredPlaces().size();
  }

  /** Which images they say that moderation took out, counted from 0, in order. */
  SortedSet<Integer> filteredPlaces() {
    SortedSet<Integer> places = new TreeSet<>();
    Matcher unsafe = UNSAFE.matcher(text);
    while (unsafe.find()) {
      places.add(Integer.parseInt(unsafe.group(1)));
    }
    return places;
  }
}
