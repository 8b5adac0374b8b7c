package dev.pictor.spi;

import dev.pictor.model.OutputFormat;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one endpoint accepts, as data: the planner is the only code that interprets it. To add a
 * model is to add such a table.
 *
 * <p>Lists and prices are facts of a day, not truth: what a table does not know passes through
 * {@link dev.pictor.model.ImageRequest#options()}. Immutable and thread-safe.
 */
public final class ModelSpec extends ValueType {
  private final String id;
  private final List<String> aliases;
  private final String endpoint;
  private final Operation operation;
  private final List<ParameterRule> parameters;
  private final Optional<ShapeRule> shape;
  private final Optional<String> countField;
  private final int maxCount;
  private final Optional<String> formatField;
  private final Map<OutputFormat, String> formats;
  private final Optional<OutputFormat> defaultFormat;
  private final Optional<Price> price;

  ModelSpec(Builder builder) {
    List<String> missing = new ArrayList<>();
    id = required(missing, "id", builder.id);
    aliases = copy(builder.aliases);
    endpoint = required(missing, "endpoint", builder.endpoint);
    operation = required(missing, "operation", builder.operation);
    parameters = copy(builder.parameters);
    shape = builder.shape;
    countField = builder.countField;
    maxCount = builder.maxCount;
    formatField = builder.formatField;
    formats = copy(builder.formats);
    defaultFormat = builder.defaultFormat;
    price = builder.price;
    check("ModelSpec", missing);
  }

  /** Starts a table. */
  public static Builder builder() {
    return new Builder();
  }

  /** The unified id, the same at every provider: {@code flux1.1-pro}. */
  public String id() {
    return id;
  }

  /** Other names of the model. */
  public List<String> aliases() {
    return aliases;
  }

  /** The provider's own id. */
  public String endpoint() {
    return endpoint;
  }

  /** What it makes an image from. */
  public Operation operation() {
    return operation;
  }

  /** The parameters that it takes; every other one is unsupported. */
  public List<ParameterRule> parameters() {
    return parameters;
  }

  /** How it is told size and shape; empty if it is not. */
  public Optional<ShapeRule> shape() {
    return shape;
  }

  /** The field that takes a number of images; empty if each call makes one. */
  public Optional<String> countField() {
    return countField;
  }

  /** How many images one call makes at most. Default: 1. */
  public int maxCount() {
    return maxCount;
  }

  /** The field that takes a file format; empty if there is no choice. */
  public Optional<String> formatField() {
    return formatField;
  }

  /**
   * The file formats that it makes, in its order, with its own names. Of an endpoint that no table
   * describes: the provider's names for formats that are not called as they are here, whether or
   * not it makes them.
   */
  public Map<OutputFormat, String> formats() {
    return formats;
  }

  /** The file format that it makes when it is not told one. */
  public Optional<OutputFormat> defaultFormat() {
    return defaultFormat;
  }

  /** The published price. */
  public Optional<Price> price() {
    return price;
  }

  /** The rule of a parameter; empty if it is unsupported. */
  public Optional<ParameterRule> rule(Parameter parameter) {
    for (ParameterRule rule : parameters) {
      if (rule.parameter() == parameter) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /** Whether a table describes this endpoint; otherwise everything passes through. */
  public boolean isDescribed() {
    return operation() != Operation.UNDESCRIBED;
  }

  /** Whether this is the model's unified id or one of its aliases. */
  public boolean isNamed(String name) {
    return id().equals(name) || aliases().contains(name);
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "id", id,
      "aliases", aliases,
      "endpoint", endpoint,
      "operation", operation,
      "parameters", parameters,
      "shape", shape,
      "countField", countField,
      "maxCount", maxCount,
      "formatField", formatField,
      "formats", formats,
      "defaultFormat", defaultFormat,
      "price", price,
    };
  }

  /** Collects a {@link ModelSpec}. Not thread-safe. */
  public static final class Builder {
    @Nullable String id;
    final List<String> aliases = new ArrayList<>();
    @Nullable String endpoint;
    @Nullable Operation operation;
    final List<ParameterRule> parameters = new ArrayList<>();
    Optional<ShapeRule> shape = Optional.empty();
    Optional<String> countField = Optional.empty();
    int maxCount = 1;
    Optional<String> formatField = Optional.empty();
    final Map<OutputFormat, String> formats = new LinkedHashMap<>();
    Optional<OutputFormat> defaultFormat = Optional.empty();
    Optional<Price> price = Optional.empty();

    Builder() {}

    /** Sets {@link ModelSpec#id()}. */
    public Builder id(String id) {
      this.id = given("id", id);
      return this;
    }

    /** Adds to {@link ModelSpec#aliases()}. */
    public Builder addAliases(String... elements) {
      return addAllAliases(Arrays.asList(elements));
    }

    /** Adds to {@link ModelSpec#aliases()}. */
    public Builder addAllAliases(Iterable<? extends String> elements) {
      addAll("aliases", aliases, elements);
      return this;
    }

    /** Replaces {@link ModelSpec#aliases()}. */
    public Builder aliases(Iterable<? extends String> elements) {
      aliases.clear();
      return addAllAliases(elements);
    }

    /** Sets {@link ModelSpec#endpoint()}. */
    public Builder endpoint(String endpoint) {
      this.endpoint = given("endpoint", endpoint);
      return this;
    }

    /** Sets {@link ModelSpec#operation()}. */
    public Builder operation(Operation operation) {
      this.operation = given("operation", operation);
      return this;
    }

    /** Adds to {@link ModelSpec#parameters()}. */
    public Builder addParameters(ParameterRule... elements) {
      return addAllParameters(Arrays.asList(elements));
    }

    /** Adds to {@link ModelSpec#parameters()}. */
    public Builder addAllParameters(Iterable<? extends ParameterRule> elements) {
      addAll("parameters", parameters, elements);
      return this;
    }

    /** Replaces {@link ModelSpec#parameters()}. */
    public Builder parameters(Iterable<? extends ParameterRule> elements) {
      parameters.clear();
      return addAllParameters(elements);
    }

    /** Sets {@link ModelSpec#shape()}. */
    public Builder shape(ShapeRule shape) {
      this.shape = some("shape", shape);
      return this;
    }

    /** Sets or clears {@link ModelSpec#shape()}. */
    public Builder shape(Optional<ShapeRule> shape) {
      this.shape = given("shape", shape);
      return this;
    }

    /** Sets {@link ModelSpec#countField()}. */
    public Builder countField(String countField) {
      this.countField = some("countField", countField);
      return this;
    }

    /** Sets or clears {@link ModelSpec#countField()}. */
    public Builder countField(Optional<String> countField) {
      this.countField = given("countField", countField);
      return this;
    }

    /** Sets {@link ModelSpec#maxCount()}. */
    public Builder maxCount(int maxCount) {
      this.maxCount = maxCount;
      return this;
    }

    /** Sets {@link ModelSpec#formatField()}. */
    public Builder formatField(String formatField) {
      this.formatField = some("formatField", formatField);
      return this;
    }

    /** Sets or clears {@link ModelSpec#formatField()}. */
    public Builder formatField(Optional<String> formatField) {
      this.formatField = given("formatField", formatField);
      return this;
    }

    /** Adds to {@link ModelSpec#formats()}. */
    public Builder putFormats(OutputFormat key, String value) {
      put("formats", formats, key, value);
      return this;
    }

    /** Adds to {@link ModelSpec#formats()}. */
    public Builder putAllFormats(Map<OutputFormat, String> entries) {
      putAll("formats", formats, entries);
      return this;
    }

    /** Replaces {@link ModelSpec#formats()}. */
    public Builder formats(Map<OutputFormat, String> entries) {
      formats.clear();
      return putAllFormats(entries);
    }

    /** Sets {@link ModelSpec#defaultFormat()}. */
    public Builder defaultFormat(OutputFormat defaultFormat) {
      this.defaultFormat = some("defaultFormat", defaultFormat);
      return this;
    }

    /** Sets or clears {@link ModelSpec#defaultFormat()}. */
    public Builder defaultFormat(Optional<OutputFormat> defaultFormat) {
      this.defaultFormat = given("defaultFormat", defaultFormat);
      return this;
    }

    /** Sets {@link ModelSpec#price()}. */
    public Builder price(Price price) {
      this.price = some("price", price);
      return this;
    }

    /** Sets or clears {@link ModelSpec#price()}. */
    public Builder price(Optional<Price> price) {
      this.price = given("price", price);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public ModelSpec build() {
      return new ModelSpec(this);
    }
  }

  /**
   * The parameters of a request that a table describes one by one. Shape, count and formats have
   * rules of their own in {@link ModelSpec}.
   */
  public enum Parameter {
    /** What the image shows. */
    PROMPT("prompt"),
    /** What it must not show. */
    NEGATIVE_PROMPT("negativePrompt"),
    /** Where the randomness starts. */
    SEED("seed"),
    /** How strongly a lossy format compresses. */
    OUTPUT_COMPRESSION("outputCompression"),
    /** The quality of a lossy format, 100 best. */
    OUTPUT_QUALITY("outputQuality"),
    /** How much moderation lets pass. */
    SAFETY_TOLERANCE("safetyTolerance"),
    /** Whether the prompt may be rewritten, in fal's form. */
    ENHANCE_PROMPT("enhancePrompt"),
    /** Whether the prompt may be rewritten, in Replicate's form. */
    PROMPT_UPSAMPLING("promptUpsampling"),
    /** Whether the result comes inline. */
    SYNC_MODE("syncMode"),
    /** How closely the image follows the prompt. */
    GUIDANCE_SCALE("guidanceScale"),
    /** A quality tier by the provider's name. */
    QUALITY("quality"),
    /** A style by the provider's name. */
    STYLE("style"),
    /** A tag of the end user. */
    USER("user"),
    /** A picture that guides the new one. */
    IMAGE_PROMPT("imagePrompt"),
    /** Pictures to edit. */
    IMAGES("images"),
    /** Which part to edit. */
    MASK("mask");

    private final String attribute;

    Parameter(String attribute) {
      this.attribute = attribute;
    }

    /** The name of the attribute of {@link dev.pictor.model.ImageRequest}. */
    public String attribute() {
      return attribute;
    }
  }

  /**
   * A price as it was published on a day: an estimate, never the bill. Immutable and thread-safe.
   */
  public static final class Price extends ValueType {
    /** What the price counts. */
    public enum Unit {
      /** Each image. */
      IMAGE,
      /** Each started megapixel of each image; a megapixel is 1,000,000 pixels. */
      MEGAPIXEL,
      /** Each submission, however many images it makes. */
      RUN
    }

    private final Unit unit;
    private final BigDecimal amount;
    private final Optional<BigDecimal> firstAmount;
    private final LocalDate asOf;
    private final String source;

    private Price(
        Unit unit,
        BigDecimal amount,
        Optional<BigDecimal> firstAmount,
        LocalDate asOf,
        String source) {
      this.unit = given("unit", unit);
      this.amount = amount;
      this.firstAmount = firstAmount;
      this.asOf = asOf;
      this.source = given("source", source);
    }

    /**
     * A price in USD.
     *
     * @param amount of one unit, such as {@code 0.04}
     * @param asOf the day on which it was published, such as {@code 2026-09-01}
     * @param source who published it
     */
    public static Price of(Unit unit, String amount, String asOf, String source) {
      return new Price(unit, new BigDecimal(amount), Optional.empty(), date(asOf), source);
    }

    /** By hand: every table has a price, and the classes of a formatter would delay each start. */
    private static LocalDate date(String text) {
      boolean isUsual = text.length() == 10;
      for (int i = 0; isUsual && i < 10; i++) {
        char c = text.charAt(i);
        isUsual = (i == 4 || i == 7) ? c == '-' : (c >= '0' && c <= '9');
      }
      return isUsual
          ? LocalDate.of(
              Integer.parseInt(text.substring(0, 4)),
              Integer.parseInt(text.substring(5, 7)),
              Integer.parseInt(text.substring(8)))
          : LocalDate.parse(text); // which says what is wrong
    }

    /** The same price with another amount for the first unit of each image. */
    public Price firstUnit(String amount) {
      return new Price(unit, this.amount, Optional.of(new BigDecimal(amount)), asOf, source);
    }

    /** What the price counts. */
    public Unit unit() {
      return unit;
    }

    /** The price of one unit in USD. */
    public BigDecimal amount() {
      return amount;
    }

    /** The price of the first unit of each image, where it differs. */
    public Optional<BigDecimal> firstAmount() {
      return firstAmount;
    }

    /** The day on which it was published. */
    public LocalDate asOf() {
      return asOf;
    }

    /** Who published it. */
    public String source() {
      return source;
    }

    @Override
    Object[] attributes() {
      return new Object[] {
        "unit", unit,
        "amount", amount,
        "firstAmount", firstAmount,
        "asOf", asOf,
        "source", source,
      };
    }
  }

  /** What an endpoint makes an image from. */
  public enum Operation {
    /** From a prompt. */
    TEXT_TO_IMAGE,

    /** A variation guided by a reference image, with or without a prompt. */
    REFERENCE_TO_IMAGE,

    /** From an image and a prompt that says what to change. */
    EDIT,

    /** Not known: an endpoint that no table describes. */
    UNDESCRIBED
  }
}
