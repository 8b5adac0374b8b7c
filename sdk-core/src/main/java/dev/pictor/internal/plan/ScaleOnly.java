package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Resolution;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A scale apart from any shape: a tier, where the endpoint has tiers. */
final class ScaleOnly {
  private ScaleOnly() {}

  /**
   * Sends the tier of a scale and records it.
   *
   * @return the tier that is sent, if one is
   */
  static Optional<ShapeRule.Tier> match(Draft draft, ShapeRule rule, ShapeAsk ask) {
    if (!ask.resolution().isPresent()) {
      return Optional.empty();
    }
    Resolution asked = ask.resolution().get();
    String from = asked.toString();
    if (!rule.tiers().isPresent()) {
      if (rule.pixels().isPresent() && !ask.isShapeAsked() && !draft.options().has(rule.field())) {
        lose(draft, ask, "its shape follows from the input; with aspectRatio it becomes pixels");
      } else {
        withoutTiers(draft, rule, ask, asked);
      }
      return Optional.empty();
    }
    ShapeRule.Tiers tiers = rule.tiers().get();
    if (draft.options().has(tiers.field())) {
      draft.overridden("resolution", from, tiers.field());
      return Optional.empty();
    }
    Optional<ShapeRule.Tier> tier = TierChoice.exact(tiers.options(), asked);
    if (tier.isPresent()) {
      draft.keep("resolution", Adjustment.Mode.CONVERTED, from, send(draft, tiers, tier.get()));
      return tier;
    }
    return inexact(draft, ask, tiers, asked);
  }

  private static Optional<ShapeRule.Tier> inexact(
      Draft draft, ShapeAsk ask, ShapeRule.Tiers tiers, Resolution asked) {
    List<ShapeRule.Tier> options = tiers.options();
    String supported = tiers.field() + " is one of " + Supported.tiers(options);
    Optional<BigDecimal> area = asked.area();
    Optional<ShapeRule.Tier> nearest =
        area.isPresent() && ask.policy() != SizePolicy.EXACT_OR_FAIL
            ? TierChoice.nearest(options, area.get(), ask.policy())
            : Optional.empty();
    if (nearest.isPresent()) {
      draft.change(
          "resolution",
          Adjustment.Mode.CONVERTED,
          asked.toString(),
          send(draft, tiers, nearest.get()),
          supported);
    } else if (ask.policy() == SizePolicy.NEAREST) {
      draft.drop("resolution", asked.toString(), "not a scale that can be compared; " + supported);
    } else {
      ShapeMatcher.refuse(draft, "resolution", asked.toString(), supported);
    }
    return nearest;
  }

  private static String send(Draft draft, ShapeRule.Tiers tiers, ShapeRule.Tier tier) {
    draft.send(tiers.field(), JsonValue.of(tier.label()));
    return tiers.field() + "=" + tier.label();
  }

  /** An endpoint with one scale, which is asked for or not. */
  private static void withoutTiers(Draft draft, ShapeRule rule, ShapeAsk ask, Resolution asked) {
    String from = asked.toString();
    Optional<BigDecimal> area = asked.area();
    String one =
        draft.spec().endpoint()
            + (rule.pixels().isPresent()
                ? " has one scale for its listed shapes"
                : " has one scale only");
    String why = one + "; leave resolution out";
    if (area.isPresent() && area.get().compareTo(rule.area()) == 0) {
      draft.keep("resolution", Adjustment.Mode.CONVERTED, from, "nothing", one);
    } else if (isEnough(ask.policy(), rule, area)) {
      draft.drop("resolution", from, why);
    } else {
      ShapeMatcher.refuse(draft, "resolution", from, why);
    }
  }

  private static void lose(Draft draft, ShapeAsk ask, String why) {
    String from = ask.resolution().map(Resolution::toString).orElse("");
    if (ask.policy() == SizePolicy.NEAREST) {
      draft.drop("resolution", from, why);
    } else {
      ShapeMatcher.refuse(draft, "resolution", from, why);
    }
  }

  private static boolean isEnough(SizePolicy policy, ShapeRule rule, Optional<BigDecimal> area) {
    return policy == SizePolicy.NEAREST
        || (policy == SizePolicy.AT_LEAST
            && area.isPresent()
            && area.get().compareTo(rule.area()) < 0);
  }
}
