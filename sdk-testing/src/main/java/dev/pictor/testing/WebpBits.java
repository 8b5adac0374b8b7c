package dev.pictor.testing;

import java.io.ByteArrayOutputStream;

/** The bits of a lossless WebP stream, lowest first. */
final class WebpBits {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
  private long pending;
  private int count;

  void write(int value, int length) {
    pending |= (long) value << count;
    count += length;
    while (count >= 8) {
      out.write((int) pending);
      pending >>>= 8;
      count -= 8;
    }
  }

  byte[] toByteArray() {
    if (count > 0) {
      write(0, 8 - count);
    }
    return out.toByteArray();
  }
}
