package dev.pictor.avif;

import dev.pictor.spi.ImageConverter;
import java.io.IOException;

/** What an AV1 stream says of itself first; read before a decoder allocates anything for it. */
final class SequenceHeader {
  private static final int TYPE = 1;
  private static final int HAS_LENGTH = 2;

  final int profile;
  final int level;
  final int tier;
  final long width;
  final long height;

  private SequenceHeader(Bits bits) throws IOException {
    profile = bits.read(3);
    bits.read(1); // one picture only
    if (bits.read(1) == 1) { // the short form
      level = bits.read(5);
      tier = 0;
    } else {
      if (bits.read(1) == 1) {
        throw new IOException("The file has the timing of a video, which is not decoded");
      }
      boolean hasDelays = bits.read(1) == 1;
      int points = bits.read(5) + 1;
      int firstLevel = 0;
      int firstTier = 0;
      for (int i = 0; i < points; i++) {
        bits.read(12);
        int one = bits.read(5);
        int itsTier = one > 7 ? bits.read(1) : 0;
        if (hasDelays && bits.read(1) == 1) {
          bits.read(4);
        }
        firstLevel = i == 0 ? one : firstLevel;
        firstTier = i == 0 ? itsTier : firstTier;
      }
      level = firstLevel;
      tier = firstTier;
    }
    int widthBits = bits.read(4) + 1;
    int heightBits = bits.read(4) + 1;
    width = bits.read(widthBits) + 1L;
    height = bits.read(heightBits) + 1L;
  }

  /**
   * The one header of a stream, which has no larger frame than it declares.
   *
   * @throws IOException if there is none, or another one that declares another size, or too large a
   *     size
   */
  static SequenceHeader of(byte[] stream) throws IOException {
    SequenceHeader found = null;
    int at = 0;
    while (at < stream.length) {
      int head = stream[at++];
      boolean isExtended = (head & 4) != 0;
      at += isExtended ? 1 : 0;
      long length = stream.length - (long) at;
      if ((head & HAS_LENGTH) != 0) {
        length = 0;
        int shift = 0;
        int part = 0x80;
        while ((part & 0x80) != 0) {
          if (at >= stream.length || shift > 28) {
            throw cut();
          }
          part = stream[at++];
          length |= (long) (part & 0x7f) << shift;
          shift += 7;
        }
      }
      if (length < 0 || length > stream.length - at) {
        throw cut();
      }
      if (((head >> 3) & 15) == TYPE) {
        SequenceHeader one = new SequenceHeader(new Bits(stream, at, (int) length));
        if (found != null && (found.width != one.width || found.height != one.height)) {
          throw new IOException("The file has pictures of several sizes");
        }
        found = one;
      }
      at += (int) length;
    }
    if (found == null) {
      throw new IOException("The file has a picture without a header");
    }
    if (found.width * found.height > ImageConverter.MAX_PIXELS) {
      throw new IOException(
          "The file holds "
              + found.width * found.height
              + " pixels; 1 to "
              + ImageConverter.MAX_PIXELS
              + " are decoded");
    }
    return found;
  }

  private static IOException cut() {
    return new IOException("The file ends within its picture");
  }

  private static final class Bits {
    private final byte[] bytes;
    private final long end;
    private long at;

    Bits(byte[] bytes, int from, int length) {
      this.bytes = bytes;
      at = from * 8L;
      end = at + length * 8L;
    }

    int read(int count) throws IOException {
      if (at + count > end) {
        throw cut();
      }
      int value = 0;
      for (int i = 0; i < count; i++, at++) {
        value = value << 1 | (bytes[(int) (at >> 3)] >> (7 - (at & 7)) & 1);
      }
      return value;
    }
  }
}
