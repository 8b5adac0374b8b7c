package dev.pictor.spi;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is told the size and shape of an image: a list of shapes, free pixels, tiers of
 * scale, or several of these.
 *
 * <p>With free pixels, pixels are sent wherever a size is asked for; a listed shape is sent where a
 * ratio is asked for that the list has, and where there are no free pixels. Immutable and
 * thread-safe.
 */
public final class ShapeRule extends ValueType {
  /** What is sent when a request says nothing of shape. */
  public enum Unasked {
    /** A square: the providers' own defaults differ. */
    SQUARE,
    /** Nothing: the shape follows from the input. */
    NOTHING,
    /** {@code match_input_image} where there are pictures to edit, otherwise a square. */
    INPUT_OR_SQUARE
  }

  private final String field;
  private final List<Option> options;
  private final Optional<Pixels> pixels;
  private final Optional<Tiers> tiers;
  private final Unasked unasked;
  private final BigDecimal area;

  ShapeRule(Builder builder) {
    List<String> missing = new ArrayList<>();
    field = required(missing, "field", builder.field);
    options = copy(builder.options);
    pixels = builder.pixels;
    tiers = builder.tiers;
    unasked = builder.unasked;
    area = builder.area;
    check("ShapeRule", missing);
  }

  /** Starts a rule. */
  public static Builder builder() {
    return new Builder();
  }

  /** The field that takes a listed shape, or an object of free pixels. */
  public String field() {
    return field;
  }

  /** The shapes that the endpoint lists, in its order. */
  public List<Option> options() {
    return options;
  }

  /** Free pixels, if the endpoint takes them. */
  public Optional<Pixels> pixels() {
    return pixels;
  }

  /** Tiers of scale, if the endpoint has them. */
  public Optional<Tiers> tiers() {
    return tiers;
  }

  /** What is sent when a request says nothing of shape. Default: a square. */
  public Unasked unasked() {
    return unasked;
  }

