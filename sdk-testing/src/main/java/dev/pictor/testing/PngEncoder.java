package dev.pictor.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG: 8 bits per channel, no transparency. */
final class PngEncoder {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte DIFFERENCE_TO_THE_LEFT = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PngEncoder() {}

  static byte[] encode(Pixels pixels) {
    return new PngEncoder().write(pixels);
  }

  private byte[] write(Pixels pixels) {
    out.write(SIGNATURE, 0, SIGNATURE.length);
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(pixels.width()).putInt(pixels.height());
    // Depth 8, colour without palette, and the only compression, filter set and order but one.
    header.put((byte) 8).put((byte) 2).put((byte) 0).put((byte) 0).put((byte) 0);
    chunk("IHDR", header.array(), 13);
    writeRows(pixels);
    chunk("IEND", new byte[0], 0);
    return out.toByteArray();
  }

  private void writeRows(Pixels pixels) {
    int width = pixels.width();
    int[] rgb = new int[width];
    byte[] line = new byte[1 + 3 * width];
    byte[] compressed = new byte[1 << 16];
    // The fastest level: flat colours become small at any.
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      for (int y = 0; y < pixels.height(); y++) {
        pixels.row(y, rgb);
        filter(rgb, line);
        deflater.setInput(line);
        while (!deflater.needsInput()) {
          drain(deflater, compressed);
        }
      }
      deflater.finish();
      while (!deflater.finished()) {
        drain(deflater, compressed);
      }
    } finally {
      deflater.end();
    }
  }

  private static void filter(int[] rgb, byte[] line) {
    line[0] = DIFFERENCE_TO_THE_LEFT;
    int left = 0;
    int at = 1;
    for (int pixel : rgb) {
      line[at++] = (byte) ((pixel >> 16) - (left >> 16));
      line[at++] = (byte) ((pixel >> 8) - (left >> 8));
      line[at++] = (byte) (pixel - left);
      left = pixel;
    }
  }

  private void drain(Deflater deflater, byte[] buffer) {
    int length = deflater.deflate(buffer);
    if (length > 0) {
      chunk("IDAT", buffer, length);
    }
  }

  private void chunk(String type, byte[] data, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name, 0, name.length);
    crc.update(data, 0, length);
    writeInt(length);
    out.write(name, 0, name.length);
    out.write(data, 0, length);
    writeInt((int) crc.getValue());
  }

  private void writeInt(int value) {
    out.write(ByteBuffer.allocate(4).putInt(value).array(), 0, 4);
  }
}
