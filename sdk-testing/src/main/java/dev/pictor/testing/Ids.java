package dev.pictor.testing;

import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/** Makes ids that look like those of the services. */
final class Ids {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Random random;

  Ids(Random random) {
    this.random = random;
  }

  /** A UUID of version 7: its beginning is the time, so that ids sort by age. */
  String timeOrderedUuid(Clock clock) {
    long high = (clock.millis() << 16) | 0x7000L | random.nextInt(0x1000);
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  /** Hexadecimal digits, in lower case. */
  String hex(int length) {
    return pick("0123456789abcdef", length);
  }

  /** Letters of both cases and digits. */
  String letters(int length) {
    return pick(LETTERS, length);
  }

  private String pick(String from, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }
}
