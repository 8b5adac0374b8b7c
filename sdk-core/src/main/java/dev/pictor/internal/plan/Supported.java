package dev.pictor.internal.plan;

import dev.pictor.spi.ShapeRule;
import java.util.List;

/** What an endpoint offers, in words; written only where a request cannot be met. */
final class Supported {
  private Supported() {}

  static String shapes(ShapeRule rule) {
    StringBuilder out = new StringBuilder(8 * rule.options().size());
    for (ShapeRule.Option option : rule.options()) {
      out.append(out.length() == 0 ? "" : ", ").append(option.label());
      if (option.size().isPresent()) {
        out.append(" (").append(option.size().get()).append(')');
      }
    }
    return out.toString();
  }

  static String pixels(ShapeRule.Pixels pixels) {
    String sides = "each side " + pixels.min() + " to " + pixels.max() + " pixels";
    return pixels.step() <= 1 ? sides : sides + " and a multiple of " + pixels.step();
  }

  static String tiers(List<ShapeRule.Tier> tiers) {
    StringBuilder out = new StringBuilder();
    for (ShapeRule.Tier tier : tiers) {
      out.append(out.length() == 0 ? "" : ", ").append(tier.label());
    }
    return out.toString();
  }
}
