package dev.pictor.model;

import java.math.BigDecimal;
import java.util.Optional;
import org.immutables.value.Value;

/** What something costs, in exact decimals. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
public abstract class Cost {
  /** Where the number comes from. */
  public enum Basis {
    /** Calculated from a price list that has a date; the bill may differ. */
    ESTIMATED,
    /** Told by the provider for this very job. */
    REPORTED
  }

  Cost() {}

  /** Starts a cost. */
  public static Builder builder() {
    return new Builder();
  }

  /** How much, in {@link #currency()}. */
  public abstract BigDecimal amount();

  /** The ISO 4217 code. Default: {@code USD}. */
  @Value.Default
  public String currency() {
    return "USD";
  }

  /** Estimated or reported. */
  public abstract Basis basis();

  /** How it was calculated, with the date and the source of the price. */
  public abstract Optional<String> note();

  @Value.Check
  void check() {
    if (amount().signum() < 0) {
      throw new IllegalArgumentException("amount is " + amount() + "; a cost must be at least 0");
    }
  }

  /** For example {@code 0.04 USD (estimated)}. */
  @Override
  public String toString() {
    return amount().toPlainString()
        + " "
        + currency()
        + " ("
        + basis().name().toLowerCase(java.util.Locale.ROOT)
        + ")";
  }

  /** Collects a {@link Cost}. Not thread-safe. */
  public static final class Builder extends ImmutableCost.Builder {
    Builder() {}
  }
}
