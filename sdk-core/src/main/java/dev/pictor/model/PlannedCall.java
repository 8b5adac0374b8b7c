package dev.pictor.model;

import dev.pictor.model.ImageRequest.MaskPolarity;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
  private final List<Upload> uploads;

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
    uploads = builder.uploads;
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
  public List<Upload> uploads() {
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
    Map<String, String> headers = Collections.emptyMap(); // as in most calls
    Map<String, String> query = Collections.emptyMap();
    Optional<Duration> remoteTimeLimit = Optional.empty();
    Optional<Duration> startLimit = Optional.empty();
    List<Upload> uploads = Collections.emptyList();

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
      putAllHeaders(value.headers());
      putAllQuery(value.query());
      remoteTimeLimit = first(value.remoteTimeLimit(), remoteTimeLimit);
      startLimit = first(value.startLimit(), startLimit);
      uploads = plus("uploads", uploads, value.uploads());
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
      headers = own(headers);
      put("headers", headers, key, value);
      return this;
    }

    /** Adds to {@link PlannedCall#headers()}. */
    public Builder putAllHeaders(Map<String, String> entries) {
      if (!entries.isEmpty()) {
        headers = own(headers);
        putAll("headers", headers, entries);
      }
      return this;
    }

    /** Replaces {@link PlannedCall#headers()}. */
    public Builder headers(Map<String, String> entries) {
      headers = Collections.emptyMap();
      return putAllHeaders(entries);
    }

    /** Adds to {@link PlannedCall#query()}. */
    public Builder putQuery(String key, String value) {
      query = own(query);
      put("query", query, key, value);
      return this;
    }

    /** Adds to {@link PlannedCall#query()}. */
    public Builder putAllQuery(Map<String, String> entries) {
      if (!entries.isEmpty()) {
        query = own(query);
        putAll("query", query, entries);
      }
      return this;
    }

    /** Replaces {@link PlannedCall#query()}. */
    public Builder query(Map<String, String> entries) {
      query = Collections.emptyMap();
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
    public Builder addUploads(Upload... elements) {
      return addAllUploads(Arrays.asList(elements));
    }

    /** Adds to {@link PlannedCall#uploads()}. */
    public Builder addAllUploads(Iterable<? extends Upload> elements) {
      uploads = plus("uploads", uploads, elements);
      return this;
    }

    /** Replaces {@link PlannedCall#uploads()}. */
    public Builder uploads(Iterable<? extends Upload> elements) {
      uploads = Collections.emptyList();
      return addAllUploads(elements);
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public PlannedCall build() {
      return new PlannedCall(this);
    }
  }

  /**
   * An image that is brought to the provider before the call that needs it is sent, or, where it
   * takes no uploads, is read into that call: until then the field of {@link PlannedCall#input()}
   * holds a text in place of its URL. Immutable.
   */
  public static final class Upload extends ValueType {
    /** What is done to a file before it leaves this machine. */
    public enum Treatment {
      /** Nothing. */
      AS_IS,
      /** What it tells beside the picture is left out. */
      WITHOUT_METADATA,
      /** It is turned as its EXIF orientation says, and written anew. */
      UPRIGHT,
      /** A mask that becomes {@link MaskPolarity#WHITE_IS_EDIT}. */
      WHITE_IS_EDIT,
      /** A mask that becomes {@link MaskPolarity#TRANSPARENT_IS_EDIT}. */
      TRANSPARENT_IS_EDIT
    }

    private final String field;
    private final Optional<Integer> position;
    private final ImageSource source;
    private final Treatment treatment;
    private final String fileName;
    private final String mediaType;
    private final Optional<Long> byteCount;

    Upload(Builder builder) {
      List<String> missing = new ArrayList<>();
      field = required(missing, "field", builder.field);
      position = builder.position;
      source = required(missing, "source", builder.source);
      treatment = required(missing, "treatment", builder.treatment);
      fileName = required(missing, "fileName", builder.fileName);
      mediaType = required(missing, "mediaType", builder.mediaType);
      byteCount = builder.byteCount;
      check("PlannedCall.Upload", missing);
    }

    /** Starts an upload. */
    public static Builder builder() {
      return new Builder();
    }

    /** The field of the input that gets the URL. */
    public String field() {
      return field;
    }

    /** Which element of the field, counted from 0, where that is a list. */
    public Optional<Integer> position() {
      return position;
    }

    /** The image. */
    public ImageSource source() {
      return source;
    }

    /** What is done to it first. */
    public Treatment treatment() {
      return treatment;
    }

    /** What the file is called at the provider; nothing of the path on this machine. */
    public String fileName() {
      return fileName;
    }

    /** The media type by its own bytes: {@code image/jpeg}. */
    public String mediaType() {
      return mediaType;
    }

    /** How many bytes it has; empty where that is known only when it has been written anew. */
    public Optional<Long> byteCount() {
      return byteCount;
    }

    @Override
    Object[] attributes() {
      return new Object[] {
        "field", field,
        "position", position,
        "source", source,
        "treatment", treatment,
        "fileName", fileName,
        "mediaType", mediaType,
        "byteCount", byteCount,
      };
    }

    /** Collects a {@link Upload}. Not thread-safe. */
    public static final class Builder {
      @Nullable String field;
      Optional<Integer> position = Optional.empty();
      @Nullable ImageSource source;
      @Nullable Treatment treatment;
      @Nullable String fileName;
      @Nullable String mediaType;
      Optional<Long> byteCount = Optional.empty();

      Builder() {}

      /** Sets {@link Upload#field()}. */
      public Builder field(String field) {
        this.field = given("field", field);
        return this;
      }

      /** Sets {@link Upload#position()}. */
      public Builder position(int position) {
        this.position = Optional.of(position);
        return this;
      }

      /** Sets or clears {@link Upload#position()}. */
      public Builder position(Optional<? extends Integer> position) {
        this.position = any("position", position);
        return this;
      }

      /** Sets {@link Upload#source()}. */
      public Builder source(ImageSource source) {
        this.source = given("source", source);
        return this;
      }

      /** Sets {@link Upload#treatment()}. */
      public Builder treatment(Treatment treatment) {
        this.treatment = given("treatment", treatment);
        return this;
      }

      /** Sets {@link Upload#fileName()}. */
      public Builder fileName(String fileName) {
        this.fileName = given("fileName", fileName);
        return this;
      }

      /** Sets {@link Upload#mediaType()}. */
      public Builder mediaType(String mediaType) {
        this.mediaType = given("mediaType", mediaType);
        return this;
      }

      /** Sets {@link Upload#byteCount()}. */
      public Builder byteCount(long byteCount) {
        this.byteCount = Optional.of(byteCount);
        return this;
      }

      /** Sets or clears {@link Upload#byteCount()}. */
      public Builder byteCount(Optional<? extends Long> byteCount) {
        this.byteCount = any("byteCount", byteCount);
        return this;
      }

      /** The finished value; an {@link IllegalStateException} names all that is missing. */
      public Upload build() {
        return new Upload(this);
      }
    }
  }
}
