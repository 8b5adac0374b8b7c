package dev.pictor.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
  private final List<Candidate> candidates;

  Plan(Builder builder) {
    List<String> missing = new ArrayList<>();
    request = required(missing, "request", builder.request);
    candidates = builder.candidates;
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
  public List<Candidate> candidates() {
    return candidates;
  }

  /** The provider that would be used; empty if none can serve the request. */
  public Optional<Candidate> chosen() {
    for (Candidate candidate : candidates) {
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
    List<Candidate> candidates = Collections.emptyList();

    Builder() {}

    /** Sets {@link Plan#request()}. */
    public Builder request(ImageRequest request) {
      this.request = given("request", request);
      return this;
    }

    /** Adds to {@link Plan#candidates()}. */
    public Builder addCandidates(Candidate... elements) {
      return addAllCandidates(Arrays.asList(elements));
    }

    /** Adds to {@link Plan#candidates()}. */
    public Builder addAllCandidates(Iterable<? extends Candidate> elements) {
      candidates = plus("candidates", candidates, elements);
      return this;
    }

    /** Replaces {@link Plan#candidates()}. */
    public Builder candidates(Iterable<? extends Candidate> elements) {
      candidates = Collections.emptyList();
      return addAllCandidates(elements);
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public Plan build() {
      return new Plan(this);
    }
  }

  /**
   * What one provider would be sent for a request, and what that changes and costs. Immutable and
   * thread-safe.
   */
  public static final class Candidate extends ValueType {
    private final String provider;
    private final String endpoint;
    private final String model;
    private final List<PlannedCall> calls;
    private final List<Adjustment> adjustments;
    private final List<String> warnings;
    private final Optional<ImageSize> effectiveSize;
    private final Optional<OutputFormat> convertsTo;
    private final List<String> postProcessing;
    private final Optional<Cost> cost;
    private final List<String> refusals;

    Candidate(Builder builder) {
      List<String> missing = new ArrayList<>();
      provider = required(missing, "provider", builder.provider);
      endpoint = required(missing, "endpoint", builder.endpoint);
      model = required(missing, "model", builder.model);
      calls = builder.calls;
      adjustments = builder.adjustments;
      warnings = builder.warnings;
      effectiveSize = builder.effectiveSize;
      convertsTo = builder.convertsTo;
      postProcessing = builder.postProcessing;
      cost = builder.cost;
      refusals = builder.refusals;
      check("Plan.Candidate", missing);
    }

    /** Starts a candidate. */
    public static Builder builder() {
      return new Builder();
    }

    /** The provider's name. */
    public String provider() {
      return provider;
    }

    /** The provider's own id of the model. */
    public String endpoint() {
      return endpoint;
    }

    /** The unified id of the model, or the endpoint where no table describes it. */
    public String model() {
      return model;
    }

    /** The submissions, in the order of their images. Empty if the provider cannot serve it. */
    public List<PlannedCall> calls() {
      return calls;
    }

    /** The fate of each parameter that was set. */
    public List<Adjustment> adjustments() {
      return adjustments;
    }

    /** What a user should know beyond single parameters. */
    public List<String> warnings() {
      return warnings;
    }

    /** The size that the endpoint is asked for, where it is known in pixels. */
    public Optional<ImageSize> effectiveSize() {
      return effectiveSize;
    }

    /**
     * The format into which Pictor converts each image that comes in another one; empty where the
     * endpoint makes what was asked for, and where nothing can.
     */
    public Optional<OutputFormat> convertsTo() {
      return convertsTo;
    }

    /** What is done with the images afterwards. */
    public List<String> postProcessing() {
      return postProcessing;
    }

    /** The estimated cost of all calls, where a price is known. */
    public Optional<Cost> cost() {
      return cost;
    }

    /** Why this provider cannot serve the request; empty if it can. */
    public List<String> refusals() {
      return refusals;
    }

    /** Whether this provider can serve the request. */
    public boolean isUsable() {
      return refusals().isEmpty();
    }

    @Override
    Object[] attributes() {
      return new Object[] {
        "provider", provider,
        "endpoint", endpoint,
        "model", model,
        "calls", calls,
        "adjustments", adjustments,
        "warnings", warnings,
        "effectiveSize", effectiveSize,
        "convertsTo", convertsTo,
        "postProcessing", postProcessing,
        "cost", cost,
        "refusals", refusals,
      };
    }

    /** Collects a {@link Candidate}. Not thread-safe. */
    public static final class Builder {
      @Nullable String provider;
      @Nullable String endpoint;
      @Nullable String model;
      List<PlannedCall> calls = Collections.emptyList();
      List<Adjustment> adjustments = Collections.emptyList();
      List<String> warnings = Collections.emptyList();
      Optional<ImageSize> effectiveSize = Optional.empty();
      Optional<OutputFormat> convertsTo = Optional.empty();
      List<String> postProcessing = Collections.emptyList();
      Optional<Cost> cost = Optional.empty();
      List<String> refusals = Collections.emptyList();

      Builder() {}

      /** Sets {@link Candidate#provider()}. */
      public Builder provider(String provider) {
        this.provider = given("provider", provider);
        return this;
      }

      /** Sets {@link Candidate#endpoint()}. */
      public Builder endpoint(String endpoint) {
        this.endpoint = given("endpoint", endpoint);
        return this;
      }

      /** Sets {@link Candidate#model()}. */
      public Builder model(String model) {
        this.model = given("model", model);
        return this;
      }

      /** Adds to {@link Candidate#calls()}. */
      public Builder addCalls(PlannedCall... elements) {
        return addAllCalls(Arrays.asList(elements));
      }

      /** Adds to {@link Candidate#calls()}. */
      public Builder addAllCalls(Iterable<? extends PlannedCall> elements) {
        calls = plus("calls", calls, elements);
        return this;
      }

      /** Replaces {@link Candidate#calls()}. */
      public Builder calls(Iterable<? extends PlannedCall> elements) {
        calls = Collections.emptyList();
        return addAllCalls(elements);
      }

      /** Adds to {@link Candidate#adjustments()}. */
      public Builder addAdjustments(Adjustment... elements) {
        return addAllAdjustments(Arrays.asList(elements));
      }

      /** Adds to {@link Candidate#adjustments()}. */
      public Builder addAllAdjustments(Iterable<? extends Adjustment> elements) {
        adjustments = plus("adjustments", adjustments, elements);
        return this;
      }

      /** Replaces {@link Candidate#adjustments()}. */
      public Builder adjustments(Iterable<? extends Adjustment> elements) {
        adjustments = Collections.emptyList();
        return addAllAdjustments(elements);
      }

      /** Adds to {@link Candidate#warnings()}. */
      public Builder addWarnings(String... elements) {
        return addAllWarnings(Arrays.asList(elements));
      }

      /** Adds to {@link Candidate#warnings()}. */
      public Builder addAllWarnings(Iterable<? extends String> elements) {
        warnings = plus("warnings", warnings, elements);
        return this;
      }

      /** Replaces {@link Candidate#warnings()}. */
      public Builder warnings(Iterable<? extends String> elements) {
        warnings = Collections.emptyList();
        return addAllWarnings(elements);
      }

      /** Sets {@link Candidate#effectiveSize()}. */
      public Builder effectiveSize(ImageSize effectiveSize) {
        this.effectiveSize = some("effectiveSize", effectiveSize);
        return this;
      }

      /** Sets or clears {@link Candidate#effectiveSize()}. */
      public Builder effectiveSize(Optional<ImageSize> effectiveSize) {
        this.effectiveSize = given("effectiveSize", effectiveSize);
        return this;
      }

      /** Sets {@link Candidate#convertsTo()}. */
      public Builder convertsTo(OutputFormat convertsTo) {
        this.convertsTo = some("convertsTo", convertsTo);
        return this;
      }

      /** Sets or clears {@link Candidate#convertsTo()}. */
      public Builder convertsTo(Optional<OutputFormat> convertsTo) {
        this.convertsTo = given("convertsTo", convertsTo);
        return this;
      }

      /** Adds to {@link Candidate#postProcessing()}. */
      public Builder addPostProcessing(String... elements) {
        return addAllPostProcessing(Arrays.asList(elements));
      }

      /** Adds to {@link Candidate#postProcessing()}. */
      public Builder addAllPostProcessing(Iterable<? extends String> elements) {
        postProcessing = plus("postProcessing", postProcessing, elements);
        return this;
      }

      /** Replaces {@link Candidate#postProcessing()}. */
      public Builder postProcessing(Iterable<? extends String> elements) {
        postProcessing = Collections.emptyList();
        return addAllPostProcessing(elements);
      }

      /** Sets {@link Candidate#cost()}. */
      public Builder cost(Cost cost) {
        this.cost = some("cost", cost);
        return this;
      }

      /** Sets or clears {@link Candidate#cost()}. */
      public Builder cost(Optional<Cost> cost) {
        this.cost = given("cost", cost);
        return this;
      }

      /** Adds to {@link Candidate#refusals()}. */
      public Builder addRefusals(String... elements) {
        return addAllRefusals(Arrays.asList(elements));
      }

      /** Adds to {@link Candidate#refusals()}. */
      public Builder addAllRefusals(Iterable<? extends String> elements) {
        refusals = plus("refusals", refusals, elements);
        return this;
      }

      /** Replaces {@link Candidate#refusals()}. */
      public Builder refusals(Iterable<? extends String> elements) {
        refusals = Collections.emptyList();
        return addAllRefusals(elements);
      }

      /** The finished value; an {@link IllegalStateException} names all that is missing. */
      public Candidate build() {
        return new Candidate(this);
      }
    }
  }
}
