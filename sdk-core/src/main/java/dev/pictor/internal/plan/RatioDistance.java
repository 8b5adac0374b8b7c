package dev.pictor.internal.plan;

import dev.pictor.model.AspectRatio;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How far two shapes are apart: {@code |ln(a / b)|}, compared without the logarithm.
 *
 * <p>The larger of the two quotients of the ratios orders in the same way and is a fraction of
 * whole numbers. Doubles would not do: ties between 4:3 and 3:4 are real, and in doubles they are
 * not ties.
 */
final class RatioDistance implements Comparable<RatioDistance> {
  private final long larger;
  private final long smaller;

  private RatioDistance(long larger, long smaller) {
    this.larger = larger;
    this.smaller = smaller;
  }

  static RatioDistance between(AspectRatio a, AspectRatio b) {
    long one = (long) a.width() * b.height();
    long other = (long) a.height() * b.width();
    return new RatioDistance(Math.max(one, other), Math.min(one, other));
  }

  /** Whether it is less than a hundredth: what rounding to whole pixels makes of a ratio. */
  boolean isNegligible() {
    return larger - smaller < (smaller + 99) / 100;
  }

  @Override
  public int compareTo(RatioDistance other) {
    if ((larger | other.larger) >>> 31 == 0) {
      return Long.compare(larger * other.smaller, other.larger * smaller);
    }
    BigInteger left = BigInteger.valueOf(larger).multiply(BigInteger.valueOf(other.smaller));
    return left.compareTo(BigInteger.valueOf(other.larger).multiply(BigInteger.valueOf(smaller)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RatioDistance && compareTo((RatioDistance) other) == 0;
  }

  @Override
  public int hashCode() {
    return Double.hashCode((double) larger / smaller);
  }
}
