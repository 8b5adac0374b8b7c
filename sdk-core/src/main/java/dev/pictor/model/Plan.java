package dev.pictor.model;

import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What will be sent for a request, read before money is spent: for each provider the exact bodies,
 * the fate of each parameter, the size, the number of calls and the estimated cost.
 *
 * <p>Pure and offline: the same request and catalogue give the same plan. Immutable and
 * thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class Plan {
  Plan() {}

  /** Starts a plan. */
  public static Builder builder() {
    return new Builder();
  }

  /** The request that was planned. */
  public abstract ImageRequest request();

  /** Every provider that knows the model, in the order in which they would be tried. */
  public abstract List<PlanCandidate> candidates();

  /** The provider that would be used; empty if none can serve the request. */
  public final Optional<PlanCandidate> chosen() {
    return candidates().stream().filter(PlanCandidate::isUsable).findFirst();
  }

  /** A table that a person reads at a glance; a leading {@code !} marks what will differ. */
  @Override
  public final String toString() {
    return PlanTable.of(this);
  }

  /** Collects a {@link Plan}. Not thread-safe. */
  public static final class Builder extends ImmutablePlan.Builder {
    Builder() {}
  }
}
