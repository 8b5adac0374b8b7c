package dev.pictor.internal.media;

import dev.pictor.spi.ImageConverter;

/** Turns pictures upright that a camera stored as its sensor lay. */
public final class Turning {
  private Turning() {}

  /**
   * The picture as it is to be seen. Orientations 5 to 8 change width and height places.
   *
   * @param orientation as EXIF counts: 1 upright, 2 mirrored left to right, 3 upside down, 4
   *     mirrored top to bottom, 5 mirrored on the falling diagonal, 6 to be turned right by 90
   *     degrees, 7 mirrored on the rising diagonal, 8 to be turned left by 90 degrees
   * @return the same picture for orientation 1, otherwise a new one
   * @throws IllegalArgumentException if the orientation is not 1 to 8
   */
  public static ImageConverter.Picture upright(ImageConverter.Picture picture, int orientation) {
    if (orientation < 1 || orientation > 8) {
      throw new IllegalArgumentException("orientation is " + orientation + "; it must be 1 to 8");
    }
    if (orientation == 1) {
      return picture;
    }
    int width = picture.width();
    int height = picture.height();
    boolean isLying = orientation >= 5;
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromBottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int toWidth = isLying ? height : width;
    int toHeight = isLying ? width : height;
    int[] from = picture.argb();
    int[] to = new int[from.length];
    for (int y = 0; y < toHeight; y++) {
      for (int x = 0; x < toWidth; x++) {
        int column = isLying ? y : x;
        int row = isLying ? x : y;
        int fromX = fromRight ? width - 1 - column : column;
        int fromY = fromBottom ? height - 1 - row : row;
        to[y * toWidth + x] = from[fromY * width + fromX];
      }
    }
    return ImageConverter.Picture.of(toWidth, toHeight, to);
  }
}
