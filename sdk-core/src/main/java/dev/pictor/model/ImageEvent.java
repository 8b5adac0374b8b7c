package dev.pictor.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step on the way of a request, for logs, metrics and traces. Its text is one line and holds no
 * secret.
 *
 * <pre>{@code
 * ImageClient images =
 *     ImageClient.builder().provider(fal).listener(event -> log.info("{}", event)).build();
 * }</pre>
 *
 * <p>The events of one request come one at a time and in order, those of several requests side by
 * side. The listener is called on a thread of the client and must not block. What it throws goes to
 * the thread's handler of uncaught exceptions and harms nothing. Kinds may be added; ignore those
 * that are not known.
 *
 * <p>Immutable and thread-safe.
 */
public final class ImageEvent extends ValueType {
  /** The steps, and what an event of each carries beyond provider, endpoint and attempt. */
  public enum Kind {
    /** A provider was chosen: the {@link ImageEvent#plan()}. */
    PLANNED,
    /** An input image is at the provider: its number of bytes, and how long that took. */
    UPLOADED,
    /** A paid submission is about to be sent. Told again if it is sent again. */
    SUBMITTING,
    /** The provider has accepted it: the handle, and how long that {@link ImageEvent#took()}. */
    SUBMITTED,
    /** News of a job: the handle and the {@link ImageEvent#update()}. */
    UPDATE,
    /** A call failed and is repeated: the failure, and how long is {@link ImageEvent#waits()}. */
    RETRY,
    /** The images are asked for at another provider: why, and the attempt that follows. */
    FAIL_OVER,
    /** A job has ended with output: the handle, and how long the job {@link ImageEvent#took()}. */
    COMPLETED,
    /**
     * A job, or what should have become one, failed: the failure, and the handle if there is one.
     */
    FAILED,
    /** The bytes of one image are here: the handle, their number, and how long that took. */
    DOWNLOADED
  }

  private final Kind kind;
  private final String provider;
  private final String endpoint;
  private final int attempt;
  private final int firstImage;
  private final int imageCount;
  private final Duration elapsed;
  private final Optional<JobHandle> handle;
  private final Optional<Duration> took;
  private final Optional<Duration> waits;
  private final Optional<RuntimeException> failure;
  private final Optional<JobUpdate> update;
  private final Optional<Plan.Candidate> plan;
  private final Optional<Long> bytes;

  ImageEvent(Builder builder) {
    List<String> missing = new ArrayList<>();
    kind = required(missing, "kind", builder.kind);
    provider = required(missing, "provider", builder.provider);
    endpoint = required(missing, "endpoint", builder.endpoint);
    attempt = builder.attempt;
    firstImage = builder.firstImage;
    imageCount = builder.imageCount;
    elapsed = required(missing, "elapsed", builder.elapsed);
    handle = builder.handle;
    took = builder.took;
    waits = builder.waits;
    failure = builder.failure;
    update = builder.update;
    plan = builder.plan;
    bytes = builder.bytes;
    check("ImageEvent", missing);
  }

  /** Starts an event. */
  public static Builder builder() {
    return new Builder();
  }

  /** Which step. */
  public Kind kind() {
    return kind;
  }

  /** The provider's name. */
  public String provider() {
    return provider;
  }

  /** The provider's own id of the model. */
  public String endpoint() {
    return endpoint;
  }

  /** The how-many-th provider that is tried for these images, from 1. */
  public int attempt() {
    return attempt;
  }

  /** The first image of the request that this is about, from 0. */
  public int firstImage() {
    return firstImage;
  }

  /** How many images this is about. Default: 1. */
  public int imageCount() {
    return imageCount;
  }

  /** The time since the request began. */
  public Duration elapsed() {
    return elapsed;
  }

  /** The job, once it has a name. */
  public Optional<JobHandle> handle() {
    return handle;
  }

  /** How long the step took that has ended here. */
  public Optional<Duration> took() {
    return took;
  }

  /** How long is waited before the call is repeated. */
  public Optional<Duration> waits() {
    return waits;
  }

  /** What went wrong: an exception of {@code dev.pictor.error}. */
  public Optional<RuntimeException> failure() {
    return failure;
  }

  /** The news. */
  public Optional<JobUpdate> update() {
    return update;
  }

  /** What will be sent. */
  public Optional<Plan.Candidate> plan() {
    return plan;
  }

