package dev.pictor.imageio;

import dev.pictor.spi.ImageConverter;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/** A JPEG of four inks, without its colour profile, as most programs show it. */
final class CmykJpeg {
  private static final int NO_MARKER = -1;
  private static final int YCCK = 2;

  private CmykJpeg() {}

  static ImageConverter.Picture read(ImageReader reader, byte[] file) throws IOException {
    Raster raster = reader.readRaster(0, null);
    if (raster.getNumBands() != 4) {
      throw new IOException("The JPEG has " + raster.getNumBands() + " components");
    }
    int transform = adobeTransform(file);
    int width = raster.getWidth();
    int[] argb = new int[Math.multiplyExact(width, raster.getHeight())];
    int[] row = new int[width * 4];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (transform == YCCK) {
          inks(row, x * 4);
        }
        argb[y * width + x] = colour(row, x * 4, transform != NO_MARKER);
      }
    }
    return ImageConverter.Picture.of(width, raster.getHeight(), argb);
  }

  private static void inks(int[] row, int at) {
    double light = row[at];
    double blue = row[at + 1] - 128;
    double red = row[at + 2] - 128;
    row[at] = 255 - eight(light + 1.402 * red);
    row[at + 1] = 255 - eight(light - 0.344136 * blue - 0.714136 * red);
    row[at + 2] = 255 - eight(light + 1.772 * blue);
  }

  private static int eight(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  /**
   * @param isInverted whether 255 is no ink, as Adobe's programs write it
   */
  private static int colour(int[] row, int at, boolean isInverted) {
    int flip = isInverted ? 0 : 255;
    int paper = row[at + 3] ^ flip;
    int red = (row[at] ^ flip) * paper / 255;
    int green = (row[at + 1] ^ flip) * paper / 255;
    int blue = (row[at + 2] ^ flip) * paper / 255;
    return Pixels.pixel(255, red, green, blue);
  }

  /** What Adobe's marker says of the colours; {@link #NO_MARKER} if there is none. */
  private static int adobeTransform(byte[] file) {
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      int length = ((file[at + 2] & 0xff) << 8) | (file[at + 3] & 0xff);
      if (marker == 0xda) {
        break;
      }
      if (marker == 0xee
          && length >= 14
          && at + 16 <= file.length
          && file[at + 4] == 'A'
          && file[at + 5] == 'd') {
        return file[at + 15] & 0xff;
      }
      at += marker == 0xff ? 1 : 2 + length;
    }
    return NO_MARKER;
  }
}
