package dev.pictor.spi;

import dev.pictor.model.Adjustment;
import java.math.BigDecimal;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What an endpoint does with one parameter: its name there, its form, its range.
 *
 * <pre>{@code
 * ParameterRule.passthrough(Parameter.PROMPT, "prompt").require()
 * ParameterRule.converted(Parameter.SAFETY_TOLERANCE, "safety_tolerance", Form.STRING).range(1, 6)
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class ParameterRule {
  /** How the value is written. */
  public enum Form {
    /** As its own JSON type; an image as its URL; of several images there may be only one. */
    NATURAL,
    /** As a string, also if it is a number. */
    STRING,
    /** As a list, also if it is one. */
    LIST
  }

  ParameterRule() {}

  /** The same value under the same or a similar name. */
  public static ParameterRule passthrough(Parameter parameter, String name) {
    return rule(parameter, Adjustment.Mode.PASSTHROUGH, name, Form.NATURAL);
  }

  /** The same value under another name. */
  public static ParameterRule renamed(Parameter parameter, String name) {
    return rule(parameter, Adjustment.Mode.RENAMED, name, Form.NATURAL);
  }

  /** The value in another form. */
  public static ParameterRule converted(Parameter parameter, String name, Form form) {
    return rule(parameter, Adjustment.Mode.CONVERTED, name, form);
  }

  private static ParameterRule rule(
      Parameter parameter, Adjustment.Mode mode, String name, Form form) {
    return ImmutableParameterRule.builder()
        .parameter(parameter)
        .mode(mode)
        .name(name)
        .form(form)
        .build();
  }

  private ImmutableParameterRule.Builder copy() {
    return ImmutableParameterRule.builder().copyFrom(this);
  }

  /** The same rule for a parameter that the endpoint insists on. */
  public final ParameterRule require() {
    return copy().isRequired(true).build();
  }

  /** The same rule with the range that the endpoint takes, both ends included. */
  public final ParameterRule range(long min, long max) {
    return copy().min(BigDecimal.valueOf(min)).max(BigDecimal.valueOf(max)).build();
  }

  /** The same rule with the number of values that the endpoint takes at most. */
  public final ParameterRule atMost(int count) {
    return copy().maxCount(count).build();
  }

  /** The same rule with what the endpoint assumes when the parameter is not sent. */
  public final ParameterRule fallback(String value) {
    return copy().defaultValue(value).build();
  }

  /** Which parameter. */
  public abstract Parameter parameter();

  /** How it is handled. */
  public abstract Adjustment.Mode mode();

  /** The name of the endpoint's own field. */
  public abstract String name();

  /** How the value is written. */
  public abstract Form form();

  /** Whether the endpoint insists on it. Default: no. */
  @Value.Default
  public boolean isRequired() {
    return false;
  }

  /** The smallest number that the endpoint takes. */
  public abstract Optional<BigDecimal> min();

  /** The largest number that the endpoint takes. */
  public abstract Optional<BigDecimal> max();

  /** How many values a list may have. */
  public abstract Optional<Integer> maxCount();

  /** What the endpoint assumes when it is not sent. */
  public abstract Optional<String> defaultValue();
}
