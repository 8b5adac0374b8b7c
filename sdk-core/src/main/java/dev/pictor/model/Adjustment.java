package dev.pictor.model;

import java.util.Optional;
import org.immutables.value.Value;

/**
 * What became of one parameter of a request on its way to an endpoint. Immutable and thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class Adjustment {
  /** How a parameter was handled, from the weakest to the strongest intervention. */
  public enum Mode {
    /** Sent as it is, under its own name. */
    PASSTHROUGH,
    /** Sent as it is, under the endpoint's name. */
    RENAMED,
    /** Sent in the endpoint's form, or as the nearest value it has. */
    CONVERTED,
    /** Done by Pictor, because the endpoint has no such thing. */
    EMULATED,
    /** Not sent and not done: lost. */
    DROPPED
  }

  Adjustment() {}

  /** Starts an adjustment. */
  public static Builder builder() {
    return new Builder();
  }

  /** The parameter, as {@link ImageRequest} names it. */
  public abstract String parameter();

  /** How it was handled. */
  public abstract Mode mode();

  /** The value that was asked for. */
  public abstract String from();

  /** What is sent or done instead, such as {@code image_size={"width":1365,"height":768}}. */
  public abstract Optional<String> to();

  /** Whether the image will differ from what was asked for. */
  @Value.Default
  public boolean isChange() {
    return mode() == Mode.DROPPED;
  }

  /** Why, where it is not plain. */
  public abstract Optional<String> note();

  /** One line: {@code aspectRatio 7:5 -> 4:3 (converted): the nearest of ...}. */
  @Override
  public String toString() {
    return parameter()
        + " "
        + from()
        + to().map(to -> " -> " + to).orElse("")
        + " ("
        + mode().name().toLowerCase(java.util.Locale.ROOT)
        + ")"
        + note().map(note -> ": " + note).orElse("");
  }

  /** Collects an {@link Adjustment}. Not thread-safe. */
  public static final class Builder extends ImmutableAdjustment.Builder {
    Builder() {}
  }
}
