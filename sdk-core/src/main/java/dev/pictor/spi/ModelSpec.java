package dev.pictor.spi;

import dev.pictor.model.Operation;
import dev.pictor.model.OutputFormat;
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
  private final Optional<PriceRule> price;

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

  /** The file formats that it makes, in its order, with its own names. */
  public Map<OutputFormat, String> formats() {
    return formats;
  }

  /** The file format that it makes when it is not told one. */
  public Optional<OutputFormat> defaultFormat() {
    return defaultFormat;
  }

  /** The published price. */
  public Optional<PriceRule> price() {
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
    Optional<PriceRule> price = Optional.empty();

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
    public Builder price(PriceRule price) {
      this.price = some("price", price);
      return this;
    }

    /** Sets or clears {@link ModelSpec#price()}. */
    public Builder price(Optional<PriceRule> price) {
      this.price = given("price", price);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public ModelSpec build() {
      return new ModelSpec(this);
    }
  }
}
