package dev.pictor.model;

import java.math.BigDecimal;

/**
 * Decimal numbers of an amount of money and the like. A few characters can be a number with
 * millions of digits ({@code 1E-9999999}), and to write those or to add to them takes minutes.
 */
final class Decimals {
  private static final int MAX_DIGITS = 100;

  /** 10^100 has 333 bits. */
  private static final int MAX_BITS = 333;

  private Decimals() {}

  /**
   * Refuses a number of more digits than any amount has.
   *
   * @throws IllegalArgumentException if it is one
   */
  static void check(String name, BigDecimal number) {
    boolean isShort = number.unscaledValue().bitLength() <= MAX_BITS;
    if (!isShort || Math.abs((long) number.scale()) > MAX_DIGITS) {
      throw new IllegalArgumentException(
          name
              + " is "
              + (isShort ? number : "a number of more digits")
              + "; it must have at most "
              + MAX_DIGITS
              + " digits before and behind its point");
    }
  }

  /** The same value, written in one way: 0.1 for 0.10, and 100 for 1E+2. */
  static BigDecimal normal(BigDecimal number) {
    BigDecimal shortest = number.stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }
}
