package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.util.Optional;

/** Size and shape for an endpoint that takes free pixels. */
final class PixelShape {
  private static final String CUSTOM = "custom";

  private PixelShape() {}

  static void match(Draft draft, ShapeRule rule, ShapeRule.Pixels pixels, ShapeAsk ask) {
    if (ask.size().isPresent()) {
      bySize(draft, rule, pixels, ask, ask.size().get());
      return;
    }
    Optional<ShapeRule.Option> label = label(rule, pixels, ask);
    if (label.isPresent()) {
      byLabel(draft, rule, ask, label.get());
    } else {
      byScale(draft, rule, pixels, ask);
    }
  }

  private static void bySize(
      Draft draft, ShapeRule rule, ShapeRule.Pixels pixels, ShapeAsk ask, ImageSize size) {
    ImageSize sent = PixelFit.of(Scale.of(size), pixels, rounding(ask));
    boolean enough = sent.width() >= size.width() && sent.height() >= size.height();
    if (sent.equals(size)) {
      draft.keep("size", Adjustment.Mode.CONVERTED, ask.from(), send(draft, rule, pixels, size));
    } else if (ask.policy() == SizePolicy.EXACT_OR_FAIL
        || (ask.policy() == SizePolicy.AT_LEAST && !enough)) {
      ShapeMatcher.refuse(draft, "size", ask.from(), Supported.pixels(pixels));
    } else {
      draft.change(
          "size",
          Adjustment.Mode.CONVERTED,
          ask.from(),
          send(draft, rule, pixels, sent),
          Supported.pixels(pixels));
    }
  }

  private static PixelFit.Rounding rounding(ShapeAsk ask) {
    return ask.policy() == SizePolicy.AT_LEAST ? PixelFit.Rounding.UP : PixelFit.Rounding.NEAREST;
  }

