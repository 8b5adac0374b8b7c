package dev.pictor.internal.plan;

import dev.pictor.model.ImageSize;
import dev.pictor.spi.ShapeRule;

/**
 * A size brought into the limits of an endpoint that takes free pixels: first the limits, keeping
 * the shape as long as they let it, then the multiple.
 */
final class PixelFit {
  /** Which way sides go to a multiple. */
  enum Rounding {
    NEAREST,
    UP
  }

  private PixelFit() {}

  static ImageSize of(Scale asked, ShapeRule.Pixels pixels, Rounding rounding) {
    long most = Math.max(1, Math.min(pixels.max(), ImageSize.MAX_SIDE));
    long step = Math.min(most, Math.max(1, pixels.step()));
    long high = most / step * step;
    long low = Math.min(high, (Math.max(1, pixels.min()) + step - 1) / step * step);
    long longer = Math.max(asked.width(), asked.height());
    long shorter = Math.min(asked.width(), asked.height());
    if (longer > high) {
      shorter = Scale.roundedQuotient(shorter * high, longer);
      longer = high;
    }
    if (shorter < low) {
      longer = Math.min(high, Scale.roundedQuotient(longer * low, Math.max(1, shorter)));
      shorter = low;
    }
    int one = (int) Math.min(high, Math.max(low, multiple(longer, step, rounding)));
    int other = (int) Math.min(high, Math.max(low, multiple(shorter, step, rounding)));
    boolean wide = asked.width() >= asked.height();
    return ImageSize.of(wide ? one : other, wide ? other : one);
  }

  private static long multiple(long side, long step, Rounding rounding) {
    return rounding == Rounding.UP
        ? (side + step - 1) / step * step
        : Scale.roundedQuotient(side, step) * step;
  }
}
