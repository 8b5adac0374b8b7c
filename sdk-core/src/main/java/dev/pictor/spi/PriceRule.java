package dev.pictor.spi;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/** A price as it was published on a day: an estimate, never the bill. Immutable and thread-safe. */
public final class PriceRule extends ValueType {
  /** What the price counts. */
  public enum Unit {
    /** Each image. */
    IMAGE,
    /** Each started megapixel of each image; a megapixel is 1,000,000 pixels. */
    MEGAPIXEL,
    /** Each submission, however many images it makes. */
    RUN
  }

  private final Unit unit;
  private final BigDecimal amount;
  private final Optional<BigDecimal> firstAmount;
  private final LocalDate asOf;
  private final String source;

  private PriceRule(
      Unit unit,
      BigDecimal amount,
      Optional<BigDecimal> firstAmount,
      LocalDate asOf,
      String source) {
    this.unit = given("unit", unit);
    this.amount = amount;
    this.firstAmount = firstAmount;
    this.asOf = asOf;
    this.source = given("source", source);
  }

  /**
   * A price in USD.
   *
   * @param amount of one unit, such as {@code 0.04}
   * @param asOf the day on which it was published, such as {@code 2026-09-01}
   * @param source who published it
   */
  public static PriceRule of(Unit unit, String amount, String asOf, String source) {
    return new PriceRule(unit, new BigDecimal(amount), Optional.empty(), date(asOf), source);
  }

  /** By hand: every table has a price, and the classes of a formatter would delay each start. */
  private static LocalDate date(String text) {
    boolean isUsual = text.length() == 10;
    for (int i = 0; isUsual && i < 10; i++) {
      char c = text.charAt(i);
      isUsual = (i == 4 || i == 7) ? c == '-' : (c >= '0' && c <= '9');
    }
    return isUsual
        ? LocalDate.of(
            Integer.parseInt(text.substring(0, 4)),
            Integer.parseInt(text.substring(5, 7)),
            Integer.parseInt(text.substring(8)))
        : LocalDate.parse(text); // which says what is wrong
  }

  /** The same price with another amount for the first unit of each image. */
  public PriceRule firstUnit(String amount) {
    return new PriceRule(unit, this.amount, Optional.of(new BigDecimal(amount)), asOf, source);
  }

  /** What the price counts. */
  public Unit unit() {
    return unit;
  }

  /** The price of one unit in USD. */
  public BigDecimal amount() {
    return amount;
  }

  /** The price of the first unit of each image, where it differs. */
  public Optional<BigDecimal> firstAmount() {
    return firstAmount;
  }

  /** The day on which it was published. */
  public LocalDate asOf() {
    return asOf;
  }

  /** Who published it. */
  public String source() {
    return source;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "unit", unit,
      "amount", amount,
      "firstAmount", firstAmount,
      "asOf", asOf,
      "source", source,
    };
  }
}
