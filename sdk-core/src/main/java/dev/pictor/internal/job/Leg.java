package dev.pictor.internal.job;

import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A provider for some images, and what it is to be sent for them. */
public final class Leg {
  private final Provider provider;
  private final Plan.Candidate plan;
  private final List<PlannedCall> calls;
  private final BooleanSupplier isStale;

  /**
   * @param plan what the whole request would be at this provider
   * @param calls the calls for these images alone
   * @param isStale whether the provider has failed since it was chosen
   */
  public Leg(
      Provider provider, Plan.Candidate plan, List<PlannedCall> calls, BooleanSupplier isStale) {
    this.provider = provider;
    this.plan = plan;
    this.calls = calls;
    this.isStale = isStale;
  }

  /** Whether the provider has failed since it was chosen. */
  public boolean isStale() {
    return isStale.getAsBoolean();
  }

  /** The provider. */
  public Provider provider() {
    return provider;
  }

  /** What the whole request would be at this provider. */
  public Plan.Candidate plan() {
    return plan;
  }

  /** The calls for these images alone. */
  public List<PlannedCall> calls() {
    return calls;
  }
}
