package dev.pictor.internal.media;

import java.io.OutputStream;
import java.util.Arrays;

/** Collects the bytes of an image; without a copy where their number is known before. */
final class InMemory extends OutputStream {
  /** More is not reserved on the mere word of a server. */
  private static final int MAX_RESERVED = 8 << 20;

  private static final int LEAST = 16 * 1024;

  private byte[] bytes = new byte[0];
  private int size;
  private int expected;

  /**
   * Reserves memory, if nothing was written before.
   *
   * @param length how many bytes are to come; less than 1 if that is not known
   */
  void expect(long length) {
    expected = length > 0 && length <= Integer.MAX_VALUE ? (int) length : 0;
    if (bytes.length == 0 && expected > 0) {
      bytes = new byte[Math.min(expected, MAX_RESERVED)];
    }
  }

  /**
   * Reserves memory for content whose length is known for certain, if nothing was written before.
   */
  void reserveAll(long length) {
    if (bytes.length == 0) {
      bytes = new byte[Math.toIntExact(length)];
    }
  }

  @Override
  public void write(int octet) {
    reserve(1);
    bytes[size++] = (byte) octet;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      int needed = size + more;
      int doubled = Math.max(Math.max(LEAST, needed), 2 * bytes.length);
      bytes = Arrays.copyOf(bytes, needed <= expected ? Math.min(doubled, expected) : doubled);
    }
  }

  /** All bytes so far; to be asked for once, after the last. */
  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
