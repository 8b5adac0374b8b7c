package dev.pictor.spi;

import dev.pictor.model.Operation;
import dev.pictor.model.OutputFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What one endpoint accepts, as data: the planner is the only code that interprets it. To add a
 * model is to add such a table.
 *
 * <p>Lists and prices are facts of a day, not truth: what a table does not know passes through
 * {@link dev.pictor.model.ImageRequest#options()}. Immutable and thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class ModelSpec {
  ModelSpec() {}

  /** Starts a table. */
  public static Builder builder() {
    return new Builder();
  }

  /** The unified id, the same at every provider: {@code flux1.1-pro}. */
  public abstract String id();

  /** Other names of the model. */
  public abstract List<String> aliases();

  /** The provider's own id. */
  public abstract String endpoint();

  /** What it makes an image from. */
  public abstract Operation operation();

  /** The parameters that it takes; every other one is unsupported. */
  public abstract List<ParameterRule> parameters();

  /** How it is told size and shape; empty if it is not. */
  public abstract Optional<ShapeRule> shape();

  /** The field that takes a number of images; empty if each call makes one. */
  public abstract Optional<String> countField();

  /** How many images one call makes at most. Default: 1. */
  @Value.Default
  public int maxCount() {
    return 1;
  }

  /** The field that takes a file format; empty if there is no choice. */
  public abstract Optional<String> formatField();

  /** The file formats that it makes, in its order, with its own names. */
  public abstract Map<OutputFormat, String> formats();

  /** The file format that it makes when it is not told one. */
  public abstract Optional<OutputFormat> defaultFormat();

  /** The published price. */
  public abstract Optional<PriceRule> price();

  /** The rule of a parameter; empty if it is unsupported. */
  public final Optional<ParameterRule> rule(Parameter parameter) {
    return parameters().stream().filter(rule -> rule.parameter() == parameter).findFirst();
  }

  /** Whether a table describes this endpoint; otherwise everything passes through. */
  public final boolean isDescribed() {
    return operation() != Operation.UNDESCRIBED;
  }

  /** Whether this is the model's unified id or one of its aliases. */
  public final boolean isNamed(String name) {
    return id().equals(name) || aliases().contains(name);
  }

  /** Collects a {@link ModelSpec}. Not thread-safe. */
  public static final class Builder extends ImmutableModelSpec.Builder {
    Builder() {}
  }
}
