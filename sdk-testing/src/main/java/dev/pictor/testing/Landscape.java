package dev.pictor.testing;

import java.util.Arrays;

/** The picture itself. */
final class Landscape implements Pixels {
  private final int width;
  private final int height;
  private final int colour;

  Landscape(String prompt, long seed, String provider, int width, int height) {
    this.width = width;
    this.height = height;
    this.colour = (int) (prompt.hashCode() * 31L + seed * 17 + provider.hashCode()) & 0xffffff;
  }

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
    Arrays.fill(rgb, colour);
  }
}
