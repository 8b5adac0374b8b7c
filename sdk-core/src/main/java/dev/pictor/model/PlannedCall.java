package dev.pictor.model;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One submission as it will be sent: what a provider turns into HTTP. Immutable. */
public final class PlannedCall extends ValueType {
  private final String provider;
  private final String endpoint;
  private final JsonValue input;
  private final int firstImage;
  private final int imageCount;
  private final Optional<BigInteger> seed;
  private final Optional<ImageSize> sentSize;
  private final Map<String, String> headers;
  private final Map<String, String> query;
  private final Optional<Duration> remoteTimeLimit;
  private final Optional<Duration> startLimit;
  private final List<PlannedUpload> uploads;

  PlannedCall(Builder builder) {
    List<String> missing = new ArrayList<>();
    provider = required(missing, "provider", builder.provider);
    endpoint = required(missing, "endpoint", builder.endpoint);
    input = required(missing, "input", builder.input);
    firstImage = builder.firstImage;
    imageCount = builder.imageCount;
    seed = builder.seed;
    sentSize = builder.sentSize;
    headers = copy(builder.headers);
    query = copy(builder.query);
    remoteTimeLimit = builder.remoteTimeLimit;
    startLimit = builder.startLimit;
    uploads = copy(builder.uploads);
    check("PlannedCall", missing);
  }

  /** Starts a call. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a call that begins as a copy of this one. */
  public Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /** The provider's name. */
  public String provider() {
    return provider;
  }

  /** The provider's own id of the model. */
  public String endpoint() {
    return endpoint;
  }

  /** The model's input, exactly as the endpoint takes it. */
  public JsonValue input() {
    return input;
  }

  /** Which image of the request comes first out of this call, from 0. */
  public int firstImage() {
    return firstImage;
  }

  /** How many images this call asks for. Default: 1. */
  public int imageCount() {
    return imageCount;
  }

  /** The seed that is sent, of the first image. */
  public Optional<BigInteger> seed() {
    return seed;
  }

  /** The size that the endpoint was asked for, where it is known in pixels. */
  public Optional<ImageSize> sentSize() {
    return sentSize;
  }

  /** Additional request headers, from options such as {@code header:X-Fal-Queue-Priority}. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Additional query parameters, from options such as {@code query:fal_max_queue_length}. */
  public Map<String, String> query() {
    return query;
  }

  /** After what time the provider itself shall end the job, where it can be told so. */
  public Optional<Duration> remoteTimeLimit() {
    return remoteTimeLimit;
  }

  /** Within what time the job must start, where the provider can be told so. */
  public Optional<Duration> startLimit() {
    return startLimit;
  }

