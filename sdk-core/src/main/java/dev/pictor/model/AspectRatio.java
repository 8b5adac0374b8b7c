package dev.pictor.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shape of an image, width to height, in lowest terms: 1920:1080 equals 16:9.
 *
 * <p>Any positive ratio is accepted; the planner maps it to what an endpoint offers and says so.
 * Immutable and thread-safe.
 */
public final class AspectRatio {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})\\s*:\\s*([0-9]{1,9})");

  private final int width;
  private final int height;

  private AspectRatio(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /**
   * The ratio of these two, reduced.
   *
   * @param width at least 1
   * @param height at least 1
   * @throws IllegalArgumentException if one of them is zero or negative
   */
  public static AspectRatio of(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "aspectRatio is " + width + ":" + height + "; both numbers must be at least 1");
    }
    int divisor = commonDivisor(width, height);
    return new AspectRatio(width / divisor, height / divisor);
  }

  private static int commonDivisor(int width, int height) {
    int divisor = width;
    int rest = height;
    while (rest != 0) {
      int next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return divisor;
  }

  /**
   * Reads {@code 16:9}.
   *
   * @throws IllegalArgumentException if the text has another form or a number is zero
   */
  public static AspectRatio parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "aspectRatio is \"" + text + "\"; write width:height, such as 16:9");
    }
    return of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** The width part, in lowest terms. */
  public int width() {
    return width;
  }

  /** The height part, in lowest terms. */
  public int height() {
    return height;
  }

  /** The ratio as {@code 16:9}. */
  @Override
  public String toString() {
    return width + ":" + height;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AspectRatio
        && width == ((AspectRatio) other).width
        && height == ((AspectRatio) other).height;
  }

  @Override
  public int hashCode() {
    return 31 * width + height;
  }
}
