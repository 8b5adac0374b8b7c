package dev.pictor.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What will be sent for a request, read before money is spent: for each provider the exact bodies
 * (but for the seed, where the request has none and one is chosen when it is sent), the fate of
 * each parameter, the size, the number of calls and the estimated cost.
 *
 * <p>Pure and offline: the same request and catalogue give the same plan. Immutable and
 * thread-safe.
 */
public final class Plan extends ValueType {
  private final ImageRequest request;
  private final List<PlanCandidate> candidates;

  Plan(Builder builder) {
    List<String> missing = new ArrayList<>();
    request = required(missing, "request", builder.request);
    candidates = copy(builder.candidates);
    check("Plan", missing);
  }

  /** Starts a plan. */
  public static Builder builder() {
    return new Builder();
  }

  /** The request that was planned. */
  public ImageRequest request() {
    return request;
  }

  /** Every provider that knows the model, in the order in which they would be tried. */
  public List<PlanCandidate> candidates() {
    return candidates;
  }

  /** The provider that would be used; empty if none can serve the request. */
  public Optional<PlanCandidate> chosen() {
    for (PlanCandidate candidate : candidates) {
      if (candidate.isUsable()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  @Override
  Object[] attributes() {
    return new Object[] {"request", request, "candidates", candidates};
  }

  /** A table that a person reads at a glance; a leading {@code !} marks what will differ. */
  @Override
  public final String toString() {
    return PlanTable.of(this);
  }

  /** Collects a {@link Plan}. Not thread-safe. */
  public static final class Builder {
    @Nullable ImageRequest request;
    final List<PlanCandidate> candidates = new ArrayList<>();

    Builder() {}

    /** Sets {@link Plan#request()}. */
    public Builder request(ImageRequest request) {
      this.request = given("request", request);
      return this;
    }

    /** Adds to {@link Plan#candidates()}. */
    public Builder addCandidates(PlanCandidate... elements) {
      return addAllCandidates(Arrays.asList(elements));
    }

    /** Adds to {@link Plan#candidates()}. */
    public Builder addAllCandidates(Iterable<? extends PlanCandidate> elements) {
      addAll("candidates", candidates, elements);
      return this;
    }

    /** Replaces {@link Plan#candidates()}. */
    public Builder candidates(Iterable<? extends PlanCandidate> elements) {
      candidates.clear();
      return addAllCandidates(elements);
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public Plan build() {
      return new Plan(this);
    }
  }
}
