package dev.pictor.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that came of one request: one outcome for each asked image, in order, failures beside the
 * images. Immutable and thread-safe.
 */
public final class ImageResult extends ValueType {
  private final Optional<ImageRequest> request;
  private final String provider;
  private final String endpoint;
  private final List<ImageOutcome> outcomes;
  private final List<Adjustment> adjustments;
  private final List<String> warnings;
  private final Optional<Cost> cost;
  private final Duration elapsed;
  private final List<JobHandle> handles;
  private final List<JobHandle> otherHandles;
  private final List<JsonValue> rawReplies;

  ImageResult(Builder builder) {
    List<String> missing = new ArrayList<>();
    request = builder.request;
    provider = required(missing, "provider", builder.provider);
    endpoint = required(missing, "endpoint", builder.endpoint);
    outcomes = builder.outcomes;
    adjustments = builder.adjustments;
    warnings = builder.warnings;
    cost = builder.cost;
    elapsed = required(missing, "elapsed", builder.elapsed);
    handles = builder.handles;
    otherHandles = builder.otherHandles;
    rawReplies = builder.rawReplies;
    check("ImageResult", missing);
  }

  /** Starts a result. */
  public static Builder builder() {
    return new Builder();
  }

  /** What was asked for; empty if the jobs were resumed from their handles. */
  public Optional<ImageRequest> request() {
    return request;
  }

  /** The provider that made the first image. */
  public String provider() {
    return provider;
  }

  /** That provider's own id of the model. */
  public String endpoint() {
    return endpoint;
  }

  /** One outcome for each asked image, in order. */
  public List<ImageOutcome> outcomes() {
    return outcomes;
  }

  /** The fate of each parameter that was set. */
  public List<Adjustment> adjustments() {
    return adjustments;
  }

  /** What a user should know beyond single parameters. */
  public List<String> warnings() {
    return warnings;
  }

  /** What it cost, or is estimated to have cost, where a price is known. */
  public Optional<Cost> cost() {
    return cost;
  }

  /** The time from the submission to the last image. */
  public Duration elapsed() {
    return elapsed;
  }

  /** The jobs, in the order of their images. */
  public List<JobHandle> handles() {
    return handles;
  }

  /**
   * Jobs that were submitted for the same images and that they did not come from: those that failed
   * before another provider was asked, and the slower of two that were asked at once. That one was
   * told to end; if it was finished before, its image was paid for, and is there when the handle is
   * resumed.
   */
  public List<JobHandle> otherHandles() {
    return otherHandles;
  }

  /** The provider's last word on each job that ended with output, unread and unchanged. */
  public List<JsonValue> rawReplies() {
    return rawReplies;
  }

  /** The images that are there, in order. */
  public List<GeneratedImage> images() {
    List<GeneratedImage> images = new ArrayList<>(outcomes.size());
    for (ImageOutcome outcome : outcomes) {
      if (outcome.kind() == ImageOutcome.Kind.IMAGE && outcome.image().isPresent()) {
        images.add(outcome.image().get());
      }
    }
    return Collections.unmodifiableList(images);
  }

  /**
   * The first image.
   *
   * @throws NoSuchElementException if there is none; {@code ImageClient.generate} never returns
   *     such a result
   */
  public GeneratedImage image() {
    List<GeneratedImage> images = images();
    if (images.isEmpty()) {
      throw new NoSuchElementException("no image came of " + handles);
    }
    return images.get(0);
  }

