package dev.pictor.internal.plan;

import dev.pictor.model.Cost;
import dev.pictor.model.ImageSize;
import dev.pictor.spi.PriceRule;
import java.math.BigDecimal;
import java.util.Optional;

/** What the calls of a draft will cost by the published price. */
final class CostEstimate {
  private static final long MEGAPIXEL = 1_000_000;

  private CostEstimate() {}

  static Optional<Cost> of(Draft draft) {
    Optional<PriceRule> price = draft.spec().price();
    if (!price.isPresent()) {
      return Optional.empty();
    }
    PriceRule rule = price.get();
    long images = draft.request().n();
    StringBuilder note = new StringBuilder(200);
    BigDecimal amount;
    switch (rule.unit()) {
      case MEGAPIXEL:
        long units = megapixels(draft.size());
        amount = perImage(rule, units).multiply(BigDecimal.valueOf(images));
        price(note, rule, "started megapixel").append("; ").append(units);
        note.append(" counted per image, a megapixel taken as 1,000,000 pixels");
        if (!draft.size().isPresent()) {
          note.append(", the size is not known and taken as 1024x1024");
        }
        break;
      case IMAGE:
        amount = perImage(rule, 1).multiply(BigDecimal.valueOf(images));
        price(note, rule, "image");
        break;
      default:
        amount = rule.amount().multiply(BigDecimal.valueOf(FanOut.callCount(draft)));
        price(note, rule, "call");
    }
    note.append("; price of ").append(rule.asOf()).append(", ").append(rule.source());
    return Optional.of(
        Cost.builder().amount(amount).basis(Cost.Basis.ESTIMATED).note(note.toString()).build());
  }

  private static long megapixels(Optional<ImageSize> size) {
    long pixels = size.isPresent() ? size.get().pixels() : Scale.ONE_K;
    return (pixels + MEGAPIXEL - 1) / MEGAPIXEL;
  }

  private static BigDecimal perImage(PriceRule rule, long units) {
    BigDecimal first = rule.firstAmount().orElse(rule.amount());
    return first.add(rule.amount().multiply(BigDecimal.valueOf(units - 1)));
  }

  private static StringBuilder price(StringBuilder note, PriceRule rule, String unit) {
    Optional<BigDecimal> first = rule.firstAmount();
    if (first.isPresent()) {
      note.append(first.get().toPlainString()).append(" USD for the first ").append(unit);
      note.append(", then ");
    }
    return note.append(rule.amount().toPlainString()).append(" USD per ").append(unit);
  }
}
