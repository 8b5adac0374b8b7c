package dev.pictor.internal.media;

import java.util.Arrays;

/** What arrays of bytes cannot do themselves. */
final class Bytes {
  private Bytes() {}

  static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static byte[] first(byte[] bytes, int count) {
    return Arrays.copyOf(bytes, count);
  }

  static boolean startsWith(byte[] bytes, String start) {
    return has(bytes, 0, start);
  }

  /** Whether these characters, each one a byte, stand there. */
  static boolean has(byte[] bytes, int at, String part) {
    if (at > bytes.length - part.length()) {
      return false;
    }
    for (int i = 0; i < part.length(); i++) {
      if ((bytes[at + i] & 0xff) != part.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean contains(byte[] bytes, String part) {
    for (int at = 0; at <= bytes.length - part.length(); at++) {
      if (has(bytes, at, part)) {
        return true;
      }
    }
    return false;
  }

  /** An unsigned number, highest byte first. */
  static byte[] big(long value, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (value >> (8 * (count - 1 - i)));
    }
    return bytes;
  }

  /** An unsigned number, lowest byte first. */
  static byte[] little(long value, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (value >> (8 * i));
    }
    return bytes;
  }
}
