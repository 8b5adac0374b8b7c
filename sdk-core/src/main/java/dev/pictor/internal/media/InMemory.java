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

  /**
   * Reserves memory, if nothing was written before.
   *
   * @param length how many bytes are to come; less than 1 if that is not known
   */
  void expect(long length) {
    if (bytes.length == 0 && length > 0 && length <= MAX_RESERVED) {
      bytes = new byte[(int) length];
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
      bytes = Arrays.copyOf(bytes, Math.max(LEAST, Math.max(size + more, 2 * bytes.length)));
    }
  }

  /** All bytes so far; to be asked for once, after the last. */
  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
