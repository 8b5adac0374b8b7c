package dev.pictor.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The size of an image in pixels.
 *
 * <p>Each side is between 1 and {@value #MAX_SIDE} pixels, the largest that any described endpoint
 * takes. Immutable and thread-safe.
 */
public final class ImageSize {
  /** The longest side a request may ask for, in pixels. */
  public static final int MAX_SIDE = 14142;

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})[xX×]([0-9]{1,9})");

  private final int width;
  private final int height;

  /** Made when it is asked for first; a thread that does not see it makes the same. */
  private @Nullable String text;

  private ImageSize(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /**
   * A size to ask for.
   *
   * @param width in pixels, 1 to {@value #MAX_SIDE}
   * @param height in pixels, 1 to {@value #MAX_SIDE}
   * @throws IllegalArgumentException if a side is out of range
   */
  public static ImageSize of(int width, int height) {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          "size is " + width + "x" + height + "; each side must be 1 to " + MAX_SIDE + " pixels");
    }
    return new ImageSize(width, height);
  }

  /**
   * Reads {@code 1024x768}.
   *
   * @throws IllegalArgumentException if the text has another form or a side is out of range
   */
  public static ImageSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "size is \"" + text + "\"; write width x height in pixels, such as 1024x768");
    }
    return of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** The width in pixels. */
  public int width() {
    return width;
  }

  /** The height in pixels. */
  public int height() {
    return height;
  }

  /** Width times height. */
  public long pixels() {
    return (long) width * height;
  }

  /** The shape without the scale: 1024x768 is 4:3. */
  public AspectRatio aspectRatio() {
    return AspectRatio.of(width, height);
  }

  /** The size as {@code 1024x768}. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = width + "x" + height;
      text = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageSize
        && width == ((ImageSize) other).width
        && height == ((ImageSize) other).height;
  }

  @Override
  public int hashCode() {
    return 31 * width + height;
  }
}
