package dev.pictor.spi;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest.MaskPolarity;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ModelSpec.Parameter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

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
public final class ParameterRule extends ValueType {
  /** How the value is written. */
  public enum Form {
    /** As its own JSON type; an image as its URL; of several images there may be only one. */
    NATURAL,
    /** As a string, also if it is a number. */
    STRING,
    /** As a list, also if it is one. */
    LIST
  }

  private final Parameter parameter;
  private final Adjustment.Mode mode;
  private final String name;
  private final Form form;
  private final boolean isRequired;
  private final NumberRange range;
  private final Optional<Integer> maxCount;
  private final Optional<String> defaultValue;
  private final Optional<Images> images;

  private ParameterRule(Parameter parameter, Adjustment.Mode mode, String name, Form form) {
    this.parameter = given("parameter", parameter);
    this.mode = mode;
    this.name = given("name", name);
    this.form = given("form", form);
    isRequired = false;
    range = NumberRange.ANY;
    maxCount = Optional.empty();
    defaultValue = Optional.empty();
    images = Optional.empty();
  }

  private ParameterRule(
      ParameterRule base,
      boolean isRequired,
      NumberRange range,
      Optional<Integer> maxCount,
      Optional<String> defaultValue,
      Optional<Images> images) {
    parameter = base.parameter;
    mode = base.mode;
    name = base.name;
    form = base.form;
    this.isRequired = isRequired;
    this.range = range;
    this.maxCount = maxCount;
    this.defaultValue = defaultValue;
    this.images = images;
  }

  /** The same value under the same or a similar name. */
  public static ParameterRule passthrough(Parameter parameter, String name) {
    return new ParameterRule(parameter, Adjustment.Mode.PASSTHROUGH, name, Form.NATURAL);
  }

  /** The same value under another name. */
  public static ParameterRule renamed(Parameter parameter, String name) {
    return new ParameterRule(parameter, Adjustment.Mode.RENAMED, name, Form.NATURAL);
  }

  /** The value in another form. */
  public static ParameterRule converted(Parameter parameter, String name, Form form) {
    return new ParameterRule(parameter, Adjustment.Mode.CONVERTED, name, form);
  }

  /** The same rule for a parameter that the endpoint insists on. */
  public ParameterRule require() {
    return new ParameterRule(this, true, range, maxCount, defaultValue, images);
  }

  /** The same rule with the range that the endpoint takes, both ends included. */
  public ParameterRule range(long min, long max) {
    return ranged(range.of(BigDecimal.valueOf(min), BigDecimal.valueOf(max)));
  }

  /** The same rule with a range of decimal numbers, such as {@code range("1.5", "10")}. */
  public ParameterRule range(String min, String max) {
    return ranged(range.of(new BigDecimal(min), new BigDecimal(max)));
  }

  /** The same rule with a smaller {@link #max()} for requests that have input images. */
  public ParameterRule maxBesideImages(long max) {
    return ranged(range.besideImages(BigDecimal.valueOf(max)));
  }

  /**
   * The same rule where the service has the last word: a number outside the range is sent, and the
   * plan warns of it.
   */
  public ParameterRule advisory() {
    return ranged(range.advisory());
  }

  private ParameterRule ranged(NumberRange numbers) {
    return new ParameterRule(this, isRequired, numbers, maxCount, defaultValue, images);
  }

  /** The same rule with the number of values that the endpoint takes at most. */
  public ParameterRule atMost(int count) {
    return new ParameterRule(this, isRequired, range, Optional.of(count), defaultValue, images);
  }

  /** The same rule with what the endpoint assumes when the parameter is not sent. */
  public ParameterRule fallback(String value) {
    return new ParameterRule(this, isRequired, range, maxCount, some("value", value), images);
  }

  /** The same rule with the images that the endpoint takes. */
  public ParameterRule images(Images images) {
    return new ParameterRule(
        this, isRequired, range, maxCount, defaultValue, some("images", images));
  }

  /** Which parameter. */
  public Parameter parameter() {
    return parameter;
  }

  /** How it is handled. */
  public Adjustment.Mode mode() {
    return mode;
  }

  /** The name of the endpoint's own field. */
  public String name() {
    return name;
  }

  /** How the value is written. */
  public Form form() {
    return form;
  }

