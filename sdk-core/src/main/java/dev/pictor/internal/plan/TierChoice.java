package dev.pictor.internal.plan;

import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.Resolution;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Which of an endpoint's tiers of scale stands for what was asked. */
final class TierChoice {
  private TierChoice() {}

  /** The tier of the same name or the same area. */
  static Optional<ShapeRule.Tier> exact(List<ShapeRule.Tier> tiers, Resolution asked) {
    for (ShapeRule.Tier tier : tiers) {
      if (tier.label().equalsIgnoreCase(asked.value())) {
        return Optional.of(tier);
      }
    }
    Optional<BigDecimal> area = asked.area();
    if (area.isPresent()) {
      for (ShapeRule.Tier tier : tiers) {
        if (tier.area().compareTo(area.get()) == 0) {
          return Optional.of(tier);
        }
      }
    }
    return Optional.empty();
  }

  /** The nearest tier; with {@code AT_LEAST} the nearest that is not smaller, if there is one. */
  static Optional<ShapeRule.Tier> nearest(
      List<ShapeRule.Tier> tiers, BigDecimal area, SizePolicy policy) {
    Optional<ShapeRule.Tier> best = Optional.empty();
    for (ShapeRule.Tier tier : tiers) {
      boolean allowed = policy == SizePolicy.NEAREST || tier.area().compareTo(area) >= 0;
      if (allowed && (!best.isPresent() || isBetter(tier.area(), best.get().area(), area))) {
        best = Optional.of(tier);
      }
    }
    return best;
  }

  /** Whether an area is nearer to the asked one, or equally near and larger. */
  static boolean isBetter(BigDecimal candidate, BigDecimal best, BigDecimal asked) {
    int order = compareDistance(candidate, best, asked);
    return order != 0 ? order < 0 : candidate.compareTo(best) > 0;
  }

  /** Compares max / min of each area and the asked one, as exact fractions. */
  static int compareDistance(BigDecimal one, BigDecimal other, BigDecimal asked) {
    BigDecimal left = one.max(asked).multiply(other.min(asked));
    BigDecimal right = other.max(asked).multiply(one.min(asked));
    return left.compareTo(right);
  }
}
