package dev.pictor.testing;

import java.util.Random;

/** Makes names as the service does, from the emulator's own chance. */
final class ReplicateIds {
  private static final char[] BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final char[] LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".toCharArray();

  private final Random random;

  ReplicateIds(Random random) {
    this.random = random;
  }

  /** The id of a prediction: 26 letters and digits in lower case. */
  String prediction() {
    return text(BASE_32, 26);
  }

  /** The part of an output's address that nobody can guess. */
  String outputToken() {
    return text(LETTERS, 44);
  }

  /** What makes a temporary file's name its own. */
  String suffix() {
    return text(BASE_32, 8);
  }

  /** The id of a webhook. */
  String message() {
    return "msg_" + text(LETTERS, 27);
  }

  /** A seed for a job that names none. */
  long seed() {
    return random.nextInt(Integer.MAX_VALUE);
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text(char[] alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
