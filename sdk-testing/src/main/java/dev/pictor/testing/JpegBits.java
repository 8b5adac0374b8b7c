package dev.pictor.testing;

import java.io.ByteArrayOutputStream;

/** The bits of a JPEG scan, highest first, in which no byte may look like the start of a marker. */
final class JpegBits {
  private final ByteArrayOutputStream out;
  private int pending;
  private int count;

  JpegBits(ByteArrayOutputStream out) {
    this.out = out;
  }

  /** Writes a code that holds its own length in the upper half. */
  void write(int lengthAndCode) {
    write(lengthAndCode & 0xffff, lengthAndCode >> 16);
  }

  void write(int value, int length) {
    pending = pending << length | value;
    count += length;
    while (count >= 8) {
      int octet = pending >> (count - 8) & 0xff;
      out.write(octet);
      if (octet == 0xff) {
        out.write(0);
      }
      count -= 8;
    }
    pending &= (1 << count) - 1;
  }

  void flush() {
    if (count > 0) {
      int missing = 8 - count;
      write((1 << missing) - 1, missing);
    }
  }
}
