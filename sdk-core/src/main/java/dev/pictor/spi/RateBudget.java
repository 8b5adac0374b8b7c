package dev.pictor.spi;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of its limit of requests beside a reply: how many more it takes, and when it
 * has forgotten those so far. Immutable and thread-safe.
 */
public final class RateBudget {
  private final int remaining;
  private final Duration reset;

  private RateBudget(int remaining, Duration reset) {
    this.remaining = remaining;
    this.reset = reset;
  }

  /**
   * A budget.
   *
   * @param remaining how many more requests are taken now, 0 or more
   * @param reset the time from the reply on until the budget is full again, not negative
   * @throws IllegalArgumentException if one of them is negative
   */
  public static RateBudget of(int remaining, Duration reset) {
    if (remaining < 0 || reset.isNegative()) {
      throw new IllegalArgumentException(
          "a budget of " + remaining + " that is full in " + reset + "; neither can be negative");
    }
    return new RateBudget(remaining, reset);
  }

  /** How many more requests are taken now. */
  public int remaining() {
    return remaining;
  }

  /** The time from the reply on until the budget is full again. */
  public Duration reset() {
    return reset;
  }

  /** Both numbers. */
  @Override
  public String toString() {
    return remaining + " left, full in " + reset;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RateBudget
        && remaining == ((RateBudget) other).remaining
        && reset.equals(((RateBudget) other).reset);
  }

  @Override
  public int hashCode() {
    return Objects.hash(remaining, reset);
  }
}
