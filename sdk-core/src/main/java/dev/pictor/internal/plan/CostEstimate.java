package dev.pictor.internal.plan;

import dev.pictor.model.Cost;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.util.Optional;

/** What the calls of a draft will cost by the published price. */
final class CostEstimate {
  private static final long MEGAPIXEL = 1_000_000;

  private CostEstimate() {}

  static Optional<Cost> of(Draft draft) {
    Optional<ModelSpec.Price> price = draft.spec().price();
    if (!price.isPresent()) {
      return Optional.empty();
    }
    ModelSpec.Price rule = price.get();
    long images = FanOut.made(draft).orElse((long) draft.request().n());
    if (rule.unit() == ModelSpec.Price.Unit.MEGAPIXEL) {
      long pixels = pixels(draft);
      long units = (pixels + MEGAPIXEL - 1) / MEGAPIXEL;
      long side = Scale.root(pixels);
      return cost(
          perImage(rule, units).multiply(BigDecimal.valueOf(images)),
          note(
              rule,
              "started megapixel",
              "; ",
              Long.toString(units),
              " counted per image, a megapixel taken as 1,000,000 pixels",
              draft.size().isPresent()
                  ? ""
                  : ", the size is not known and taken as " + side + "x" + side,
              count(draft, images)));
    }
    if (rule.unit() == ModelSpec.Price.Unit.IMAGE) {
      return cost(
          perImage(rule, 1).multiply(BigDecimal.valueOf(images)),
          note(rule, "image", count(draft, images)));
    }
    return cost(
        rule.amount().multiply(BigDecimal.valueOf(FanOut.callCount(draft))), note(rule, "call"));
  }

  /** What the price counts and the plan can only guess; empty if it guesses nothing. */
  static String unknown(Draft draft) {
    ModelSpec.Price.Unit unit = draft.spec().price().get().unit();
    if (unit != ModelSpec.Price.Unit.RUN && !FanOut.made(draft).isPresent()) {
      return "the number of images";
    }
    return unit == ModelSpec.Price.Unit.MEGAPIXEL && !draft.size().isPresent()
        ? "the size of the image"
        : "";
  }

  private static String count(Draft draft, long images) {
    return FanOut.made(draft).isPresent()
        ? ""
        : ", the number of images is not known and taken as " + images;
  }

  private static Optional<Cost> cost(BigDecimal amount, String note) {
    return Optional.of(
        Cost.builder().amount(amount).basis(Cost.Basis.ESTIMATED).note(note).build());
  }

  /** Of one image: those of its size, or else of the scale of the listed shapes. */
  private static long pixels(Draft draft) {
    if (draft.size().isPresent()) {
      return draft.size().get().pixels();
    }
    Optional<ShapeRule> rule = draft.spec().shape();
    BigDecimal area = rule.isPresent() ? rule.get().area() : BigDecimal.ONE;
    return area.multiply(BigDecimal.valueOf(Scale.ONE_K)).longValue();
  }

  private static BigDecimal perImage(ModelSpec.Price rule, long units) {
    BigDecimal first = rule.firstAmount().orElse(rule.amount());
    return first.add(rule.amount().multiply(BigDecimal.valueOf(units - 1)));
  }

  private static String note(ModelSpec.Price rule, String unit, String... more) {
    Optional<BigDecimal> first = rule.firstAmount();
    return String.join(
        "",
        first.isPresent() ? plain(first.get()) + " USD for the first " + unit + ", then " : "",
        plain(rule.amount()),
        " USD per ",
        unit,
        String.join("", more),
        "; price of ",
        rule.asOf().toString(),
        ", ",
        rule.source());
  }

  /** As {@link BigDecimal#toPlainString()}, but by the text that a number keeps, if that is it. */
  private static String plain(BigDecimal amount) {
    return amount.scale() >= 0 && amount.scale() <= 6 ? amount.toString() : amount.toPlainString();
  }
}
