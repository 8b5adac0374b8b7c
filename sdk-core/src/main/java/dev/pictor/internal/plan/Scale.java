package dev.pictor.internal.plan;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageSize;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Width and height of a ratio at a scale: whole numbers, not yet within any limit. */
final class Scale {
  /** The pixels of the scale 1K. */
  static final long ONE_K = 1024L * 1024;

  /** The largest height for which everything below is exact in a {@code long}. */
  private static final long SAFE = 1L << 30;

  /** Areas with more decimals than this are no tiers. */
  private static final int MAX_SCALE = 6;

  private final long width;
  private final long height;

  private Scale(long width, long height) {
    this.width = width;
    this.height = height;
  }

  static Scale of(ImageSize size) {
    return new Scale(size.width(), size.height());
  }

  /**
   * The published formula: the height is the rounded root of area / ratio, the width follows from
   * the rounded height. Halves go up. Rounding the width first, or halves to even, misses published
   * sizes.
   *
   * @param area in units of 1024² pixels, above 0
   */
  static Scale of(AspectRatio ratio, BigDecimal area) {
    // floor(root(x) + 1/2) = floor((floor(root(4x)) + 1) / 2)
    long root = rootOf4Times(ratio, area);
    long height = Math.min(SAFE, Math.max(1, (root + 1) / 2));
    long width = Math.max(1, roundedQuotient(height * ratio.width(), ratio.height()));
    return new Scale(width, height);
  }

  private static long rootOf4Times(AspectRatio ratio, BigDecimal area) {
    if (area.scale() == 0 && area.precision() <= 3 && ratio.height() < 1 << 20) {
      return root(4 * ONE_K * area.longValueExact() * ratio.height() / ratio.width());
    }
    BigDecimal pixels =
        area.multiply(BigDecimal.valueOf(4 * ONE_K)).multiply(BigDecimal.valueOf(ratio.height()));
    BigInteger divisor = BigInteger.TEN.pow(Math.max(0, pixels.scale()));
    BigInteger whole =
        pixels
            .setScale(Math.max(0, pixels.scale()))
            .unscaledValue()
            .divide(divisor.multiply(BigInteger.valueOf(ratio.width())));
    return whole.bitLength() < 62 ? root(whole.longValue()) : 2 * SAFE;
  }

  /** The whole part of a square root. */
  static long root(long square) {
    long root = (long) Math.sqrt((double) square);
    while (root * root > square) {
      root--;
    }
    while ((root + 1) * (root + 1) <= square) {
      root++;
    }
    return root;
  }

  /** The quotient of two positive numbers as the nearest whole number, halves up. */
  static long roundedQuotient(long dividend, long divisor) {
    long quotient = dividend / divisor;
    long rest = dividend % divisor;
    return rest >= divisor - rest ? quotient + 1 : quotient;
  }

  /**
   * A published size at another scale than the one it was published for; empty where that is no
   * whole number of pixels or none that a request could ask for.
   */
  static Optional<ImageSize> rescale(ImageSize size, BigDecimal area) {
    if (area.compareTo(BigDecimal.ONE) == 0) {
      return Optional.of(size);
    }
    if (area.signum() <= 0
        || area.scale() > MAX_SCALE
        || (long) area.precision() - area.scale() > 9) {
      return Optional.empty();
    }
    // As a square over a power of 100, the factor of a side is the root over a power of 10.
    BigDecimal even = (area.scale() & 1) == 0 ? area : area.setScale(area.scale() + 1);
    BigDecimal whole = even.scale() < 0 ? even.setScale(0) : even;
    long square = whole.unscaledValue().longValue();
    long root = root(square);
    long divisor = 1;
    for (int i = 0; i < whole.scale(); i += 2) {
      divisor *= 10;
    }
    long width = size.width() * root;
    long height = size.height() * root;
    return root * root == square
            && width % divisor == 0
            && height % divisor == 0
            && Math.max(width, height) / divisor <= ImageSize.MAX_SIDE
        ? Optional.of(ImageSize.of((int) (width / divisor), (int) (height / divisor)))
        : Optional.empty();
  }

  long width() {
    return width;
  }

  long height() {
    return height;
  }

  long pixels() {
    return width * height;
  }

  boolean isSize(ImageSize size) {
    return width == size.width() && height == size.height();
  }
}
