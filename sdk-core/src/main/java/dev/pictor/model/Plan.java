package dev.pictor.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What will be sent for a request, read before money is spent: for each provider the exact bodies,
 * the fate of each parameter, the size, the number of calls and the estimated cost.
 *
 * <p>Pure and offline: the same request and catalogue give the same plan. Immutable and
 * thread-safe.
 */
public final class Plan extends Value {
  private final ImageRequest request;
  private final List<PlanCandidate> candidates;

  Plan(Builder builder) {
    Required required = new Required("Plan");
    request = required.value("request", builder.request);
    candidates = copy(builder.candidates);
    required.check();
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
    return candidates().stream().filter(PlanCandidate::isUsable).findFirst();
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "request", request,
      "candidates", candidates,
    };
  }

  /** Collects a {@link Plan}. Not thread-safe. */
  public static final class Builder {
    @Nullable ImageRequest request;
    final List<PlanCandidate> candidates = new ArrayList<>();

    Builder() {}

    /** Sets {@link Plan#request()}. */
    public Builder request(ImageRequest request) {
      this.request = Objects.requireNonNull(request, "request");
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

    /**
     * The finished value.
     *
     * @throws IllegalStateException if a required attribute is not set; the message names all of
     *     them
     */
    public Plan build() {
      return new Plan(this);
    }
  }
}