  /** Whether the endpoint insists on it. Default: no. */
  public boolean isRequired() {
    return isRequired;
  }

  /** The smallest number that the endpoint takes. */
  public Optional<BigDecimal> min() {
    return range.min;
  }

  /** The largest number that the endpoint takes. */
  public Optional<BigDecimal> max() {
    return range.max;
  }

  /** The largest number that the endpoint takes from a request with input images, if smaller. */
  public Optional<BigDecimal> maxBesideImages() {
    return range.maxBesideImages;
  }

  /** Whether numbers outside the range are sent all the same. Default: no, they are refused. */
  public boolean isAdvisory() {
    return range.isAdvisory;
  }

  /** How many values a list may have. */
  public Optional<Integer> maxCount() {
    return maxCount;
  }

  /** What the endpoint assumes when it is not sent. */
  public Optional<String> defaultValue() {
    return defaultValue;
  }

  /** Which images it takes; empty if nothing is known to be refused. */
  public Optional<Images> images() {
    return images;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "parameter", parameter,
      "mode", mode,
      "name", name,
      "form", form,
      "isRequired", isRequired,
      "min", range.min,
      "max", range.max,
      "maxBesideImages", range.maxBesideImages,
      "isAdvisory", range.isAdvisory,
      "maxCount", maxCount,
      "defaultValue", defaultValue,
      "images", images,
    };
  }

  /**
   * Which images an endpoint takes as input: what Pictor knows to be refused is refused before it
   * is uploaded. An image behind a URL is not looked at.
   *
   * <pre>
   * {@code ParameterRule.Images.any().formats(OutputFormat.JPEG, OutputFormat.PNG).sides(256, 4096)}
   * </pre>
   *
   * <p>Immutable and thread-safe.
   */
  public static final class Images extends ValueType {
    private static final Images ANY =
        new Images(
            Collections.emptyList(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            MaskPolarity.WHITE_IS_EDIT);

    private final List<OutputFormat> formats;
    private final Optional<Integer> minSide;
    private final Optional<Integer> maxSide;
    private final Optional<Long> maxBytes;
    private final MaskPolarity maskPolarity;

    private Images(
        List<OutputFormat> formats,
        Optional<Integer> minSide,
        Optional<Integer> maxSide,
        Optional<Long> maxBytes,
        MaskPolarity maskPolarity) {
      this.formats = formats;
      this.minSide = minSide;
      this.maxSide = maxSide;
      this.maxBytes = maxBytes;
      this.maskPolarity = maskPolarity;
    }

    /** No limits that are known. */
    public static Images any() {
      return ANY;
    }

    /** The same rule for an endpoint that takes these formats only. */
    public Images formats(OutputFormat... formats) {
      return new Images(copy(Arrays.asList(formats)), minSide, maxSide, maxBytes, maskPolarity);
    }

    /** The same rule for an endpoint that takes sides of min to max pixels only, both included. */
    public Images sides(int min, int max) {
      return new Images(formats, Optional.of(min), Optional.of(max), maxBytes, maskPolarity);
    }

    /** The same rule for an endpoint that takes files of so many bytes at most. */
    public Images maxBytes(long bytes) {
      return new Images(formats, minSide, maxSide, Optional.of(bytes), maskPolarity);
    }

    /** The same rule for an endpoint whose mask says "edit here" in this way. */
    public Images mask(MaskPolarity polarity) {
      return new Images(formats, minSide, maxSide, maxBytes, given("polarity", polarity));
    }

    /** The formats; empty if they are not known. */
    public List<OutputFormat> formats() {
      return formats;
    }

    /** The shortest side, in pixels. */
    public Optional<Integer> minSide() {
      return minSide;
    }

    /** The longest side, in pixels. */
    public Optional<Integer> maxSide() {
      return maxSide;
    }

    /** The longest file, in bytes. */
    public Optional<Long> maxBytes() {
      return maxBytes;
    }

    /** How a mask says "edit here". Default: by white. */
    public MaskPolarity maskPolarity() {
      return maskPolarity;
    }

    @Override
    Object[] attributes() {
      return new Object[] {
        "formats", formats,
        "minSide", minSide,
        "maxSide", maxSide,
        "maxBytes", maxBytes,
        "maskPolarity", maskPolarity,
      };
    }
  }
}
