package dev.pictor.model;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The scale of an image without its shape: a named tier such as {@code 1K}, or megapixels such as
 * {@code 0.25 MP}.
 *
 * <p>A tier nK stands for an area of (n x 1024)² pixels, {@code 0.5K} for a quarter of {@code 1K};
 * megapixels are counted in 1024². Unknown names are accepted, and passed on only where an endpoint
 * knows them. Immutable and thread-safe.
 */
public final class Resolution {
  /** About 512x512 pixels. */
  public static final Resolution HALF_K = of("0.5K");

  /** About 1024x1024 pixels. */
  public static final Resolution ONE_K = of("1K");

  /** About 2048x2048 pixels. */
  public static final Resolution TWO_K = of("2K");

  /** About 4096x4096 pixels. */
  public static final Resolution FOUR_K = of("4K");

  private static final Pattern AREA =
      Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3})?)(K|\\s*(?:MP)?)");

  private final String value;

  private Resolution(String value) {
    this.value = value;
  }

  /**
   * A tier by its name, such as {@code 2K} or {@code 0.25 MP}; upper and lower case are the same.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static Resolution of(String value) {
    String trimmed = value.trim();
    if (trimmed.isEmpty()) {
      throw new IllegalArgumentException("resolution is blank; write a tier such as 1K or 2K");
    }
    return new Resolution(trimmed.toUpperCase(Locale.ROOT));
  }

  /** The name of the tier, in upper case. */
  public String value() {
    return value;
  }

  /** The area in units of 1024² pixels, if the name says one: 1 for 1K, 4 for 2K. */
  public Optional<BigDecimal> area() {
    Matcher matcher = AREA.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    BigDecimal area = matcher.group(2).equals("K") ? number.pow(2) : number;
    return area.signum() > 0 ? Optional.of(area) : Optional.empty();
  }

  /** The name of the tier. */
  @Override
  public String toString() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Resolution && value.equals(((Resolution) other).value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
