package dev.pictor.spi;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.immutables.value.Value;

/** A price as it was published on a day: an estimate, never the bill. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
public abstract class PriceRule {
  /** What the price counts. */
  public enum Unit {
    /** Each image. */
    IMAGE,
    /** Each started megapixel of each image; a megapixel is 1,000,000 pixels. */
    MEGAPIXEL,
    /** Each submission, however many images it makes. */
    RUN
  }

  PriceRule() {}

  /**
   * A price in USD.
   *
   * @param amount of one unit, such as {@code 0.04}
   * @param asOf the day on which it was published, such as {@code 2026-09-01}
   * @param source who published it
   */
  public static PriceRule of(Unit unit, String amount, String asOf, String source) {
    return ImmutablePriceRule.builder()
        .unit(unit)
        .amount(new BigDecimal(amount))
        .asOf(LocalDate.parse(asOf))
        .source(source)
        .build();
  }

  /** The same price with another amount for the first unit of each image. */
  public final PriceRule firstUnit(String amount) {
    return ImmutablePriceRule.builder().copyFrom(this).firstAmount(new BigDecimal(amount)).build();
  }

  /** What the price counts. */
  public abstract Unit unit();

  /** The price of one unit in USD. */
  public abstract BigDecimal amount();

  /** The price of the first unit of each image, where it differs. */
  public abstract Optional<BigDecimal> firstAmount();

  /** The day on which it was published. */
  public abstract LocalDate asOf();

  /** Who published it. */
  public abstract String source();
}
