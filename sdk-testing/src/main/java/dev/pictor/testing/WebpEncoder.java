package dev.pictor.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes lossless WebP: each pixel is either spelled out or part of a run that repeats its left or
 * upper neighbours, which flat colours and even gradients make long.
 *
 * <p>The pixels are made twice, first to count and then to write, which is cheaper than keeping
 * them.
 */
final class WebpEncoder {
  private static final int SHORTEST_RUN = 4;
  private static final int LONGEST_RUN = 4096;
  // The first distance codes of the format mean neighbours: straight above, and to the left.
  private static final int ABOVE = 1;
  private static final int LEFT = 2;
  private static final int LITERALS = 256;

  private final Pixels pixels;
  private final WebpBits bits = new WebpBits();
  private final PrefixCode green = new PrefixCode(LITERALS + 24);
  private final PrefixCode red = new PrefixCode(LITERALS);
  private final PrefixCode blue = new PrefixCode(LITERALS);
  private final PrefixCode alpha = new PrefixCode(LITERALS);
  private final PrefixCode distance = new PrefixCode(40);

  private WebpEncoder(Pixels pixels) {
    this.pixels = pixels;
  }

  static byte[] encode(Pixels pixels) {
    return new WebpEncoder(pixels).write();
  }

  private byte[] write() {
    bits.write(0x2f, 8);
    bits.write(pixels.width() - 1, 14);
    bits.write(pixels.height() - 1, 14);
    // No transparency, version 0; no transform, no colour cache, one set of codes for all.
    bits.write(0, 1 + 3);
    bits.write(0, 1 + 1 + 1);
    alpha.count(0xff);
    scan(new Counting());
    for (PrefixCode code : new PrefixCode[] {green, red, blue, alpha, distance}) {
      code.writeTo(bits);
    }
    scan(new Writing());
    return container(bits.toByteArray());
  }

  private void scan(Tokens tokens) {
    int width = pixels.width();
    int[] above = new int[width];
    int[] row = new int[width];
    for (int y = 0; y < pixels.height(); y++) {
      pixels.row(y, row);
      int x = 0;
      while (x < width) {
        int up = y == 0 ? 0 : repeats(row, above, x, 0);
        int left = x == 0 ? 0 : repeats(row, row, x, -1);
        if (Math.max(up, left) < SHORTEST_RUN) {
          tokens.literal(row[x]);
          x++;
        } else {
          tokens.run(Math.max(up, left), up >= left ? ABOVE : LEFT);
          x += Math.max(up, left);
        }
      }
      int[] swap = above;
      above = row;
      row = swap;
    }
  }

  /** How many pixels from {@code x} on are those of {@code other}, shifted by {@code shift}. */
  private static int repeats(int[] row, int[] other, int x, int shift) {
    int end = Math.min(row.length, x + LONGEST_RUN);
    int at = x;
    while (at < end && row[at] == other[at + shift]) {
      at++;
    }
    return at - x;
  }

  private static byte[] container(byte[] stream) {
    int padding = stream.length & 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream(stream.length + 21);
    ascii(out, "RIFF");
    littleEndian(out, 4 + 8 + stream.length + padding);
    ascii(out, "WEBP");
    ascii(out, "VP8L");
    littleEndian(out, stream.length);
    out.write(stream, 0, stream.length);
    if (padding == 1) {
      out.write(0);
    }
    return out.toByteArray();
  }

  private static void ascii(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    out.write(bytes, 0, bytes.length);
  }

  private static void littleEndian(ByteArrayOutputStream out, int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >> shift);
    }
  }

  /** The two passes over the pixels. */
  private interface Tokens {
    void literal(int rgb);

    void run(int length, int where);
  }

  private final class Counting implements Tokens {
    @Override
    public void literal(int rgb) {
      green.count(rgb >> 8 & 0xff);
      red.count(rgb >> 16 & 0xff);
      blue.count(rgb & 0xff);
    }

    @Override
    public void run(int length, int where) {
      green.count(LITERALS + symbol(length));
      distance.count(symbol(where));
    }
  }

  private final class Writing implements Tokens {
    @Override
    public void literal(int rgb) {
      green.write(rgb >> 8 & 0xff, bits);
      red.write(rgb >> 16 & 0xff, bits);
      blue.write(rgb & 0xff, bits);
      alpha.write(0xff, bits);
    }

    @Override
    public void run(int length, int where) {
      int symbol = symbol(length);
      green.write(LITERALS + symbol, bits);
      if (symbol >= 4) {
        int extra = (symbol - 2) / 2;
        bits.write((length - 1) & ((1 << extra) - 1), extra);
      }
      distance.write(symbol(where), bits);
    }
  }

  /** Lengths and distances are written as a power of two, half or whole, and the bits below it. */
  private static int symbol(int value) {
    int number = value - 1;
    if (number < 4) {
      return number;
    }
    int highest = 31 - Integer.numberOfLeadingZeros(number);
    return 2 * highest + (number >> (highest - 1) & 1);
  }
}
