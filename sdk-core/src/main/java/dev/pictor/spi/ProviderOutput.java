package dev.pictor.spi;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What a finished job made. Immutable. */
@Value.Immutable
@ValueStyle
public abstract class ProviderOutput {
  ProviderOutput() {}

  /** Starts an output. */
  public static Builder builder() {
    return new Builder();
  }

  /** The images, in the provider's order. */
  public abstract List<Image> images();

  /** How many images moderation withheld without leaving anything in their place. Default: 0. */
  @Value.Default
  public int filtered() {
    return 0;
  }

  /** The seed that was used, where the provider tells it. */
  public abstract Optional<BigInteger> seed();

  /** The billable units that the provider reports for the job. */
  public abstract Optional<BigDecimal> billableUnits();

  /** The whole reply, unread and unchanged. */
  public abstract JsonValue raw();

  /** Collects a {@link ProviderOutput}. Not thread-safe. */
  public static final class Builder extends ImmutableProviderOutput.Builder {
    Builder() {}
  }

  /** One image of an output. Immutable. */
  @Value.Immutable
  @ValueStyle
  public abstract static class Image {
    Image() {}

    /** Starts an image. */
    public static Builder builder() {
      return new Builder();
    }

    /** Where it is; {@code https:}, {@code http:} or {@code data:}. */
    public abstract String url();

    /** The media type that the provider says it has. */
    public abstract Optional<String> mediaType();

    /** The size that the provider says it has. */
    public abstract Optional<ImageSize> size();

    /** Whether moderation flagged it; empty where the provider does not say. */
    public abstract Optional<Boolean> flagged();

    /** Collects an {@link Image}. Not thread-safe. */
    public static final class Builder extends ImmutableImage.Builder {
      Builder() {}
    }
  }
}