  /**
   * The listed shape that says exactly what is asked. Presets beside an object of pixels are left
   * alone: they come at scales of their own.
   */
  private static Optional<ShapeRule.Option> label(
      ShapeRule rule, ShapeRule.Pixels pixels, ShapeAsk ask) {
    if (pixels.place() != ShapeRule.Pixels.Place.FIELDS || !isScaleSaid(rule, ask)) {
      return Optional.empty();
    }
    for (ShapeRule.Option option : rule.options()) {
      if (option.ratio().equals(ask.ratio())) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** Whether the asked scale can be said beside a listed shape. */
  private static boolean isScaleSaid(ShapeRule rule, ShapeAsk ask) {
    if (!ask.resolution().isPresent()) {
      return true;
    }
    Optional<BigDecimal> area = ask.area();
    return rule.tiers().isPresent()
        ? !area.isPresent()
            || TierChoice.exact(rule.tiers().get().options(), ask.resolution().get()).isPresent()
        : !area.isPresent() || area.get().compareTo(rule.area()) == 0;
  }

  private static void byLabel(Draft draft, ShapeRule rule, ShapeAsk ask, ShapeRule.Option option) {
    draft.send(rule.field(), JsonValue.of(option.label()));
    keepShape(draft, ask, rule.field() + "=" + option.label());
    Optional<ShapeRule.Tier> tier = ScaleOnly.match(draft, rule, ask);
    draft.size(ListedShape.size(option, tier));
  }

  private static void byScale(Draft draft, ShapeRule rule, ShapeRule.Pixels pixels, ShapeAsk ask) {
    Optional<BigDecimal> area = ask.area();
    Scale scale = Scale.of(ask.ratio(), area.orElse(rule.area()));
    // A ratio alone has no side that could be too small.
    ImageSize sent =
        PixelFit.of(scale, pixels, area.isPresent() ? rounding(ask) : PixelFit.Rounding.NEAREST);
    // The published sizes of a ratio are whole pixels near it; as exact as pixels can be.
    boolean exact =
        sent.aspectRatio().equals(ask.ratio())
            || (scale.isSize(sent)
                && RatioDistance.between(sent.aspectRatio(), ask.ratio()).isNegligible());
    if (isTierNearer(rule, pixels, ask, scale, sent)) {
      ListedShape.match(draft, rule, ask);
      return;
    }
    if (ask.isShapeAsked() && !exact && ask.policy() == SizePolicy.EXACT_OR_FAIL) {
      ShapeMatcher.refuse(draft, ask.parameter(), ask.from(), offered(rule, pixels));
      return;
    }
    String to = send(draft, rule, pixels, sent);
    if (exact || !ask.isShapeAsked()) {
      keepShape(draft, ask, to);
    } else {
      draft.change(
          ask.parameter(), Adjustment.Mode.CONVERTED, ask.from(), to, offered(rule, pixels));
    }
    if (ask.resolution().isPresent()) {
      recordScale(draft, ask, scale, sent, to, offered(rule, pixels));
    }
  }

  /**
   * Whether a tier comes nearer to the asked scale than the pixels that the limits allow. A shape
   * that is not listed stays with pixels, unless these would be too few.
   */
  private static boolean isTierNearer(
      ShapeRule rule, ShapeRule.Pixels pixels, ShapeAsk ask, Scale scale, ImageSize sent) {
    if (!rule.tiers().isPresent()
        || !ask.area().isPresent()
        || pixels.place() != ShapeRule.Pixels.Place.FIELDS) {
      return false;
    }
    BigDecimal asked = ask.area().get();
    Optional<ShapeRule.Tier> tier =
        ask.policy() == SizePolicy.EXACT_OR_FAIL
            ? Optional.empty()
            : TierChoice.nearest(rule.tiers().get().options(), asked, ask.policy());
    if (!tier.isPresent() || rule.options().isEmpty()) {
      return false;
    }
    if (ask.policy() == SizePolicy.AT_LEAST && sent.pixels() < scale.pixels()) {
      return true;
    }
    BigDecimal unit = BigDecimal.valueOf(Scale.ONE_K);
    return isListed(rule, ask)
        && TierChoice.isBetter(
            tier.get().area().multiply(unit),
            BigDecimal.valueOf(sent.pixels()),
            asked.multiply(unit));
  }

  private static boolean isListed(ShapeRule rule, ShapeAsk ask) {
    return rule.options().stream().anyMatch(option -> option.ratio().equals(ask.ratio()));
  }

  private static void recordScale(
      Draft draft, ShapeAsk ask, Scale scale, ImageSize sent, String to, String offered) {
    String from = ask.resolution().map(Object::toString).orElse("");
    if (!ask.area().isPresent()) {
      String why = "not a scale that can be written in pixels; use 1K, 2K or 0.25 MP";
      if (ask.policy() == SizePolicy.NEAREST) {
        draft.drop("resolution", from, why);
      } else {
        ShapeMatcher.refuse(draft, "resolution", from, why);
      }
    } else if (scale.isSize(sent)) {
      draft.keep("resolution", Adjustment.Mode.CONVERTED, from, to);
    } else if (ask.policy() == SizePolicy.EXACT_OR_FAIL
        || (ask.policy() == SizePolicy.AT_LEAST && sent.pixels() < scale.pixels())) {
      ShapeMatcher.refuse(draft, "resolution", from, offered);
    } else {
      draft.change("resolution", Adjustment.Mode.CONVERTED, from, to, offered);
    }
  }

  private static String offered(ShapeRule rule, ShapeRule.Pixels pixels) {
    return pixels.place() == ShapeRule.Pixels.Place.FIELDS && !rule.options().isEmpty()
        ? Supported.shapes(rule) + ", or " + Supported.pixels(pixels)
        : Supported.pixels(pixels);
  }

  private static void keepShape(Draft draft, ShapeAsk ask, String to) {
    ListedShape.keepShape(draft, ask, to);
  }

  /** Writes pixels where the endpoint reads them; the words for it come back. */
  private static String send(Draft draft, ShapeRule rule, ShapeRule.Pixels pixels, ImageSize size) {
    draft.size(Optional.of(size));
    JsonValue width = JsonValue.of(size.width());
    JsonValue height = JsonValue.of(size.height());
    if (pixels.place() == ShapeRule.Pixels.Place.OBJECT) {
      draft.send(
          rule.field(),
          JsonValue.objectBuilder().put("width", width).put("height", height).build());
      return rule.field() + "={\"width\":" + size.width() + ",\"height\":" + size.height() + "}";
    }
    draft.send(rule.field(), JsonValue.of(CUSTOM));
    draft.send("width", width);
    draft.send("height", height);
    return rule.field() + "=" + CUSTOM + ", width=" + size.width() + ", height=" + size.height();
  }
}
