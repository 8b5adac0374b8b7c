package dev.pictor.testing;

import java.io.ByteArrayOutputStream;

/**
 * Writes baseline JPEG at full colour resolution.
 *
 * <p>By hand, as are PNG and WebP: the encoders of the JDK belong to its desktop part, which is not
 * everywhere, starts slowly, and knows no WebP.
 */
final class JpegEncoder {
  private static final int QUALITY = 95;
  private static final int BLOCK = 8;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
  private final JpegTables tables = new JpegTables(QUALITY);
  private final JpegBits bits = new JpegBits(out);
  private final float[] block = new float[BLOCK * BLOCK];
  private final int[] quantized = new int[BLOCK * BLOCK];
  private final int[] previousDc = new int[3];

  private JpegEncoder() {}

  static byte[] encode(Pixels pixels) {
    return new JpegEncoder().write(pixels);
  }

  private byte[] write(Pixels pixels) {
    tables.writeHead(out, pixels.width(), pixels.height());
    int columns = (pixels.width() + BLOCK - 1) / BLOCK;
    float[][] planes = new float[3][columns * BLOCK * BLOCK];
    int[] rgb = new int[pixels.width()];
    for (int y = 0; y < pixels.height(); y += BLOCK) {
      for (int line = 0; line < BLOCK; line++) {
        // Blocks reach beyond the edge; repeating it costs fewest bits.
        pixels.row(Math.min(y + line, pixels.height() - 1), rgb);
        toYcc(rgb, planes, line * columns * BLOCK, columns * BLOCK);
      }
      for (int column = 0; column < columns; column++) {
        for (int component = 0; component < 3; component++) {
          load(planes[component], column, columns * BLOCK);
          encodeBlock(component);
        }
      }
    }
    bits.flush();
    out.write(0xff);
    out.write(0xd9);
    return out.toByteArray();
  }

  private static void toYcc(int[] rgb, float[][] planes, int offset, int width) {
    float[] luma = planes[0];
    float[] blue = planes[1];
    float[] red = planes[2];
    for (int x = 0; x < width; x++) {
      int pixel = rgb[Math.min(x, rgb.length - 1)];
      int r = pixel >> 16 & 0xff;
      int g = pixel >> 8 & 0xff;
      int b = pixel & 0xff;
      luma[offset + x] = 0.299f * r + 0.587f * g + 0.114f * b - 128;
      blue[offset + x] = -0.168736f * r - 0.331264f * g + 0.5f * b;
      red[offset + x] = 0.5f * r - 0.418688f * g - 0.081312f * b;
    }
  }

  private void load(float[] plane, int column, int stride) {
    for (int line = 0; line < BLOCK; line++) {
      System.arraycopy(plane, line * stride + column * BLOCK, block, line * BLOCK, BLOCK);
    }
  }

  private void encodeBlock(int component) {
    boolean luma = component == 0;
    Dct.forward(block);
    tables.quantize(block, luma, quantized);
    encodeDc(quantized[0] - previousDc[component], luma);
    previousDc[component] = quantized[0];
    int zeros = 0;
    for (int i = 1; i < quantized.length; i++) {
      int value = quantized[i];
      if (value == 0) {
        zeros++;
        continue;
      }
      for (; zeros > 15; zeros -= 16) {
        bits.write(tables.ac(luma, 0xf0));
      }
      int size = size(value);
      bits.write(tables.ac(luma, zeros << 4 | size));
      bits.write(magnitude(value, size), size);
      zeros = 0;
    }
    if (zeros > 0) {
      bits.write(tables.ac(luma, 0));
    }
  }

  private void encodeDc(int difference, boolean luma) {
    int size = size(difference);
    bits.write(tables.dc(luma, size));
    bits.write(magnitude(difference, size), size);
  }

  private static int size(int value) {
    return 32 - Integer.numberOfLeadingZeros(Math.abs(value));
  }

  /** Negative values are written as the ones' complement of what they would be without the sign. */
  private static int magnitude(int value, int size) {
    return value < 0 ? value + (1 << size) - 1 : value;
  }
}
