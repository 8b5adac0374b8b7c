package dev.pictor.android;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Whether a file goes to the end of its first picture. Android decodes one that is cut off, too,
 * and leaves out what has not come.
 *
 * <p>What follows that end is of no interest: phones write films behind their photos.
 */
final class WholeFile {
  private static final int PNG = 0x89504e47;
  private static final int PNG_END = 0x49454e44;
  private static final int JPEG = 0xffd8ff;
  private static final int JPEG_SCAN = 0xda;
  private static final int JPEG_END = 0xd9;
  private static final int GIF = 0x47494638;
  private static final int GIF_PICTURE = 0x2c;
  private static final int GIF_EXTENSION = 0x21;
  private static final int RIFF = 0x52494646;

  private final byte[] file;
  private final DataInputStream in;

  private WholeFile(byte[] file) {
    this.file = file;
    this.in = new DataInputStream(new ByteArrayInputStream(file));
  }

  /**
   * Walks through a file. One of no known format passes.
   *
   * @throws EOFException if it ends too early
   */
  static void check(byte[] file) throws IOException {
    new WholeFile(file).walk();
  }

  private void walk() throws IOException {
    int start = in.readInt();
    if (start == PNG) {
      png();
    } else if (start >>> 8 == JPEG) {
      in.reset();
      jpeg();
    } else if (start == GIF) {
      gif();
    } else if (start == RIFF) {
      skip(Integer.reverseBytes(in.readInt()) & 0xffffffffL);
    }
  }

  private void png() throws IOException {
    skip(4);
    int type;
    do {
      long length = in.readInt() & 0xffffffffL;
      type = in.readInt();
      skip(length + 4); // and a checksum
    } while (type != PNG_END);
  }

  private void jpeg() throws IOException {
    skip(2);
    while (marker() != JPEG_SCAN) {
      skip(in.readUnsignedShort() - 2L);
    }
    // Within a picture, 0xff is never followed by the number of a marker that is none.
    for (int i = file.length - in.available() + 1; i < file.length; i++) {
      if ((file[i - 1] & 0xff) == 0xff && (file[i] & 0xff) == JPEG_END) {
        return;
      }
    }
    throw new EOFException("no end of the picture");
  }

  private int marker() throws IOException {
    int value = in.readUnsignedByte();
    while (value != 0xff) {
      value = in.readUnsignedByte();
    }
    while (value == 0xff) {
      value = in.readUnsignedByte();
    }
    return value;
  }

  private void gif() throws IOException {
    skip(6);
    int flags = in.readUnsignedByte();
    skip(2 + colours(flags));
    int block = in.readUnsignedByte();
    while (block != GIF_PICTURE) {
      if (block == GIF_EXTENSION) {
        skip(1);
        skipBlocks();
      }
      block = in.readUnsignedByte();
    }
    skip(8);
    skip(colours(in.readUnsignedByte()) + 1);
    skipBlocks();
  }

  private static long colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
  }

  private void skipBlocks() throws IOException {
    int length = in.readUnsignedByte();
    while (length != 0) {
      skip(length);
      length = in.readUnsignedByte();
    }
  }

  private void skip(long count) throws IOException {
    if (count > in.available()) {
      throw new EOFException(count + " more bytes were declared");
    }
    in.skipBytes((int) count);
  }
}
