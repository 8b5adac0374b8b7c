package dev.pictor.internal.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Whether a file that has come has the end of its format. That is all there is to tell by where a
 * server says no length, and the end of the connection is the end of the file.
 */
final class Ending {
  private static final int SEEN = 32;

  private final byte[] start = new byte[SEEN];
  private final byte[] tail = new byte[SEEN];
  private final Boxes boxes = new Boxes();
  private long count;

  /** These bytes came next. */
  void took(byte[] bytes, int from, int size) {
    if (count < SEEN) {
      System.arraycopy(bytes, from, start, (int) count, (int) Math.min(size, SEEN - count));
    }
    int last = Math.min(size, SEEN);
    System.arraycopy(tail, last, tail, 0, SEEN - last);
    System.arraycopy(bytes, from + size - last, tail, SEEN - last, last);
    boxes.took(bytes, from, size);
    count += size;
  }

  /** Whether it is of a format that would have another end. */
  boolean isMissing() {
    String first = text(start);
    String end = text(tail);
    if (first.startsWith("\u0089PNG")) {
      return !end.contains("IEND\u00aeB`\u0082");
    }
    if (first.startsWith("\u00ff\u00d8\u00ff")) {
      return !end.contains("\u00ff\u00d9"); // some write zeros behind it
    }
    if (first.startsWith("GIF8")) {
      return !end.endsWith(";");
    }
    if (first.startsWith("ftyp", 4)) {
      return boxes.isCut();
    }
    return first.startsWith("RIFF") && count < 8 + declared();
  }

  private long declared() {
    return ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
