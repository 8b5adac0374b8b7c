package dev.pictor.internal.plan;

import dev.pictor.model.Cost;
import dev.pictor.model.ImageSize;
import dev.pictor.spi.ModelSpec;
import java.math.BigDecimal;
import java.util.Optional;

/** What the calls of a draft will cost by the published price. */
final class CostEstimate {
  private static final long MEGAPIXEL = 1_000_000;

  /**
   * A note is made for each request, and a text that grows step by step costs three times as much.
   */
  private static final int ABOUT_AS_LONG = 60;

  private CostEstimate() {}

  static Optional<Cost> of(Draft draft) {
    Optional<ModelSpec.Price> price = draft.spec().price();
    if (!price.isPresent()) {
      return Optional.empty();
    }
    ModelSpec.Price rule = price.get();
    long images = draft.request().n();
    if (rule.unit() == ModelSpec.Price.Unit.MEGAPIXEL) {
      long units = megapixels(draft.size());
      StringBuilder note = note(rule, "started megapixel");
      note.append("; ").append(units);
      note.append(" counted per image, a megapixel taken as 1,000,000 pixels");
      if (!draft.size().isPresent()) {
        note.append(", the size is not known and taken as 1024x1024");
      }
      return cost(perImage(rule, units).multiply(BigDecimal.valueOf(images)), sourced(note, rule));
    }
    if (rule.unit() == ModelSpec.Price.Unit.IMAGE) {
      return cost(
          perImage(rule, 1).multiply(BigDecimal.valueOf(images)),
          sourced(note(rule, "image"), rule));
    }
    return cost(
        rule.amount().multiply(BigDecimal.valueOf(FanOut.callCount(draft))),
        sourced(note(rule, "call"), rule));
  }

  private static Optional<Cost> cost(BigDecimal amount, String note) {
    return Optional.of(
        Cost.builder().amount(amount).basis(Cost.Basis.ESTIMATED).note(note).build());
  }

  private static long megapixels(Optional<ImageSize> size) {
    long pixels = size.isPresent() ? size.get().pixels() : Scale.ONE_K;
    return (pixels + MEGAPIXEL - 1) / MEGAPIXEL;
  }

  private static BigDecimal perImage(ModelSpec.Price rule, long units) {
    BigDecimal first = rule.firstAmount().orElse(rule.amount());
    return first.add(rule.amount().multiply(BigDecimal.valueOf(units - 1)));
  }

  private static StringBuilder note(ModelSpec.Price rule, String unit) {
    int more = rule.unit() == ModelSpec.Price.Unit.MEGAPIXEL ? 2 * ABOUT_AS_LONG : 0;
    StringBuilder note = new StringBuilder(ABOUT_AS_LONG + rule.source().length() + more);
    Optional<BigDecimal> first = rule.firstAmount();
    if (first.isPresent()) {
      note.append(plain(first.get())).append(" USD for the first ").append(unit).append(", then ");
    }
    return note.append(plain(rule.amount())).append(" USD per ").append(unit);
  }

  private static String sourced(StringBuilder note, ModelSpec.Price rule) {
    return note.append("; price of ")
        .append(rule.asOf())
        .append(", ")
        .append(rule.source())
        .toString();
  }

  /** As {@link BigDecimal#toPlainString()}, but by the text that a number keeps, if that is it. */
  private static String plain(BigDecimal amount) {
    return amount.scale() >= 0 && amount.scale() <= 6 ? amount.toString() : amount.toPlainString();
  }
}
