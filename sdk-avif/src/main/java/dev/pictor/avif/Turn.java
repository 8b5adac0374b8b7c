package dev.pictor.avif;

import dev.pictor.spi.PixelImage;

/** Rotation and reflection. */
final class Turn {
  private Turn() {}

  /** A quarter, against the clock. */
  static PixelImage left(PixelImage picture) {
    int width = picture.width();
    int height = picture.height();
    int[] from = picture.argb();
    int[] to = new int[from.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        to[(width - 1 - x) * height + y] = from[y * width + x];
      }
    }
    return PixelImage.of(height, width, to);
  }

  /** Top and bottom change places. */
  static PixelImage over(PixelImage picture) {
    int width = picture.width();
    int height = picture.height();
    int[] to = new int[width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(picture.argb(), y * width, to, (height - 1 - y) * width, width);
    }
    return PixelImage.of(width, height, to);
  }

  /** Left and right change places. */
  static PixelImage across(PixelImage picture) {
    return left(left(over(picture)));
  }
}
