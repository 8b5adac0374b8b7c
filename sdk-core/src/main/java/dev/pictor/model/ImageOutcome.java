package dev.pictor.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one asked image. Immutable and thread-safe. */
public final class ImageOutcome extends ValueType {
  /** The ways in which one image can end. */
  public enum Kind {
    /** It is there. */
    IMAGE,
    /** Moderation withheld it. */
    FILTERED,
    /** It failed, and nothing is left of it at the provider. */
    FAILED,
    /** Whether it exists could not be found out; the failure says where to look. */
    UNKNOWN
  }

  private final int index;
  private final Kind kind;
  private final Optional<GeneratedImage> image;
  private final Optional<RuntimeException> failure;
  private final Optional<JobHandle> handle;
  private final Optional<BigInteger> seed;

  ImageOutcome(Builder builder) {
    List<String> missing = new ArrayList<>();
    index = requiredInt(missing, "index", builder.index);
    kind = required(missing, "kind", builder.kind);
    image = builder.image;
    failure = builder.failure;
    handle = builder.handle;
    seed = builder.seed;
    check("ImageOutcome", missing);
  }

  /** Starts an outcome. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Which image of the request this is, from 0. No other image of the result has this number; one
   * that was made without having been asked for comes behind all others.
   */
  public int index() {
    return index;
  }

  /** How it ended. */
  public Kind kind() {
    return kind;
  }

  /** The image, if it is there. */
  public Optional<GeneratedImage> image() {
    return image;
  }

  /** Why there is none: an exception of {@code dev.pictor.error}, ready to be thrown. */
  public Optional<RuntimeException> failure() {
    return failure;
  }

  /** The job, if it came to one. */
  public Optional<JobHandle> handle() {
    return handle;
  }

  /** The seed that was asked for, so that this very image can be asked for again. */
  public Optional<BigInteger> seed() {
    return seed;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "index", index,
      "kind", kind,
      "image", image,
      "failure", failure,
      "handle", handle,
      "seed", seed,
    };
  }

  /** Collects an {@link ImageOutcome}. Not thread-safe. */
  public static final class Builder {
    @Nullable Integer index;
    @Nullable Kind kind;
    Optional<GeneratedImage> image = Optional.empty();
    Optional<RuntimeException> failure = Optional.empty();
    Optional<JobHandle> handle = Optional.empty();
    Optional<BigInteger> seed = Optional.empty();

    Builder() {}

    /** Sets {@link ImageOutcome#index()}. */
    public Builder index(int index) {
      this.index = index;
      return this;
    }

    /** Sets {@link ImageOutcome#kind()}. */
    public Builder kind(Kind kind) {
      this.kind = given("kind", kind);
      return this;
    }

    /** Sets {@link ImageOutcome#image()}. */
    public Builder image(GeneratedImage image) {
      this.image = some("image", image);
      return this;
    }

    /** Sets or clears {@link ImageOutcome#image()}. */
    public Builder image(Optional<GeneratedImage> image) {
      this.image = given("image", image);
      return this;
    }

    /** Sets {@link ImageOutcome#failure()}. */
    public Builder failure(RuntimeException failure) {
      this.failure = some("failure", failure);
      return this;
    }

    /** Sets or clears {@link ImageOutcome#failure()}. */
    public Builder failure(Optional<? extends RuntimeException> failure) {
      this.failure = any("failure", failure);
      return this;
    }

    /** Sets {@link ImageOutcome#handle()}. */
    public Builder handle(JobHandle handle) {
      this.handle = some("handle", handle);
      return this;
    }

    /** Sets or clears {@link ImageOutcome#handle()}. */
    public Builder handle(Optional<JobHandle> handle) {
      this.handle = given("handle", handle);
      return this;
    }

    /** Sets {@link ImageOutcome#seed()}. */
    public Builder seed(BigInteger seed) {
      this.seed = some("seed", seed);
      return this;
    }

    /** Sets or clears {@link ImageOutcome#seed()}. */
    public Builder seed(Optional<? extends BigInteger> seed) {
      this.seed = any("seed", seed);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public ImageOutcome build() {
      return new ImageOutcome(this);
    }
  }
}