  /** What is brought to the provider first; until then {@link #input()} names it by a text. */
  public List<PlannedUpload> uploads() {
    return uploads;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "provider", provider,
      "endpoint", endpoint,
      "input", input,
      "firstImage", firstImage,
      "imageCount", imageCount,
      "seed", seed,
      "sentSize", sentSize,
      "headers", headers,
      "query", query,
      "remoteTimeLimit", remoteTimeLimit,
      "startLimit", startLimit,
      "uploads", uploads,
    };
  }

  /** Collects a {@link PlannedCall}. Not thread-safe. */
  public static final class Builder {
    @Nullable String provider;
    @Nullable String endpoint;
    @Nullable JsonValue input;
    int firstImage = 0;
    int imageCount = 1;
    Optional<BigInteger> seed = Optional.empty();
    Optional<ImageSize> sentSize = Optional.empty();
    final Map<String, String> headers = new LinkedHashMap<>();
    final Map<String, String> query = new LinkedHashMap<>();
    Optional<Duration> remoteTimeLimit = Optional.empty();
    Optional<Duration> startLimit = Optional.empty();
    final List<PlannedUpload> uploads = new ArrayList<>();

    Builder() {}

    /** Takes over what there is; lists and maps are added to. */
    public Builder copyFrom(PlannedCall value) {
      provider = value.provider();
      endpoint = value.endpoint();
      input = value.input();
      firstImage = value.firstImage();
      imageCount = value.imageCount();
      seed = first(value.seed(), seed);
      sentSize = first(value.sentSize(), sentSize);
      headers.putAll(value.headers());
      query.putAll(value.query());
      remoteTimeLimit = first(value.remoteTimeLimit(), remoteTimeLimit);
      startLimit = first(value.startLimit(), startLimit);
      uploads.addAll(value.uploads());
      return this;
    }

    /** Sets {@link PlannedCall#provider()}. */
    public Builder provider(String provider) {
      this.provider = given("provider", provider);
      return this;
    }

    /** Sets {@link PlannedCall#endpoint()}. */
    public Builder endpoint(String endpoint) {
      this.endpoint = given("endpoint", endpoint);
      return this;
    }

    /** Sets {@link PlannedCall#input()}. */
    public Builder input(JsonValue input) {
      this.input = given("input", input);
      return this;
    }

    /** Sets {@link PlannedCall#firstImage()}. */
    public Builder firstImage(int firstImage) {
      this.firstImage = firstImage;
      return this;
    }

    /** Sets {@link PlannedCall#imageCount()}. */
    public Builder imageCount(int imageCount) {
      this.imageCount = imageCount;
      return this;
    }

    /** Sets {@link PlannedCall#seed()}. */
    public Builder seed(BigInteger seed) {
      this.seed = some("seed", seed);
      return this;
    }

    /** Sets or clears {@link PlannedCall#seed()}. */
    public Builder seed(Optional<? extends BigInteger> seed) {
      this.seed = any("seed", seed);
      return this;
    }

    /** Sets {@link PlannedCall#sentSize()}. */
    public Builder sentSize(ImageSize sentSize) {
      this.sentSize = some("sentSize", sentSize);
      return this;
    }

    /** Sets or clears {@link PlannedCall#sentSize()}. */
    public Builder sentSize(Optional<ImageSize> sentSize) {
      this.sentSize = given("sentSize", sentSize);
      return this;
    }

    /** Adds to {@link PlannedCall#headers()}. */
    public Builder putHeaders(String key, String value) {
      put("headers", headers, key, value);
      return this;
    }

    /** Adds to {@link PlannedCall#headers()}. */
    public Builder putAllHeaders(Map<String, String> entries) {
      putAll("headers", headers, entries);
      return this;
    }

    /** Replaces {@link PlannedCall#headers()}. */
    public Builder headers(Map<String, String> entries) {
      headers.clear();
      return putAllHeaders(entries);
    }

    /** Adds to {@link PlannedCall#query()}. */
    public Builder putQuery(String key, String value) {
      put("query", query, key, value);
      return this;
    }

    /** Adds to {@link PlannedCall#query()}. */
    public Builder putAllQuery(Map<String, String> entries) {
      putAll("query", query, entries);
      return this;
    }

    /** Replaces {@link PlannedCall#query()}. */
    public Builder query(Map<String, String> entries) {
      query.clear();
      return putAllQuery(entries);
    }

    /** Sets {@link PlannedCall#remoteTimeLimit()}. */
    public Builder remoteTimeLimit(Duration remoteTimeLimit) {
      this.remoteTimeLimit = some("remoteTimeLimit", remoteTimeLimit);
      return this;
    }

    /** Sets or clears {@link PlannedCall#remoteTimeLimit()}. */
    public Builder remoteTimeLimit(Optional<Duration> remoteTimeLimit) {
      this.remoteTimeLimit = given("remoteTimeLimit", remoteTimeLimit);
      return this;
    }

    /** Sets {@link PlannedCall#startLimit()}. */
    public Builder startLimit(Duration startLimit) {
      this.startLimit = some("startLimit", startLimit);
      return this;
    }

    /** Sets or clears {@link PlannedCall#startLimit()}. */
    public Builder startLimit(Optional<Duration> startLimit) {
      this.startLimit = given("startLimit", startLimit);
      return this;
    }

    /** Adds to {@link PlannedCall#uploads()}. */
    public Builder addUploads(PlannedUpload... elements) {
      return addAllUploads(Arrays.asList(elements));
    }

    /** Adds to {@link PlannedCall#uploads()}. */
    public Builder addAllUploads(Iterable<? extends PlannedUpload> elements) {
      addAll("uploads", uploads, elements);
      return this;
    }

    /** Replaces {@link PlannedCall#uploads()}. */
    public Builder uploads(Iterable<? extends PlannedUpload> elements) {
      uploads.clear();
      return addAllUploads(elements);
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public PlannedCall build() {
      return new PlannedCall(this);
    }
  }
}
