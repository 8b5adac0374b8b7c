package dev.pictor.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one provider would be sent for a request, and what that changes and costs. Immutable and
 * thread-safe.
 */
public final class PlanCandidate extends ValueType {
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

  PlanCandidate(Builder builder) {
    List<String> missing = new ArrayList<>();
    provider = required(missing, "provider", builder.provider);
    endpoint = required(missing, "endpoint", builder.endpoint);
    model = required(missing, "model", builder.model);
    calls = copy(builder.calls);
    adjustments = copy(builder.adjustments);
    warnings = copy(builder.warnings);
    effectiveSize = builder.effectiveSize;
    convertsTo = builder.convertsTo;
    postProcessing = copy(builder.postProcessing);
    cost = builder.cost;
    refusals = copy(builder.refusals);
    check("PlanCandidate", missing);
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

  /** Collects a {@link PlanCandidate}. Not thread-safe. */
  public static final class Builder {
    @Nullable String provider;
    @Nullable String endpoint;
    @Nullable String model;
    final List<PlannedCall> calls = new ArrayList<>();
    final List<Adjustment> adjustments = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    Optional<ImageSize> effectiveSize = Optional.empty();
    Optional<OutputFormat> convertsTo = Optional.empty();
    final List<String> postProcessing = new ArrayList<>();
    Optional<Cost> cost = Optional.empty();
    final List<String> refusals = new ArrayList<>();

    Builder() {}

    /** Sets {@link PlanCandidate#provider()}. */
    public Builder provider(String provider) {
      this.provider = given("provider", provider);
      return this;
    }

    /** Sets {@link PlanCandidate#endpoint()}. */
    public Builder endpoint(String endpoint) {
      this.endpoint = given("endpoint", endpoint);
      return this;
    }

    /** Sets {@link PlanCandidate#model()}. */
    public Builder model(String model) {
      this.model = given("model", model);
      return this;
    }

    /** Adds to {@link PlanCandidate#calls()}. */
    public Builder addCalls(PlannedCall... elements) {
      return addAllCalls(Arrays.asList(elements));
    }

    /** Adds to {@link PlanCandidate#calls()}. */
    public Builder addAllCalls(Iterable<? extends PlannedCall> elements) {
      addAll("calls", calls, elements);
      return this;
    }

    /** Replaces {@link PlanCandidate#calls()}. */
    public Builder calls(Iterable<? extends PlannedCall> elements) {
      calls.clear();
      return addAllCalls(elements);
    }

    /** Adds to {@link PlanCandidate#adjustments()}. */
    public Builder addAdjustments(Adjustment... elements) {
      return addAllAdjustments(Arrays.asList(elements));
    }

    /** Adds to {@link PlanCandidate#adjustments()}. */
    public Builder addAllAdjustments(Iterable<? extends Adjustment> elements) {
      addAll("adjustments", adjustments, elements);
      return this;
    }

    /** Replaces {@link PlanCandidate#adjustments()}. */
    public Builder adjustments(Iterable<? extends Adjustment> elements) {
      adjustments.clear();
      return addAllAdjustments(elements);
    }

    /** Adds to {@link PlanCandidate#warnings()}. */
    public Builder addWarnings(String... elements) {
      return addAllWarnings(Arrays.asList(elements));
    }

    /** Adds to {@link PlanCandidate#warnings()}. */
    public Builder addAllWarnings(Iterable<? extends String> elements) {
      addAll("warnings", warnings, elements);
      return this;
    }

    /** Replaces {@link PlanCandidate#warnings()}. */
    public Builder warnings(Iterable<? extends String> elements) {
      warnings.clear();
      return addAllWarnings(elements);
    }

    /** Sets {@link PlanCandidate#effectiveSize()}. */
    public Builder effectiveSize(ImageSize effectiveSize) {
      this.effectiveSize = some("effectiveSize", effectiveSize);
      return this;
    }

    /** Sets or clears {@link PlanCandidate#effectiveSize()}. */
    public Builder effectiveSize(Optional<ImageSize> effectiveSize) {
      this.effectiveSize = given("effectiveSize", effectiveSize);
      return this;
    }

    /** Sets {@link PlanCandidate#convertsTo()}. */
    public Builder convertsTo(OutputFormat convertsTo) {
      this.convertsTo = some("convertsTo", convertsTo);
      return this;
    }

    /** Sets or clears {@link PlanCandidate#convertsTo()}. */
    public Builder convertsTo(Optional<OutputFormat> convertsTo) {
      this.convertsTo = given("convertsTo", convertsTo);
      return this;
    }

    /** Adds to {@link PlanCandidate#postProcessing()}. */
    public Builder addPostProcessing(String... elements) {
      return addAllPostProcessing(Arrays.asList(elements));
    }

    /** Adds to {@link PlanCandidate#postProcessing()}. */
    public Builder addAllPostProcessing(Iterable<? extends String> elements) {
      addAll("postProcessing", postProcessing, elements);
      return this;
    }

    /** Replaces {@link PlanCandidate#postProcessing()}. */
    public Builder postProcessing(Iterable<? extends String> elements) {
      postProcessing.clear();
      return addAllPostProcessing(elements);
    }

    /** Sets {@link PlanCandidate#cost()}. */
    public Builder cost(Cost cost) {
      this.cost = some("cost", cost);
      return this;
    }

    /** Sets or clears {@link PlanCandidate#cost()}. */
    public Builder cost(Optional<Cost> cost) {
      this.cost = given("cost", cost);
      return this;
    }

    /** Adds to {@link PlanCandidate#refusals()}. */
    public Builder addRefusals(String... elements) {
      return addAllRefusals(Arrays.asList(elements));
    }

    /** Adds to {@link PlanCandidate#refusals()}. */
    public Builder addAllRefusals(Iterable<? extends String> elements) {
      addAll("refusals", refusals, elements);
      return this;
    }

    /** Replaces {@link PlanCandidate#refusals()}. */
    public Builder refusals(Iterable<? extends String> elements) {
      refusals.clear();
      return addAllRefusals(elements);
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public PlanCandidate build() {
      return new PlanCandidate(this);
    }
  }
}
