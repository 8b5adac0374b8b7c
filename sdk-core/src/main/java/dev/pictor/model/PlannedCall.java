package dev.pictor.model;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** One submission as it will be sent: what a provider turns into HTTP. Immutable. */
@Value.Immutable
@ValueStyle
public abstract class PlannedCall {
  PlannedCall() {}

  /** Starts a call. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a call that begins as a copy of this one. */
  public final Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /** The provider's name. */
  public abstract String provider();

  /** The provider's own id of the model. */
  public abstract String endpoint();

  /** The model's input, exactly as the endpoint takes it. */
  public abstract JsonValue input();

  /** Which image of the request comes first out of this call, from 0. */
  @Value.Default
  public int firstImage() {
    return 0;
  }

  /** How many images this call asks for. Default: 1. */
  @Value.Default
  public int imageCount() {
    return 1;
  }

  /** The seed that is sent, of the first image. */
  public abstract Optional<BigInteger> seed();

  /** The size that the endpoint was asked for, where it is known in pixels. */
  public abstract Optional<ImageSize> sentSize();

  /** Additional request headers, from options such as {@code header:X-Fal-Queue-Priority}. */
  public abstract Map<String, String> headers();

  /** Additional query parameters, from options such as {@code query:fal_max_queue_length}. */
  public abstract Map<String, String> query();

  /** After what time the provider itself shall end the job, where it can be told so. */
  public abstract Optional<Duration> remoteTimeLimit();

  /** Within what time the job must start, where the provider can be told so. */
  public abstract Optional<Duration> startLimit();

  /** Collects a {@link PlannedCall}. Not thread-safe. */
  public static final class Builder extends ImmutablePlannedCall.Builder {
    Builder() {}
  }
}
