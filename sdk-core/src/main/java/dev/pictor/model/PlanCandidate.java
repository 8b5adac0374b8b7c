package dev.pictor.model;

import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What one provider would be sent for a request, and what that changes and costs. Immutable and
 * thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class PlanCandidate {
  PlanCandidate() {}

  /** Starts a candidate. */
  public static Builder builder() {
    return new Builder();
  }

  /** The provider's name. */
  public abstract String provider();

  /** The provider's own id of the model. */
  public abstract String endpoint();

  /** The unified id of the model, or the endpoint where no table describes it. */
  public abstract String model();

  /** The submissions, in the order of their images. Empty if the provider cannot serve it. */
  public abstract List<PlannedCall> calls();

  /** The fate of each parameter that was set. */
  public abstract List<Adjustment> adjustments();

  /** What a user should know beyond single parameters. */
  public abstract List<String> warnings();

  /** The size that the endpoint is asked for, where it is known in pixels. */
  public abstract Optional<ImageSize> effectiveSize();

  /** What is done with the images afterwards. */
  public abstract List<String> postProcessing();

  /** The estimated cost of all calls, where a price is known. */
  public abstract Optional<Cost> cost();

  /** Why this provider cannot serve the request; empty if it can. */
  public abstract List<String> refusals();

  /** Whether this provider can serve the request. */
  public final boolean isUsable() {
    return refusals().isEmpty();
  }

  /** Collects a {@link PlanCandidate}. Not thread-safe. */
  public static final class Builder extends ImmutablePlanCandidate.Builder {
    Builder() {}
  }
}
