package dev.pictor.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which provider a request goes to where several can serve it, and what happens when that one
 * fails. Naming the provider in the model ({@code fal/flux1.1-pro}) leaves nothing to choose.
 *
 * <pre>{@code
 * RoutingPolicy policy =
 *     RoutingPolicy.builder()
 *         .order(RoutingPolicy.Order.CHEAPEST)
 *         .allow(RoutingPolicy.Risk.FAIL_OVER_AFTER_MODERATION)
 *         .build();
 * }</pre>
 *
 * <p>The images of one call move on together. They move when the provider refuses them for now (429
 * until no more tries are left), when it cannot be reached or has failed by itself, and when the
 * job did not start within {@code RequestOptions.startTimeout()}; never for a fault of the request,
 * the key or the account, which would be the same elsewhere or is for a person to mend; and never
 * while a job that may be billed may exist. Whatever cannot be proved to be over stays with its
 * provider, and is reported.
 *
 * <p>A provider that has failed is asked last for a while (10 s, doubling to 2 minutes), then by
 * one call on trial.
 *
 * <p>Immutable and thread-safe.
 */
public final class RoutingPolicy extends ValueType {
  /**
   * Who is asked first. A provider that would drop a size, shape, seed, input or mask comes last.
   */
  public enum Order {
    /** In the order in which the providers were added to the client. */
    AS_ADDED,
    /** The lowest estimated cost of the whole request; one whose price is not known comes last. */
    CHEAPEST,
    /**
     * The shortest time from submission to output, as this client has seen it of late; one that was
     * not tried yet comes first.
     */
    FASTEST,
    /** By chance, in proportion to {@link RoutingPolicy#weights()}. */
    WEIGHTED
  }

  /** What becomes of images whose provider has failed. */
  public enum FailOver {
    /** They fail. */
    NEVER,
    /** Another provider is asked where that provably cannot be paid twice. */
    WHEN_SAFE
  }

  /** What fail-over does only for those who ask for it. */
  public enum Risk {
    /**
     * Images that one provider's moderation withheld are asked for at the next one. Providers
     * differ in what they withhold, and in whether they charge for it; several refusals may be held
     * against an account.
     */
    FAIL_OVER_AFTER_MODERATION,
    /**
     * A provider is asked although it drops a size, shape, seed, input or mask that the first one
     * would have honoured. The image is another one than was asked for; the result says in which
     * way.
     */
    FAIL_OVER_WITH_DROPPED_PARAMETERS,
    /**
     * The next provider is asked although a job may exist at the first one: its outcome is unknown,
     * or it cannot be asked any more. THE SAME IMAGE MAY BE PAID TWICE. The handle or the seed of
     * the first one is in the result.
     */
    FAIL_OVER_AND_MAYBE_PAY_TWICE
  }

  private final Order order;
  private final Map<String, Integer> weights;
  private final FailOver failOver;
  private final List<Risk> risks;
  private final Optional<Duration> hedgeAfter;

  RoutingPolicy(Builder builder) {
    order = builder.order;
    weights = copy(builder.weights);
    failOver = builder.failOver;
    risks = Collections.unmodifiableList(new ArrayList<>(builder.risks));
    hedgeAfter = builder.hedgeAfter;
    if (order == Order.WEIGHTED && weights.values().stream().allMatch(weight -> weight == 0)) {
      throw new IllegalArgumentException(
          "order is WEIGHTED and weights are " + weights + "; give at least one above 0");
    }
  }

  /** In the order of adding, with fail-over where it is safe. The default. */
  public static RoutingPolicy defaults() {
    return builder().build();
  }

  /** Starts a policy that begins as the default. */
  public static Builder builder() {
    return new Builder();
  }

  /** Who is asked first. Default: as added. */
  public Order order() {
    return order;
  }

  /**
   * How often each provider is asked first, by its name; one that is not named counts as 0. A
   * client of several providers refuses a weight above 0 for one that it has not, where it chooses
   * by weights: a name that is mistyped would never be asked first.
   */
  public Map<String, Integer> weights() {
    return weights;
  }

  /** What becomes of images whose provider has failed. Default: another one, where it is safe. */
  public FailOver failOver() {
    return failOver;
  }

  /** What fail-over may do beyond that. Default: nothing. */
  public Set<Risk> risks() {
    return risks.isEmpty()
        ? Collections.emptySet()
        : Collections.unmodifiableSet(EnumSet.copyOf(risks));
  }

  /** After how long a second provider is asked as well. Default: never. */
  public Optional<Duration> hedgeAfter() {
    return hedgeAfter;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "order", order,
      "weights", weights,
      "failOver", failOver,
      "risks", risks,
      "hedgeAfter", hedgeAfter,
    };
  }

  /** Collects a {@link RoutingPolicy}. Not thread-safe. */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofDays(7);

    private Order order = Order.AS_ADDED;
    private final Map<String, Integer> weights = new LinkedHashMap<>();
    private FailOver failOver = FailOver.WHEN_SAFE;
    private final EnumSet<Risk> risks = EnumSet.noneOf(Risk.class);
    private Optional<Duration> hedgeAfter = Optional.empty();

    Builder() {}

    /** Sets {@link RoutingPolicy#order()}. */
    public Builder order(Order order) {
      this.order = given("order", order);
      return this;
    }

    /**
     * Adds to {@link RoutingPolicy#weights()} and sets the order to {@link Order#WEIGHTED}.
     *
     * @param weight at least 0
     * @throws IllegalArgumentException if it is less
     */
    public Builder weight(String provider, int weight) {
      if (weight < 0) {
        throw new IllegalArgumentException(
            "the weight of \"" + provider + "\" is " + weight + "; it must be at least 0");
      }
      put("weights", weights, provider, weight);
      return order(Order.WEIGHTED);
    }

    /** Sets {@link RoutingPolicy#failOver()}. */
    public Builder failOver(FailOver failOver) {
      this.failOver = given("failOver", failOver);
      return this;
    }

    /** Adds to {@link RoutingPolicy#risks()}. */
    public Builder allow(Risk... risks) {
      for (Risk risk : risks) {
        this.risks.add(given("risk", risk));
      }
      return this;
    }

    /**
     * Asks a second provider as well when the first one has no image after this time, takes the
     * image that comes first, and tells the slower job to end. THIS CAN PAY TWICE FOR ONE IMAGE: a
     * job that runs is billed at most providers for what it has run, and one that ends before it is
     * told to is billed whole. It is then found in {@code ImageResult.otherHandles()}. With {@code
     * maxCost}, only if both together are estimated within it.
     *
     * @param delay more than zero, at most 7 days
     * @throws IllegalArgumentException if it is not
     */
    public Builder hedgeAfter(Duration delay) {
      if (delay.isZero() || delay.isNegative() || delay.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "hedgeAfter is " + delay + "; it must be more than zero and at most 7 days");
      }
      this.hedgeAfter = Optional.of(delay);
      return this;
    }

    /**
     * The policy.
     *
     * @throws IllegalArgumentException if the order is {@link Order#WEIGHTED} and no weight is
     *     above 0
     */
    public RoutingPolicy build() {
      return new RoutingPolicy(this);
    }
  }
}
