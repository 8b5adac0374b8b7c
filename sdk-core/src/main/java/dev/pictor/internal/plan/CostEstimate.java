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
    int images = draft.request().n();
    switch (rule.unit()) {
      case IMAGE:
        return cost(rule, perImage(rule, 1).multiply(BigDecimal.valueOf(images)), "image", "");
      case MEGAPIXEL:
        return perMegapixel(rule, draft.size(), images);
      case RUN:
        BigDecimal calls = BigDecimal.valueOf(FanOut.callCount(draft));
        return cost(rule, rule.amount().multiply(calls), "call", "");
    }
    throw new AssertionError(rule.unit());
  }

  private static Optional<Cost> perMegapixel(PriceRule rule, Optional<ImageSize> size, int images) {
    long pixels = size.isPresent() ? size.get().pixels() : Scale.ONE_K;
    long units = (pixels + MEGAPIXEL - 1) / MEGAPIXEL;
    BigDecimal amount = perImage(rule, units).multiply(BigDecimal.valueOf(images));
    String counted = "; " + units + " counted per image, a megapixel taken as 1,000,000 pixels";
    return cost(
        rule,
        amount,
        "started megapixel",
        size.isPresent() ? counted : counted + ", the size is not known and taken as 1024x1024");
  }

  private static BigDecimal perImage(PriceRule rule, long units) {
    Optional<BigDecimal> first = rule.firstAmount();
    return first.isPresent()
        ? first.get().add(rule.amount().multiply(BigDecimal.valueOf(units - 1)))
        : rule.amount().multiply(BigDecimal.valueOf(units));
  }

  private static Optional<Cost> cost(PriceRule rule, BigDecimal amount, String unit, String how) {
    Optional<BigDecimal> first = rule.firstAmount();
    String more =
        first.isPresent()
            ? first.get().toPlainString() + " USD for the first " + unit + ", then "
            : "";
    return Optional.of(
        Cost.builder()
            .amount(amount)
            .basis(Cost.Basis.ESTIMATED)
            .note(
                more
                    + rule.amount().toPlainString()
                    + " USD per "
                    + unit
                    + how
                    + "; price of "
                    + rule.asOf()
                    + ", "
                    + rule.source())
            .build());
  }
}
