package dev.pictor.internal.plan;

import dev.pictor.model.Cost;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Supplier;

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
    Note note = new Note(rule, FanOut.made(draft).isPresent() ? "" : Long.toString(images));
    BigDecimal amount;
    switch (rule.unit()) {
      case MEGAPIXEL:
        long pixels = pixels(draft);
        long units = (pixels + MEGAPIXEL - 1) / MEGAPIXEL;
        note.units = units;
        note.guessedSide = draft.size().isPresent() ? 0 : Scale.root(pixels);
        amount = perImage(rule, units).multiply(BigDecimal.valueOf(images));
        break;
      case IMAGE:
        amount = perImage(rule, 1).multiply(BigDecimal.valueOf(images));
        break;
      default:
        amount = rule.amount().multiply(BigDecimal.valueOf(FanOut.callCount(draft)));
    }
    return Optional.of(
        Cost.builder().amount(amount).basis(Cost.Basis.ESTIMATED).note(note).build());
  }

  /** How it was calculated. It is kept for as long as the cost is, so it holds nothing else. */
  private static final class Note implements Supplier<String> {
    private final ModelSpec.Price rule;
    private final String guessedImages;
    private long units;
    private long guessedSide;

    Note(ModelSpec.Price rule, String guessedImages) {
      this.rule = rule;
      this.guessedImages = guessedImages;
    }

    @Override
    public String get() {
      String unit = unit(rule.unit());
      StringBuilder note = new StringBuilder();
      if (rule.firstAmount().isPresent()) {
        note.append(rule.firstAmount().get().toPlainString());
        note.append(" USD for the first ").append(unit).append(", then ");
      }
      note.append(rule.amount().toPlainString()).append(" USD per ").append(unit);
      if (rule.unit() == ModelSpec.Price.Unit.MEGAPIXEL) {
        note.append("; ").append(units);
        note.append(" counted per image, a megapixel taken as 1,000,000 pixels");
      }
      if (guessedSide > 0) {
        note.append(", the size is not known and taken as ");
        note.append(guessedSide).append('x').append(guessedSide);
      }
      if (!guessedImages.isEmpty() && rule.unit() != ModelSpec.Price.Unit.RUN) {
        note.append(", the number of images is not known and taken as ").append(guessedImages);
      }
      return note.append("; price of ")
          .append(rule.asOf())
          .append(", ")
          .append(rule.source())
          .toString();
    }

    private static String unit(ModelSpec.Price.Unit counted) {
      switch (counted) {
        case MEGAPIXEL:
          return "started megapixel";
        case IMAGE:
          return "image";
        default:
          return "call";
      }
    }
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
    return rule.firstAmount().isPresent()
        ? rule.firstAmount().get().add(rule.amount().multiply(BigDecimal.valueOf(units - 1)))
        : rule.amount().multiply(BigDecimal.valueOf(units));
  }
}
