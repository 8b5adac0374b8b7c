package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.ShapeRule;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Size and shape for an endpoint that has a list of shapes, and perhaps tiers, but no pixels. */
final class ListedShape {
  private ListedShape() {}

  static void match(Draft draft, ShapeRule rule, ShapeAsk ask) {
    boolean turned = !hasOrientation(rule.options(), ask.ratio());
    Optional<ShapeCandidate> found = nearest(draft, rule, ask, turned);
    if (!found.isPresent() || isRefused(ask, found.get())) {
      String offered = "supported: " + Supported.shapes(rule);
      ShapeMatcher.refuse(draft, ask.parameter(), ask.from(), offered + unknownSizes(rule, ask));
      return;
    }
    ShapeCandidate candidate = found.get();
    String to = send(draft, rule, candidate);
    if (isExact(ask, candidate)) {
      keepShape(draft, ask, to);
    } else {
      draft.change(
          ask.parameter(), Adjustment.Mode.CONVERTED, ask.from(), to, why(rule, candidate));
    }
    if (turned) {
      draft.warn(
          ask.parameter()
              + " "
              + ask.from()
              + " is turned to "
              + candidate.option().label()
              + ": "
              + draft.spec().endpoint()
              + " offers nothing of this orientation");
    }
    Optional<ShapeRule.Tier> tier =
        ask.size().isPresent() ? candidate.tier() : ScaleOnly.match(draft, rule, ask);
    draft.size(size(candidate.option(), tier));
  }

  /** A shape that was asked for in vain is a change; the default square is not. */
  private static boolean isExact(ShapeAsk ask, ShapeCandidate candidate) {
    if (!ask.isShapeAsked()) {
      return true;
    }
    return ask.size().isPresent()
        ? candidate.isSize(ask.size().get())
        : candidate.option().ratio().equals(ask.ratio());
  }

  private static boolean isRefused(ShapeAsk ask, ShapeCandidate candidate) {
    return ask.policy() == SizePolicy.EXACT_OR_FAIL && !isExact(ask, candidate);
  }

  private static Optional<ShapeCandidate> nearest(
      Draft draft, ShapeRule rule, ShapeAsk ask, boolean turned) {
    // A tier follows from a size only: beside a ratio it is a wish of its own.
    List<ShapeRule.Tier> tiers =
        ask.size().isPresent() && rule.tiers().isPresent() && !hasTierOption(draft, rule)
            ? rule.tiers().get().options()
            : Collections.emptyList();
    Optional<ShapeCandidate> best = Optional.empty();
    for (ShapeRule.Option option : rule.options()) {
      if (!turned && !isOriented(option.ratio(), ask.ratio())) {
        continue;
      }
      if (tiers.isEmpty()) {
        best = better(best, new ShapeCandidate(option, Optional.empty(), ask), ask);
      }
      for (ShapeRule.Tier tier : tiers) {
        best = better(best, new ShapeCandidate(option, Optional.of(tier), ask), ask);
      }
    }
    return best;
  }

  private static boolean hasTierOption(Draft draft, ShapeRule rule) {
    return rule.tiers().isPresent() && draft.options().has(rule.tiers().get().field());
  }

  private static Optional<ShapeCandidate> better(
      Optional<ShapeCandidate> best, ShapeCandidate candidate, ShapeAsk ask) {
    if (ask.policy() == SizePolicy.AT_LEAST
        && ask.size().isPresent()
        && !candidate.isAtLeast(ask.size().get())) {
      return best;
    }
    return best.isPresent() && !candidate.isBetterThan(best.get()) ? best : Optional.of(candidate);
  }

  /** Whether a shape has the orientation of another; a square counts as both. */
  private static boolean isOriented(AspectRatio candidate, AspectRatio asked) {
    int orientation = Integer.compare(asked.width(), asked.height());
    return orientation * Integer.compare(candidate.width(), candidate.height()) >= 0;
  }

  private static boolean hasOrientation(List<ShapeRule.Option> options, AspectRatio asked) {
    for (ShapeRule.Option option : options) {
      if (isOriented(option.ratio(), asked)) {
        return true;
      }
    }
    return false;
  }

  private static String send(Draft draft, ShapeRule rule, ShapeCandidate candidate) {
    String label = candidate.option().label();
    draft.send(rule.field(), JsonValue.of(label));
    String sent = rule.field() + "=" + label;
    if (candidate.tier().isPresent() && rule.tiers().isPresent()) {
      String field = rule.tiers().get().field();
      String tier = candidate.tier().get().label();
      draft.send(field, JsonValue.of(tier));
      sent += ", " + field + "=" + tier;
    }
    return sent;
  }

  private static String why(ShapeRule rule, ShapeCandidate candidate) {
    String nearest = "the nearest of " + Supported.shapes(rule);
    return candidate.size().isPresent() ? nearest + "; makes " + candidate.size().get() : nearest;
  }

  private static String unknownSizes(ShapeRule rule, ShapeAsk ask) {
    for (ShapeRule.Option option : rule.options()) {
      if (option.size().isPresent()) {
        return "";
      }
    }
    return ask.size().isPresent() ? ", whose sizes in pixels are not published" : "";
  }

  /** Records a shape that is sent as it was asked for, or where none was. */
  static void keepShape(Draft draft, ShapeAsk ask, String to) {
    if (ask.isShapeAsked()) {
      draft.keep(ask.parameter(), Adjustment.Mode.CONVERTED, ask.from(), to);
    } else {
      draft.keep(
          ask.parameter(),
          Adjustment.Mode.CONVERTED,
          ask.from(),
          to,
          "said, because the defaults of providers differ");
    }
  }

  /** The published size of a shape at a tier. */
  static Optional<ImageSize> size(ShapeRule.Option option, Optional<ShapeRule.Tier> tier) {
    Optional<ImageSize> published = option.size();
    return published.isPresent() && tier.isPresent()
        ? Scale.rescale(published.get(), tier.get().area())
        : published;
  }
}