  /** How many bytes arrived. */
  public Optional<Long> bytes() {
    return bytes;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "kind", kind,
      "provider", provider,
      "endpoint", endpoint,
      "attempt", attempt,
      "firstImage", firstImage,
      "imageCount", imageCount,
      "elapsed", elapsed,
      "handle", handle,
      "took", took,
      "waits", waits,
      "failure", failure,
      "update", update,
      "plan", plan,
      "bytes", bytes,
    };
  }

  /**
   * One line: {@code SUBMITTED fal fal-ai/flux-pro/v1.1 image 0 attempt 1 at PT0.214S took PT0.2S}.
   */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    line.append(kind).append(' ').append(provider).append(' ').append(endpoint);
    line.append(imageCount == 1 ? " image " : " images ").append(firstImage);
    if (imageCount > 1) {
      line.append('-').append(firstImage + imageCount - 1);
    }
    line.append(" attempt ").append(attempt).append(" at ").append(elapsed);
    took.ifPresent(time -> line.append(" took ").append(time));
    waits.ifPresent(time -> line.append(" waits ").append(time));
    bytes.ifPresent(count -> line.append(" bytes ").append(count));
    update.ifPresent(news -> line.append(' ').append(news.rawStatus()));
    handle.ifPresent(job -> line.append(" handle ").append(job));
    failure.ifPresent(why -> line.append(": ").append(why.getMessage()));
    return line.toString();
  }

  /** Collects an {@link ImageEvent}. Not thread-safe. */
  public static final class Builder {
    @Nullable Kind kind;
    @Nullable String provider;
    @Nullable String endpoint;
    int attempt = 1;
    int firstImage;
    int imageCount = 1;
    @Nullable Duration elapsed;
    Optional<JobHandle> handle = Optional.empty();
    Optional<Duration> took = Optional.empty();
    Optional<Duration> waits = Optional.empty();
    Optional<RuntimeException> failure = Optional.empty();
    Optional<JobUpdate> update = Optional.empty();
    Optional<Plan.Candidate> plan = Optional.empty();
    Optional<Long> bytes = Optional.empty();

    Builder() {}

    /** Sets {@link ImageEvent#kind()}. */
    public Builder kind(Kind kind) {
      this.kind = given("kind", kind);
      return this;
    }

    /** Sets {@link ImageEvent#provider()}. */
    public Builder provider(String provider) {
      this.provider = given("provider", provider);
      return this;
    }

    /** Sets {@link ImageEvent#endpoint()}. */
    public Builder endpoint(String endpoint) {
      this.endpoint = given("endpoint", endpoint);
      return this;
    }

    /** Sets {@link ImageEvent#attempt()}. */
    public Builder attempt(int attempt) {
      this.attempt = attempt;
      return this;
    }

    /** Sets {@link ImageEvent#firstImage()}. */
    public Builder firstImage(int firstImage) {
      this.firstImage = firstImage;
      return this;
    }

    /** Sets {@link ImageEvent#imageCount()}. */
    public Builder imageCount(int imageCount) {
      this.imageCount = imageCount;
      return this;
    }

    /** Sets {@link ImageEvent#elapsed()}. */
    public Builder elapsed(Duration elapsed) {
      this.elapsed = given("elapsed", elapsed);
      return this;
    }

    /** Sets {@link ImageEvent#handle()}. */
    public Builder handle(JobHandle handle) {
      this.handle = some("handle", handle);
      return this;
    }

    /** Sets or clears {@link ImageEvent#handle()}. */
    public Builder handle(Optional<JobHandle> handle) {
      this.handle = given("handle", handle);
      return this;
    }

    /** Sets {@link ImageEvent#took()}. */
    public Builder took(Duration took) {
      this.took = some("took", took);
      return this;
    }

    /** Sets or clears {@link ImageEvent#took()}. */
    public Builder took(Optional<Duration> took) {
      this.took = given("took", took);
      return this;
    }

    /** Sets {@link ImageEvent#waits()}. */
    public Builder waits(Duration waits) {
      this.waits = some("waits", waits);
      return this;
    }

    /** Sets or clears {@link ImageEvent#waits()}. */
    public Builder waits(Optional<Duration> waits) {
      this.waits = given("waits", waits);
      return this;
    }

    /** Sets {@link ImageEvent#failure()}. */
    public Builder failure(RuntimeException failure) {
      this.failure = some("failure", failure);
      return this;
    }

    /** Sets or clears {@link ImageEvent#failure()}. */
    public Builder failure(Optional<? extends RuntimeException> failure) {
      this.failure = any("failure", failure);
      return this;
    }

    /** Sets {@link ImageEvent#update()}. */
    public Builder update(JobUpdate update) {
      this.update = some("update", update);
      return this;
    }

    /** Sets or clears {@link ImageEvent#update()}. */
    public Builder update(Optional<JobUpdate> update) {
      this.update = given("update", update);
      return this;
    }

    /** Sets {@link ImageEvent#plan()}. */
    public Builder plan(Plan.Candidate plan) {
      this.plan = some("plan", plan);
      return this;
    }

    /** Sets or clears {@link ImageEvent#plan()}. */
    public Builder plan(Optional<Plan.Candidate> plan) {
      this.plan = given("plan", plan);
      return this;
    }

    /** Sets {@link ImageEvent#bytes()}. */
    public Builder bytes(long bytes) {
      this.bytes = Optional.of(bytes);
      return this;
    }

    /** Sets or clears {@link ImageEvent#bytes()}. */
    public Builder bytes(Optional<Long> bytes) {
      this.bytes = given("bytes", bytes);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public ImageEvent build() {
      return new ImageEvent(this);
    }
  }
}
