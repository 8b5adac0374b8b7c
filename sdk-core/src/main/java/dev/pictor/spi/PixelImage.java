package dev.pictor.spi;

/**
 * A decoded picture, between the two halves of an {@link ImageConverter}. Large: 4 bytes for each
 * pixel.
 *
 * <p>Not copied on the way in or out, because a copy would cost as much again; whoever has one does
 * not write to it any more.
 */
public final class PixelImage {
  private final int width;
  private final int height;
  private final int[] argb;

  private PixelImage(int width, int height, int[] argb) {
    this.width = width;
    this.height = height;
    this.argb = argb;
  }

  /**
   * A picture.
   *
   * @param argb the rows from top to bottom, each from left to right; a pixel is {@code 0xAARRGGBB}
   *     in sRGB, with colours that are not multiplied by alpha. Kept, not copied
   * @throws IllegalArgumentException if a side is less than 1, or the array has another length than
   *     width times height
   */
  public static PixelImage of(int width, int height, int[] argb) {
    if (width < 1 || height < 1 || (long) width * height != argb.length) {
      throw new IllegalArgumentException(
          "a picture of " + width + "x" + height + " cannot have " + argb.length + " pixels");
    }
    return new PixelImage(width, height, argb);
  }

  /** The number of pixels in a row. */
  public int width() {
    return width;
  }

  /** The number of rows. */
  public int height() {
    return height;
  }

  /** The pixels as {@link #of} takes them; not a copy. */
  public int[] argb() {
    return argb;
  }

  /** The size. */
  @Override
  public String toString() {
    return width + "x" + height + " pixels";
  }
}
