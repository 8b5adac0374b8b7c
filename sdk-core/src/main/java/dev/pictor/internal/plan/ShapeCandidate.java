package dev.pictor.internal.plan;

import dev.pictor.model.ImageSize;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.util.Optional;

/** A listed shape, at a tier where there are tiers, measured against what is asked. */
final class ShapeCandidate {
  private final ShapeRule.Option option;
  private final Optional<ShapeRule.Tier> tier;
  private final Optional<ImageSize> size;
  private final ShapeAsk ask;

  ShapeCandidate(ShapeRule.Option option, Optional<ShapeRule.Tier> tier, ShapeAsk ask) {
    this.option = option;
    this.tier = tier;
    this.size = ListedShape.size(option, tier);
    this.ask = ask;
  }

  ShapeRule.Option option() {
    return option;
  }

  Optional<ShapeRule.Tier> tier() {
    return tier;
  }

  /** Its size where that is published. */
  Optional<ImageSize> size() {
    return size;
  }

  boolean isSize(ImageSize other) {
    return size.isPresent() && size.get().equals(other);
  }

  boolean isAtLeast(ImageSize other) {
    return size.isPresent()
        && size.get().width() >= other.width()
        && size.get().height() >= other.height();
  }

  /** Whether it is to be taken instead of one that is listed before it. */
  boolean isBetterThan(ShapeCandidate listedBefore) {
    Optional<ImageSize> asked = ask.size();
    boolean exact = asked.isPresent() && isSize(asked.get());
    boolean exactBefore = asked.isPresent() && listedBefore.isSize(asked.get());
    if (exact != exactBefore) {
      return exact;
    }
    int order = distance().compareTo(listedBefore.distance());
    if (order != 0) {
      return order < 0;
    }
    if (asked.isPresent() && tier.isPresent() && listedBefore.tier.isPresent()) {
      BigDecimal pixels = BigDecimal.valueOf(asked.get().pixels());
      int scale = TierChoice.compareDistance(area(tier), area(listedBefore.tier), pixels);
      if (scale != 0) {
        return scale < 0;
      }
    }
    return isLargerThan(listedBefore);
  }

  private RatioDistance distance() {
    return RatioDistance.between(option.ratio(), ask.ratio());
  }

  /** Unknown areas count as equal, so that the order of the list decides. */
  private boolean isLargerThan(ShapeCandidate other) {
    if (size.isPresent() && other.size.isPresent()) {
      return size.get().pixels() > other.size.get().pixels();
    }
    return tier.isPresent()
        && other.tier.isPresent()
        && tier.get().area().compareTo(other.tier.get().area()) > 0;
  }

  private static BigDecimal area(Optional<ShapeRule.Tier> tier) {
    return tier.map(ShapeRule.Tier::area)
        .orElse(BigDecimal.ONE)
        .multiply(BigDecimal.valueOf(Scale.ONE_K));
  }
}
