package dev.pictor.avif;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;

/** A part of a file, read from its start; what is outside of it is never read. */
final class Box {
  /** Four characters; of what is no box, empty. */
  final String type;

  private final byte[] file;
  private final int end;
  private int at;

  private Box(String type, byte[] file, int from, int end) {
    this.type = type;
    this.file = file;
    this.at = from;
    this.end = end;
  }

  static Box whole(byte[] file) {
    return new Box("", file, 0, file.length);
  }

  boolean hasMore() {
    return at < end;
  }

  /** A number of 0 to 8 bytes. */
  long number(int bytes) throws IOException {
    need(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (file[at++] & 0xff);
    }
    if (value < 0) {
      throw new IOException("The file has a number that is too large");
    }
    return value;
  }

  int small(int bytes) throws IOException {
    return (int) number(bytes);
  }

  String text(int bytes) throws IOException {
    need(bytes);
    at += bytes;
    return new String(file, at - bytes, bytes, ISO_8859_1);
  }

  /** Up to a zero, which is read too, or to the end. */
  String text() {
    int from = at;
    while (at < end && file[at] != 0) {
      at++;
    }
    return new String(file, from, at++ - from, ISO_8859_1);
  }

  int length() {
    return end - at;
  }

  /** What is in this part. */
  byte[] bytes(long from, long length) throws IOException {
    if (from < 0 || length < 0 || from > end - at || length > end - at - from) {
      throw new IOException("The file ends within its picture");
    }
    byte[] bytes = new byte[(int) length];
    System.arraycopy(file, at + (int) from, bytes, 0, bytes.length);
    return bytes;
  }

  /** The next one inside. */
  Box next() throws IOException {
    int from = at;
    long length = number(4);
    String name = text(4);
    if (length == 1) {
      length = number(8);
    } else if (length == 0) {
      length = (long) end - from;
    }
    if (length < at - from || length > end - from) {
      throw new IOException("The file ends within its box " + name);
    }
    Box box = new Box(name, file, at, from + (int) length);
    at = from + (int) length;
    return box;
  }

  /** The same part, from where this one is now. */
  Box copy() {
    return new Box(type, file, at, end);
  }

  private void need(int bytes) throws IOException {
    if (bytes > end - at) {
      throw new IOException("The file ends within its box " + type);
    }
  }
}
