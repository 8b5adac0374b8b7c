package dev.pictor.internal.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a file of any length once, from its start to its end, and knows where it is.
 *
 * <p>What a file declares of itself is never believed: nothing is allocated by a declared length,
 * and what is not there is a {@link DamagedException}.
 */
final class ScanStream {
  private static final int HEAD = 64 * 1024;
  private static final int CHUNK = 16 * 1024;

  private final InputStream in;
  private final long maxBytes;
  private final byte[] head;
  private byte[] buffer;
  private int next;
  private int end;

  /** The bytes that came out of the stream so far, those in the buffer included. */
  private long taken;

  ScanStream(InputStream in, long maxBytes) throws IOException {
    this.in = in;
    this.maxBytes = maxBytes;
    byte[] start = new byte[HEAD];
    buffer = start;
    int read = 0;
    while (read < start.length) {
      int count = take(start, read);
      if (count < 0) {
        break;
      }
      read += count;
    }
    end = read;
    head = read == HEAD ? start : Arrays.copyOf(start, read);
  }

  /** The first bytes of the file. */
  byte[] head() {
    return head;
  }

  /** How many bytes are behind. */
  long position() {
    return taken - (end - next);
  }

  boolean atEnd() throws IOException {
    return next == end && !fill();
  }

  /** The next byte; -1 at the end of the file. */
  int read() throws IOException {
    return next < end || fill() ? buffer[next++] & 0xff : -1;
  }

  /** An unsigned number, highest byte first. */
  long big(int count) throws IOException {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 8) | readOne();
    }
    return value;
  }

  /** An unsigned number, lowest byte first. */
  long little(int count) throws IOException {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) readOne() << (8 * i);
    }
    return value;
  }

  String text(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) readOne();
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The next bytes: as many as asked for, as are allowed, or as there are. */
  byte[] upTo(long length, int most) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long left = Math.min(length, most);
    while (left > 0 && !atEnd()) {
      int count = (int) Math.min(left, end - next);
      bytes.write(buffer, next, count);
      next += count;
      left -= count;
    }
    return bytes.toByteArray();
  }

  /** Leaves out what stands before a position. */
  void skipTo(long position) throws IOException {
    if (position < position()) {
      throw new DamagedException("parts of it overlap");
    }
    // Not by skip(): a file lets itself be skipped beyond its end, and how long it is would be
    // lost.
    long left = position - position();
    while (left > 0) {
      if (atEnd()) {
        throw cut();
      }
      int count = (int) Math.min(left, end - next);
      next += count;
      left -= count;
    }
  }

  /** Reads to the end, and says how long the file is. */
  long length() throws IOException {
    while (!atEnd()) {
      next = end;
    }
    return taken;
  }

  private int readOne() throws IOException {
    int value = read();
    if (value < 0) {
      throw cut();
    }
    return value;
  }

  private boolean fill() throws IOException {
    if (buffer.length != CHUNK) {
      buffer = new byte[CHUNK];
    }
    int count = take(buffer, 0);
    next = 0;
    end = Math.max(0, count);
    return count > 0;
  }

  private int take(byte[] into, int from) throws IOException {
    int count = in.read(into, from, into.length - from);
    if (count == 0) { // not allowed to a stream, but seen
      int one = in.read();
      if (one >= 0) {
        into[from] = (byte) one;
      }
      count = one < 0 ? -1 : 1;
    }
    taken += Math.max(0, count);
    if (taken > maxBytes) {
      throw new IOException("the image is longer than the limit of " + maxBytes + " bytes");
    }
    return count;
  }

  private static DamagedException cut() {
    return new DamagedException("it ends too early");
  }
}
