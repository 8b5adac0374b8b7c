package dev.pictor.internal.media;

import java.nio.charset.StandardCharsets;

/** Bytes that are here, to be read in any order; what is not there is a DamagedException. */
final class Fields {
  private final byte[] bytes;

  Fields(byte[] bytes) {
    this.bytes = bytes;
  }

  int length() {
    return bytes.length;
  }

  /** An unsigned number, highest byte first; none that needs the highest bit of a long. */
  long big(long at, int count) throws DamagedException {
    if (at < 0 || at > bytes.length - count) {
      throw new DamagedException("a part of it ends too early");
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 8) | (bytes[(int) at + i] & 0xff);
    }
    if (value < 0) {
      throw new DamagedException("it has a number that cannot be true");
    }
    return value;
  }

  /** Four characters: the name of a box, of a type. */
  String name(long at) throws DamagedException {
    big(at, 4);
    return new String(bytes, (int) at, 4, StandardCharsets.ISO_8859_1);
  }

  /** Where the first zero is from there on; the end of the bytes if there is none. */
  int zeroFrom(long at) {
    int zero = (int) Math.min(at, bytes.length);
    while (zero < bytes.length && bytes[zero] != 0) {
      zero++;
    }
    return zero;
  }

  boolean has(long at, String text) {
    return at <= bytes.length && Bytes.has(bytes, (int) at, text);
  }

  /** Whether the bytes have this text anywhere. */
  boolean contains(String text) {
    return Bytes.contains(bytes, text);
  }

  byte[] range(long from, long to) {
    byte[] range = new byte[(int) (to - from)];
    System.arraycopy(bytes, (int) from, range, 0, range.length);
    return range;
  }
}
