package dev.pictor.testing;

import java.util.Arrays;

/** An image that is made row by row. */
interface Pixels {
  int width();

  int height();

  /** Writes one row, {@code 0xRRGGBB} each. */
  void row(int y, int[] rgb);

  static Pixels black(int width, int height) {
    return new Pixels() {
      @Override
      public int width() {
        return width;
      }

      @Override
      public int height() {
        return height;
      }

      @Override
      public void row(int y, int[] rgb) {
        Arrays.fill(rgb, 0);
      }
    };
  }
}