  /** The scale of the listed shapes without a tier, in units of 1024² pixels. Default: 1. */
  public BigDecimal area() {
    return area;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "field", field,
      "options", options,
      "pixels", pixels,
      "tiers", tiers,
      "unasked", unasked,
      "area", area,
    };
  }

  /** Collects a {@link ShapeRule}. Not thread-safe. */
  public static final class Builder {
    @Nullable String field;
    final List<Option> options = new ArrayList<>();
    Optional<Pixels> pixels = Optional.empty();
    Optional<Tiers> tiers = Optional.empty();
    Unasked unasked = Unasked.SQUARE;
    BigDecimal area = BigDecimal.ONE;

    Builder() {}

    /** Sets {@link ShapeRule#field()}. */
    public Builder field(String field) {
      this.field = given("field", field);
      return this;
    }

    /** Adds to {@link ShapeRule#options()}. */
    public Builder addOptions(Option... elements) {
      return addAllOptions(Arrays.asList(elements));
    }

    /** Adds to {@link ShapeRule#options()}. */
    public Builder addAllOptions(Iterable<? extends Option> elements) {
      addAll("options", options, elements);
      return this;
    }

    /** Replaces {@link ShapeRule#options()}. */
    public Builder options(Iterable<? extends Option> elements) {
      options.clear();
      return addAllOptions(elements);
    }

    /** Sets {@link ShapeRule#pixels()}. */
    public Builder pixels(Pixels pixels) {
      this.pixels = some("pixels", pixels);
      return this;
    }

    /** Sets or clears {@link ShapeRule#pixels()}. */
    public Builder pixels(Optional<Pixels> pixels) {
      this.pixels = given("pixels", pixels);
      return this;
    }

    /** Sets {@link ShapeRule#tiers()}. */
    public Builder tiers(Tiers tiers) {
      this.tiers = some("tiers", tiers);
      return this;
    }

    /** Sets or clears {@link ShapeRule#tiers()}. */
    public Builder tiers(Optional<Tiers> tiers) {
      this.tiers = given("tiers", tiers);
      return this;
    }

    /** Sets {@link ShapeRule#unasked()}. */
    public Builder unasked(Unasked unasked) {
      this.unasked = given("unasked", unasked);
      return this;
    }

    /** Sets {@link ShapeRule#area()}, such as {@code 4} for shapes of about 2048x2048 pixels. */
    public Builder area(BigDecimal area) {
      this.area = given("area", area);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public ShapeRule build() {
      return new ShapeRule(this);
    }

    /** Adds shapes that are named by their ratio and have no published size. */
    public Builder ratios(String... ratios) {
      for (String ratio : ratios) {
        addOptions(Option.of(ratio, AspectRatio.parse(ratio), Optional.empty()));
      }
      return this;
    }

    /** Adds a shape with a published size, in pixels. */
    public Builder preset(String label, int width, int height) {
      ImageSize size = ImageSize.of(width, height);
      return addOptions(Option.of(label, size.aspectRatio(), Optional.of(size)));
    }
  }

  /** A shape that an endpoint lists. Immutable. */
  public static final class Option extends ValueType {
    private final String label;
    private final AspectRatio ratio;
    private final Optional<ImageSize> size;

    private Option(String label, AspectRatio ratio, Optional<ImageSize> size) {
      this.label = given("label", label);
      this.ratio = given("ratio", ratio);
      this.size = given("size", size);
    }

    /** A shape with what is sent for it, its ratio, and its size where that is published. */
    public static Option of(String label, AspectRatio ratio, Optional<ImageSize> size) {
      return new Option(label, ratio, size);
    }

    /** What is sent. */
    public String label() {
      return label;
    }

    /** Its shape. */
    public AspectRatio ratio() {
      return ratio;
    }

    /** Its published size. */
    public Optional<ImageSize> size() {
      return size;
    }

    @Override
    Object[] attributes() {
      return new Object[] {"label", label, "ratio", ratio, "size", size};
    }
  }

  /** Free pixels with limits. Immutable. */
  public static final class Pixels extends ValueType {
    /** Where width and height are written. */
    public enum Place {
      /** As {@code {"width":w,"height":h}} in the shape's field. */
      OBJECT,
      /**
       * In the fields {@code width} and {@code height}, the shape's field saying {@code custom}.
       */
      FIELDS
    }

    private final Place place;
    private final int min;
    private final int max;
    private final int step;

    private Pixels(Place place, int min, int max, int step) {
      this.place = given("place", place);
      this.min = min;
      this.max = max;
      this.step = step;
    }

    /** Free pixels: each side of min to max pixels, both included, and a multiple of step. */
    public static Pixels of(Place place, int min, int max, int step) {
      return new Pixels(place, min, max, step);
    }

    /** Where they are written. */
    public Place place() {
      return place;
    }

    /** The shortest side, in pixels. */
    public int min() {
      return min;
    }

    /** The longest side, in pixels. */
    public int max() {
      return max;
    }

    /** What each side is a multiple of, in pixels. */
    public int step() {
      return step;
    }

    @Override
    Object[] attributes() {
      return new Object[] {"place", place, "min", min, "max", max, "step", step};
    }
  }

  /** Tiers of scale. Immutable. */
  public static final class Tiers extends ValueType {
    private final String field;
    private final List<Tier> options;

    Tiers(Builder builder) {
      List<String> missing = new ArrayList<>();
      field = required(missing, "field", builder.field);
      options = copy(builder.options);
      check("Tiers", missing);
    }

    /** Starts tiers. */
    public static Builder builder() {
      return new Builder();
    }

    /** The field that takes a tier. */
    public String field() {
      return field;
    }

    /** The tiers in the endpoint's order. */
    public List<Tier> options() {
      return options;
    }

    @Override
    Object[] attributes() {
      return new Object[] {"field", field, "options", options};
    }

    /** Collects {@link Tiers}. Not thread-safe. */
    public static final class Builder {
      @Nullable String field;
      final List<Tier> options = new ArrayList<>();

      Builder() {}

      /** Sets {@link Tiers#field()}. */
      public Builder field(String field) {
        this.field = given("field", field);
        return this;
      }

      /** Adds to {@link Tiers#options()}. */
      public Builder addOptions(Tier... elements) {
        return addAllOptions(Arrays.asList(elements));
      }

      /** Adds to {@link Tiers#options()}. */
      public Builder addAllOptions(Iterable<? extends Tier> elements) {
        addAll("options", options, elements);
        return this;
      }

      /** Replaces {@link Tiers#options()}. */
      public Builder options(Iterable<? extends Tier> elements) {
        options.clear();
        return addAllOptions(elements);
      }

      /** The finished value; an {@link IllegalStateException} names all that is missing. */
      public Tiers build() {
        return new Tiers(this);
      }

      /** Adds a tier: what is sent, and its area in units of 1024² pixels. */
      public Builder tier(String label, String area) {
        return addOptions(new Tier(label, new BigDecimal(area)));
      }
    }
  }

  /** A tier of scale. Immutable. */
  public static final class Tier extends ValueType {
    private final String label;
    private final BigDecimal area;

    Tier(String label, BigDecimal area) {
      this.label = given("label", label);
      this.area = area;
    }

    /** What is sent. */
    public String label() {
      return label;
    }

    /** Its area in units of 1024² pixels. */
    public BigDecimal area() {
      return area;
    }

    @Override
    Object[] attributes() {
      return new Object[] {"label", label, "area", area};
    }
  }
}
