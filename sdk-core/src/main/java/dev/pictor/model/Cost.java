package dev.pictor.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What something costs, in exact decimals. Immutable and thread-safe. */
public final class Cost extends ValueType {
  /** Where the number comes from. */
  public enum Basis {
    /** Calculated from a price list that has a date; the bill may differ. */
    ESTIMATED,
    /** Told by the provider for this very job. */
    REPORTED
  }

  private final BigDecimal amount;
  private final String currency;
  private final Basis basis;
  private final Optional<Supplier<String>> words;
  private volatile @Nullable String note;

  Cost(Builder builder) {
    List<String> missing = new ArrayList<>();
    amount = required(missing, "amount", builder.amount);
    currency = builder.currency;
    basis = required(missing, "basis", builder.basis);
    words = builder.words;
    check("Cost", missing);
    Decimals.check("amount", amount);
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("amount is " + amount + "; a cost must be at least 0");
    }
  }

  /** Starts a cost. */
  public static Builder builder() {
    return new Builder();
  }

  /** How much, in {@link #currency()}. */
  public BigDecimal amount() {
    return amount;
  }

  /** The ISO 4217 code. Default: {@code USD}. */
  public String currency() {
    return currency;
  }

  /** Estimated or reported. */
  public Basis basis() {
    return basis;
  }

  /** How it was calculated, with the date and the source of the price. */
  public Optional<String> note() {
    if (!words.isPresent()) {
      return Optional.empty();
    }
    String known = note;
    if (known == null) {
      known = words.get().get();
      note = known;
    }
    return Optional.of(known);
  }

  /** For example {@code 0.04 USD (estimated)}. */
  @Override
  public String toString() {
    return amount.toPlainString()
        + " "
        + currency
        + " ("
        + basis.name().toLowerCase(Locale.ROOT)
        + ")";
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "amount", Decimals.normal(amount), "currency", currency, "basis", basis, "note", note()
    };
  }

  /** Collects a {@link Cost}. Not thread-safe. */
  public static final class Builder {
    @Nullable BigDecimal amount;
    String currency = "USD";
    @Nullable Basis basis;
    Optional<Supplier<String>> words = Optional.empty();

    Builder() {}

    /** Sets {@link Cost#amount()}. */
    public Builder amount(BigDecimal amount) {
      this.amount = given("amount", amount);
      return this;
    }

    /** Sets {@link Cost#currency()}. */
    public Builder currency(String currency) {
      this.currency = given("currency", currency);
      return this;
    }

    /** Sets {@link Cost#basis()}. */
    public Builder basis(Basis basis) {
      this.basis = given("basis", basis);
      return this;
    }

    /** Sets {@link Cost#note()}. */
    public Builder note(String note) {
      return note(some("note", note));
    }

    /**
     * Sets {@link Cost#note()}, which is put into words when somebody reads it: of most costs
     * nobody does.
     *
     * @param note gives the same text each time, on any thread
     */
    public Builder note(Supplier<String> note) {
      words = some("note", note);
      return this;
    }

    /** Sets or clears {@link Cost#note()}. */
    public Builder note(Optional<String> note) {
      words = given("note", note).map(text -> () -> text);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public Cost build() {
      return new Cost(this);
    }
  }
}
