package dev.pictor.model;

import java.math.BigInteger;
import java.util.Optional;
import org.immutables.value.Value;

/** What became of one asked image. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
public abstract class ImageOutcome {
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

  ImageOutcome() {}

  /** Starts an outcome. */
  public static Builder builder() {
    return new Builder();
  }

  /** Which image of the request this is, from 0. */
  public abstract int index();

  /** How it ended. */
  public abstract Kind kind();

  /** The image, if it is there. */
  public abstract Optional<GeneratedImage> image();

  /** Why there is none: an exception of {@code dev.pictor.error}, ready to be thrown. */
  public abstract Optional<RuntimeException> failure();

  /** The job, if it came to one. */
  public abstract Optional<JobHandle> handle();

  /** The seed that was asked for, so that this very image can be asked for again. */
  public abstract Optional<BigInteger> seed();

  /** Collects an {@link ImageOutcome}. Not thread-safe. */
  public static final class Builder extends ImmutableImageOutcome.Builder {
    Builder() {}
  }
}
