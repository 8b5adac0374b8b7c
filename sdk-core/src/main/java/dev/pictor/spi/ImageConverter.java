package dev.pictor.spi;

import dev.pictor.model.OutputFormat;
import java.io.IOException;
import java.util.Set;

/**
 * Reads and writes image files, where an endpoint does not make the format that was asked for, or
 * an input has to be turned. Found on the class path by {@link java.util.ServiceLoader}, or given
 * to the client's builder, whose converters come first. One may read what another one writes.
 *
 * <p>An implementation is stateless and thread-safe. It meets files from servers: what is no such
 * file, or is damaged or cut, ends as an {@link IOException}, never as half a picture. Pictor
 * measures a file by its header first and never hands over one that declares more than {@link
 * #MAX_PIXELS}; where a format can hold more than its header declares, an implementation refuses
 * that itself before it allocates.
 */
public interface ImageConverter {
  /** The most pixels of a file that is decoded: 100 million, of 4 bytes each. */
  int MAX_PIXELS = 100_000_000;

  /** The formats that it reads; empty where it cannot work, for want of native code for example. */
  Set<OutputFormat> reads();

  /** The formats that it writes; empty where it cannot work. */
  Set<OutputFormat> writes();

  /**
   * Decodes a file; the first frame of an animation. An EXIF orientation is not applied, what the
   * format itself says of rotation is.
   *
   * @param file not to be changed
   * @param format one of {@link #reads()}, by the file's own signature
   * @throws IOException if the file is damaged, or too large
   */
  Picture read(byte[] file, OutputFormat format) throws IOException;

  /**
   * Encodes a picture. A format without transparency shows it on white.
   *
   * @param format one of {@link #writes()}
   * @param quality 0 to 100, 100 best; ignored by a format that has none
   * @throws IOException if the format cannot hold the picture
   */
  byte[] write(Picture picture, OutputFormat format, int quality) throws IOException;

  /**
   * A decoded picture, between the two halves of an {@link ImageConverter}. Large: 4 bytes for each
   * pixel.
   *
   * <p>Not copied on the way in or out, because a copy would cost as much again; whoever has one
   * does not write to it any more.
   */
  public static final class Picture {
    private final int width;
    private final int height;
    private final int[] argb;

    private Picture(int width, int height, int[] argb) {
      this.width = width;
      this.height = height;
      this.argb = argb;
    }

    /**
     * A picture.
     *
     * @param argb the rows from top to bottom, each from left to right; a pixel is {@code
     *     0xAARRGGBB} in sRGB, with colours that are not multiplied by alpha. Kept, not copied
     * @throws IllegalArgumentException if a side is less than 1, or the array has another length
     *     than width times height
     */
    public static Picture of(int width, int height, int[] argb) {
      if (width < 1 || height < 1 || (long) width * height != argb.length) {
        throw new IllegalArgumentException(
            "a picture of " + width + "x" + height + " cannot have " + argb.length + " pixels");
      }
      return new Picture(width, height, argb);
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
}
