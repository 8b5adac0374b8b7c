package dev.pictor.avif;

import dev.pictor.spi.ImageConverter;

/** Rotation and reflection. */
final class Turn {
  private Turn() {}

  /** A quarter, against the clock. */
  static ImageConverter.Picture left(ImageConverter.Picture picture) {
    int width = picture.width();
    int height = picture.height();
    int[] from = picture.argb();
    int[] to = new int[from.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        to[(width - 1 - x) * height + y] = from[y * width + x];
      }
    }
    return ImageConverter.Picture.of(height, width, to);
  }

  /** Top and bottom change places. */
  static ImageConverter.Picture over(ImageConverter.Picture picture) {
    int width = picture.width();
    int height = picture.height();
    int[] to = new int[width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(picture.argb(), y * width, to, (height - 1 - y) * width, width);
    }
    return ImageConverter.Picture.of(width, height, to);
  }

  /** Left and right change places. */
  static ImageConverter.Picture across(ImageConverter.Picture picture) {
    return left(left(over(picture)));
  }
}
