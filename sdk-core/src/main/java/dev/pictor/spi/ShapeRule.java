package dev.pictor.spi;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageSize;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How an endpoint is told the size and shape of an image: a list of shapes, free pixels, tiers of
 * scale, or several of these.
 *
 * <p>With free pixels, pixels are sent wherever a size is asked for; a listed shape is sent where a
 * ratio is asked for that the list has, and where there are no free pixels. Immutable and
 * thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class ShapeRule {
  /** What is sent when a request says nothing of shape. */
  public enum Unasked {
    /** A square: the providers' own defaults differ. */
    SQUARE,
    /** Nothing: the shape follows from the input. */
    NOTHING
  }

  ShapeRule() {}

  /** Starts a rule. */
  public static Builder builder() {
    return new Builder();
  }

  /** The field that takes a listed shape, or an object of free pixels. */
  public abstract String field();

  /** The shapes that the endpoint lists, in its order. */
  public abstract List<Option> options();

  /** Free pixels, if the endpoint takes them. */
  public abstract Optional<Pixels> pixels();

  /** Tiers of scale, if the endpoint has them. */
  public abstract Optional<Tiers> tiers();

  /** What is sent when a request says nothing of shape. Default: a square. */
  @Value.Default
  public Unasked unasked() {
    return Unasked.SQUARE;
  }

  /** Collects a {@link ShapeRule}. Not thread-safe. */
  public static final class Builder extends ImmutableShapeRule.Builder {
    Builder() {}

    /** Adds shapes that are named by their ratio and have no published size. */
    public Builder ratios(String... ratios) {
      for (String ratio : ratios) {
        addOptions(Option.of(ratio, AspectRatio.parse(ratio), Optional.empty()));
      }
      return this;
    }

    /** Adds a shape with a published size. */
    public Builder preset(String label, int width, int height) {
      ImageSize size = ImageSize.of(width, height);
      return addOption(Option.of(label, size.aspectRatio(), Optional.of(size)));
    }

    private Builder addOption(Option option) {
      addOptions(option);
      return this;
    }
  }

  /** A shape that an endpoint lists. Immutable. */
  @Value.Immutable
  @ValueStyle
  public abstract static class Option {
    Option() {}

    /** A shape with what is sent for it, its ratio, and its size where that is published. */
    public static Option of(String label, AspectRatio ratio, Optional<ImageSize> size) {
      return ImmutableOption.builder().label(label).ratio(ratio).size(size).build();
    }

    /** What is sent. */
    public abstract String label();

    /** Its shape. */
    public abstract AspectRatio ratio();

    /** Its published size. */
    public abstract Optional<ImageSize> size();
  }

  /** Free pixels with limits. Immutable. */
  @Value.Immutable
  @ValueStyle
  public abstract static class Pixels {
    /** Where width and height are written. */
    public enum Place {
      /** As {@code {"width":w,"height":h}} in the shape's field. */
      OBJECT,
      /**
       * In the fields {@code width} and {@code height}, the shape's field saying {@code custom}.
       */
      FIELDS
    }

    Pixels() {}

    /** Free pixels: each side at least min and at most max, a multiple of step. */
    public static Pixels of(Place place, int min, int max, int step) {
      return ImmutablePixels.builder().place(place).min(min).max(max).step(step).build();
    }

    /** Where they are written. */
    public abstract Place place();

    /** The shortest side. */
    public abstract int min();

    /** The longest side. */
    public abstract int max();

    /** What each side is a multiple of. */
    public abstract int step();
  }

  /** Tiers of scale. Immutable. */
  @Value.Immutable
  @ValueStyle
  public abstract static class Tiers {
    Tiers() {}

    /** Starts tiers. */
    public static Builder builder() {
      return new Builder();
    }

    /** The field that takes a tier. */
    public abstract String field();

    /** The tiers in the endpoint's order. */
    public abstract List<Tier> options();

    /** Collects {@link Tiers}. Not thread-safe. */
    public static final class Builder extends ImmutableTiers.Builder {
      Builder() {}

      /** Adds a tier: what is sent, and its area in units of 1024² pixels. */
      public Builder tier(String label, String area) {
        addOptions(ImmutableTier.builder().label(label).area(new BigDecimal(area)).build());
        return this;
      }
    }
  }

  /** A tier of scale. Immutable. */
  @Value.Immutable
  @ValueStyle
  public abstract static class Tier {
    Tier() {}

    /** What is sent. */
    public abstract String label();

    /** Its area in units of 1024² pixels. */
    public abstract BigDecimal area();
  }
}