  /**
   * Requests for the images that failed or were filtered: run them to top this result up. Where the
   * request has a seed, each image is asked for with the one that it had; one that was to come
   * second or later of a call had a seed of the provider's making, and is asked for with seed + i,
   * which makes another image. Where nobody says which images of a job were withheld, they are
   * asked for without a seed: each seed of that job may be the one of an image that is there. Empty
   * if nothing is missing, and for a resumed job. What a job made beyond {@link ImageRequest#n()}
   * is never asked for again.
   *
   * <p>Images whose outcome is {@link ImageOutcome.Kind#UNKNOWN} are not asked for again: they may
   * exist and have been paid for. Look for them first: by their handles, or, where there is none,
   * by what their failure says.
   */
  public List<ImageRequest> missing() {
    return request.isPresent()
        ? Collections.unmodifiableList(MissingImages.of(request.get(), outcomes))
        : Collections.emptyList();
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "request", request,
      "provider", provider,
      "endpoint", endpoint,
      "outcomes", outcomes,
      "adjustments", adjustments,
      "warnings", warnings,
      "cost", cost,
      "elapsed", elapsed,
      "handles", handles,
      "otherHandles", otherHandles,
      "rawReplies", rawReplies,
    };
  }

  /** Collects an {@link ImageResult}. Not thread-safe. */
  public static final class Builder {
    Optional<ImageRequest> request = Optional.empty();
    @Nullable String provider;
    @Nullable String endpoint;
    List<ImageOutcome> outcomes = Collections.emptyList();
    List<Adjustment> adjustments = Collections.emptyList();
    List<String> warnings = Collections.emptyList();
    Optional<Cost> cost = Optional.empty();
    @Nullable Duration elapsed;
    List<JobHandle> handles = Collections.emptyList();
    List<JobHandle> otherHandles = Collections.emptyList();
    List<JsonValue> rawReplies = Collections.emptyList();

    Builder() {}

    /** Sets {@link ImageResult#request()}. */
    public Builder request(ImageRequest request) {
      this.request = some("request", request);
      return this;
    }

    /** Sets or clears {@link ImageResult#request()}. */
    public Builder request(Optional<ImageRequest> request) {
      this.request = given("request", request);
      return this;
    }

    /** Sets {@link ImageResult#provider()}. */
    public Builder provider(String provider) {
      this.provider = given("provider", provider);
      return this;
    }

    /** Sets {@link ImageResult#endpoint()}. */
    public Builder endpoint(String endpoint) {
      this.endpoint = given("endpoint", endpoint);
      return this;
    }

    /** Adds to {@link ImageResult#outcomes()}. */
    public Builder addOutcomes(ImageOutcome... elements) {
      return addAllOutcomes(Arrays.asList(elements));
    }

    /** Adds to {@link ImageResult#outcomes()}. */
    public Builder addAllOutcomes(Iterable<? extends ImageOutcome> elements) {
      outcomes = plus("outcomes", outcomes, elements);
      return this;
    }

    /** Replaces {@link ImageResult#outcomes()}. */
    public Builder outcomes(Iterable<? extends ImageOutcome> elements) {
      outcomes = Collections.emptyList();
      return addAllOutcomes(elements);
    }

    /** Adds to {@link ImageResult#adjustments()}. */
    public Builder addAdjustments(Adjustment... elements) {
      return addAllAdjustments(Arrays.asList(elements));
    }

    /** Adds to {@link ImageResult#adjustments()}. */
    public Builder addAllAdjustments(Iterable<? extends Adjustment> elements) {
      adjustments = plus("adjustments", adjustments, elements);
      return this;
    }

    /** Replaces {@link ImageResult#adjustments()}. */
    public Builder adjustments(Iterable<? extends Adjustment> elements) {
      adjustments = Collections.emptyList();
      return addAllAdjustments(elements);
    }

    /** Adds to {@link ImageResult#warnings()}. */
    public Builder addWarnings(String... elements) {
      return addAllWarnings(Arrays.asList(elements));
    }

    /** Adds to {@link ImageResult#warnings()}. */
    public Builder addAllWarnings(Iterable<? extends String> elements) {
      warnings = plus("warnings", warnings, elements);
      return this;
    }

    /** Replaces {@link ImageResult#warnings()}. */
    public Builder warnings(Iterable<? extends String> elements) {
      warnings = Collections.emptyList();
      return addAllWarnings(elements);
    }

    /** Sets {@link ImageResult#cost()}. */
    public Builder cost(Cost cost) {
      this.cost = some("cost", cost);
      return this;
    }

    /** Sets or clears {@link ImageResult#cost()}. */
    public Builder cost(Optional<Cost> cost) {
      this.cost = given("cost", cost);
      return this;
    }

    /** Sets {@link ImageResult#elapsed()}. */
    public Builder elapsed(Duration elapsed) {
      this.elapsed = given("elapsed", elapsed);
      return this;
    }

    /** Adds to {@link ImageResult#handles()}. */
    public Builder addHandles(JobHandle... elements) {
      return addAllHandles(Arrays.asList(elements));
    }

    /** Adds to {@link ImageResult#handles()}. */
    public Builder addAllHandles(Iterable<? extends JobHandle> elements) {
      handles = plus("handles", handles, elements);
      return this;
    }

    /** Replaces {@link ImageResult#handles()}. */
    public Builder handles(Iterable<? extends JobHandle> elements) {
      handles = Collections.emptyList();
      return addAllHandles(elements);
    }

    /** Adds to {@link ImageResult#otherHandles()}. */
    public Builder addOtherHandles(JobHandle... elements) {
      return addAllOtherHandles(Arrays.asList(elements));
    }

    /** Adds to {@link ImageResult#otherHandles()}. */
    public Builder addAllOtherHandles(Iterable<? extends JobHandle> elements) {
      otherHandles = plus("otherHandles", otherHandles, elements);
      return this;
    }

    /** Replaces {@link ImageResult#otherHandles()}. */
    public Builder otherHandles(Iterable<? extends JobHandle> elements) {
      otherHandles = Collections.emptyList();
      return addAllOtherHandles(elements);
    }

    /** Adds to {@link ImageResult#rawReplies()}. */
    public Builder addRawReplies(JsonValue... elements) {
      return addAllRawReplies(Arrays.asList(elements));
    }

    /** Adds to {@link ImageResult#rawReplies()}. */
    public Builder addAllRawReplies(Iterable<? extends JsonValue> elements) {
      rawReplies = plus("rawReplies", rawReplies, elements);
      return this;
    }

    /** Replaces {@link ImageResult#rawReplies()}. */
    public Builder rawReplies(Iterable<? extends JsonValue> elements) {
      rawReplies = Collections.emptyList();
      return addAllRawReplies(elements);
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public ImageResult build() {
      return new ImageResult(this);
    }
  }
}
