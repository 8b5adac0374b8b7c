package dev.pictor;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often a call that failed is sent again, and after what waits.
 *
 * <pre>{@code
 * RequestOptions options =
 *     RequestOptions.builder()
 *         .retry(RequestOptions.Step.DOWNLOAD, RetryPolicy.builder().maxTries(10).build())
 *         .build();
 * }</pre>
 *
 * <p>It says how often, not what: a submission is sent again only if provably nothing of it was
 * sent or the provider refused it with status 429, whatever its policy is. Waits double from the
 * first to the longest, less up to a quarter at random, and are never shorter than the server asks
 * for, up to 60 seconds. The deadline of the request ends every series of tries.
 *
 * <p>Immutable and thread-safe.
 */
public final class RetryPolicy {
  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Optional<Integer> maxTries;
  private final Duration firstWait;
  private final Duration longestWait;

  RetryPolicy(Builder builder) {
    maxTries = builder.maxTries;
    firstWait = builder.firstWait;
    longestWait = builder.longestWait;
  }

  /** A policy of one try. */
  public static RetryPolicy never() {
    return builder().maxTries(1).build();
  }

  /** Starts a policy that begins as the default. */
  public static Builder builder() {
    return new Builder();
  }

  /** How often one call is sent at most. Default: as often as the deadline leaves room for. */
  public Optional<Integer> maxTries() {
    return maxTries;
  }

  /** The wait after the first failure. Default: 0.5 seconds. */
  public Duration firstWait() {
    return firstWait;
  }

  /** What waits grow to. Default: 8 seconds. */
  public Duration longestWait() {
    return longestWait;
  }

  /** The numbers. */
  @Override
  public String toString() {
    return "RetryPolicy[maxTries="
        + maxTries.map(Object::toString).orElse("until the deadline")
        + ", firstWait="
        + firstWait
        + ", longestWait="
        + longestWait
        + "]";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RetryPolicy
        && maxTries.equals(((RetryPolicy) other).maxTries)
        && firstWait.equals(((RetryPolicy) other).firstWait)
        && longestWait.equals(((RetryPolicy) other).longestWait);
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxTries, firstWait, longestWait);
  }

  /** Collects a {@link RetryPolicy}. Not thread-safe. */
  public static final class Builder {
    private Optional<Integer> maxTries = Optional.empty();
    private Duration firstWait = Duration.ofMillis(500);
    private Duration longestWait = Duration.ofSeconds(8);

    Builder() {}

    /**
     * Sets {@link RetryPolicy#maxTries()}.
     *
     * @param maxTries at least 1, which is no retry
     * @throws IllegalArgumentException if it is less
     */
    public Builder maxTries(int maxTries) {
      if (maxTries < 1) {
        throw new IllegalArgumentException("maxTries is " + maxTries + "; it must be at least 1");
      }
      this.maxTries = Optional.of(maxTries);
      return this;
    }

    /**
     * Sets {@link RetryPolicy#firstWait()}.
     *
     * @param firstWait 50 milliseconds to 60 seconds
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder firstWait(Duration firstWait) {
      this.firstWait = checked("firstWait", firstWait);
      return this;
    }

    /**
     * Sets {@link RetryPolicy#longestWait()}.
     *
     * @param longestWait 50 milliseconds to 60 seconds
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder longestWait(Duration longestWait) {
      this.longestWait = checked("longestWait", longestWait);
      return this;
    }

    private static Duration checked(String name, Duration value) {
      if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            name + " is " + value + "; it must be " + SHORTEST + " to " + LONGEST);
      }
      return value;
    }

    /**
     * The policy.
     *
     * @throws IllegalArgumentException if the first wait is longer than the longest
     */
    public RetryPolicy build() {
      if (firstWait.compareTo(longestWait) > 0) {
        throw new IllegalArgumentException(
            "firstWait is " + firstWait + "; it must be at most longestWait, " + longestWait);
      }
      return new RetryPolicy(this);
    }
  }
}
