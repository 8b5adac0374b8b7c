package dev.pictor.internal.job;

import dev.pictor.model.PlanCandidate;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import java.util.List;

/** A provider for some images, and what it is to be sent for them. */
public final class Leg {
  private final Provider provider;
  private final PlanCandidate plan;
  private final List<PlannedCall> calls;

  /**
   * @param plan what the whole request would be at this provider
   * @param calls the calls for these images alone
   */
  public Leg(Provider provider, PlanCandidate plan, List<PlannedCall> calls) {
    this.provider = provider;
    this.plan = plan;
    this.calls = calls;
  }

  /** The provider. */
  public Provider provider() {
    return provider;
  }

  /** What the whole request would be at this provider. */
  public PlanCandidate plan() {
    return plan;
  }

  /** The calls for these images alone. */
  public List<PlannedCall> calls() {
    return calls;
  }
}
