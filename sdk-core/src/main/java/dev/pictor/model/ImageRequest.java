package dev.pictor.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What image is wanted, in one vocabulary for every provider.
 *
 * <p>Only {@link #model()} is always needed. What an endpoint does not offer is renamed, converted,
 * emulated or dropped by the plan, and every such change is recorded: read {@code
 * ImageClient.plan(request)} before, or {@link ImageResult#adjustments()} after.
 *
 * <pre>{@code
 * ImageRequest request =
 *     ImageRequest.builder()
 *         .model("flux1.1-pro")
 *         .prompt("a lighthouse made of paper")
 *         .aspectRatio(AspectRatio.of(16, 9))
 *         .seed(1207)
 *         .build();
 * }</pre>
 *
 * <p>Building refuses impossible values with an {@link IllegalArgumentException} that names the
 * parameter, the rule and the value, and a request without a model with an {@link
 * IllegalStateException}. Immutable and thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class ImageRequest extends ValueType {
  /** The largest seed: 2^64 - 1. */
  private static final BigInteger MAX_SEED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private static final int MAX_N = 10;

  ImageRequest() {}

  /** Starts a request. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a request that begins as a copy of this one; lists and maps are added to. */
  public final Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /**
   * The model: a unified id ({@code flux1.1-pro}), a unified id at one provider ({@code
   * fal/flux1.1-pro}), or any endpoint of a provider ({@code fal/fal-ai/flux/dev}, {@code
   * replicate/owner/name}).
   */
  public abstract String model();

  /** What the image shows. Required by most models; some that work from an image do without. */
  public abstract Optional<String> prompt();

  /** What the image must not show. */
  public abstract Optional<String> negativePrompt();

  /** The size in pixels. Wins over {@link #aspectRatio()} and {@link #resolution()}. */
  public abstract Optional<ImageSize> size();

  /** The shape, at the default scale or that of {@link #resolution()}. */
  public abstract Optional<AspectRatio> aspectRatio();

  /** The scale, with the shape of {@link #aspectRatio()} or the default shape. */
  public abstract Optional<Resolution> resolution();

  /** What to do when the shape or scale is not offered. Default: {@link SizePolicy#NEAREST}. */
  @Value.Default
  public SizePolicy sizePolicy() {
    return SizePolicy.NEAREST;
  }

  /**
   * Where the randomness starts: 0 to 2^64 - 1, so that an image can be made again. Of several
   * images, image i gets seed + i, brought into the endpoint's range; where one call makes several,
   * that holds for the first image of each call, and the provider derives the seeds of the others.
   */
  public abstract Optional<BigInteger> seed();

  /** How many images, 1 to 10. Default: 1. */
  @Value.Default
  public int n() {
    return 1;
  }

  /** URL or bytes. Default: {@link ResponseFormat#URL}. */
  @Value.Default
  public ResponseFormat responseFormat() {
    return ResponseFormat.URL;
  }

  /**
   * The file format. Where the endpoint does not make it, Pictor converts the image if it has a
   * {@code dev.pictor.spi.ImageConverter} for that: with {@link ResponseFormat#BYTES} as soon as it
   * is here, with {@link ResponseFormat#URL} each time its bytes are asked for. An image that
   * cannot be converted stays as it came. Default: the endpoint's own.
   */
  public abstract Optional<OutputFormat> outputFormat();

  /**
   * How strongly a lossy format compresses, 0 to 100. No described endpoint takes it under this
   * name, and which end is the best is not documented; prefer {@link #outputQuality()}.
   */
  public abstract Optional<Integer> outputCompression();

  /**
   * The quality of a lossy format, 0 to 100, 100 best: of the endpoint's file, or of Pictor's where
   * Pictor converts. Default: the endpoint's own, or 80.
   */
  public abstract Optional<Integer> outputQuality();

  /** How much the provider's moderation lets pass, from 0 or 1 (strictest) to 6. */
  public abstract Optional<Integer> safetyTolerance();

  /** Whether the provider may rewrite the prompt, in fal's form. */
  public abstract Optional<Boolean> enhancePrompt();

  /** Whether the provider may rewrite the prompt, in Replicate's form. */
  public abstract Optional<Boolean> promptUpsampling();

  /** fal: answer with a {@code data:} URI and keep nothing in the request history. */
  public abstract Optional<Boolean> syncMode();

  /** How closely the image follows the prompt, at least 0. */
  public abstract Optional<BigDecimal> guidanceScale();

  /**
   * A quality tier by the provider's own name. Sent as it is to an endpoint that has a field for
   * it, and to one that no table describes. No described endpoint has such a field: there it is
   * dropped, which the plan records; {@link #options()} sends any field unchecked.
   */
  public abstract Optional<String> quality();

  /**
   * A style by the provider's own name. Sent as it is to an endpoint that has a field for it, and
   * to one that no table describes. No described endpoint has such a field: there it is dropped,
   * which the plan records; {@link #options()} sends any field unchecked.
   */
  public abstract Optional<String> style();

  /**
   * A tag of the end user on whose behalf the request is made. Sent as it is to an endpoint that
   * has a field for it, and to one that no table describes. No described endpoint has such a field:
   * there it is dropped, which the plan records; {@link #options()} sends any field unchecked.
   */
  public abstract Optional<String> user();

  /** A picture that guides the new one (FLUX Redux, image prompt). */
  public abstract Optional<ImageSource> imagePrompt();

  /** Pictures to edit, in the order of the endpoint's own fields. */
  public abstract List<ImageSource> images();

  /**
   * Which part of the picture to edit, in a picture of the same size; see {@link #maskPolarity()}.
   */
  public abstract Optional<ImageSource> mask();

  /**
   * How {@link #mask()} is meant; it is converted for an endpoint that means it the other way.
   * Default: {@link MaskPolarity#WHITE_IS_EDIT}.
   */
  public abstract Optional<MaskPolarity> maskPolarity();

  /**
   * Anything else, under the provider's own name: {@code option("raw", JsonValue.of(true))}. A name
   * that begins with a provider and a slash goes to that provider only: {@code "fal/raw"}. It is
   * sent as it is, after and over the typed parameters.
   */
  public abstract Map<String, JsonValue> options();

  /**
   * Images for fields that have no parameter of their own, under the provider's own names: {@code
   * option("mask_url", ImageSource.file(mask))}. Brought to the provider like any other image; for
   * the rest as {@link #options()}.
   */
  public abstract Map<String, ImageSource> imageOptions();

  /**
   * The most that the request may be estimated to cost, in USD. A provider that would cost more, or
   * whose price or what it counts is not known, is refused before anything is sent. Default: no
   * limit.
   */
  public abstract Optional<BigDecimal> maxCost();

  /** Whether the request may be changed to fit. Default: {@link Strictness#LENIENT}. */
  @Value.Default
  public Strictness strictness() {
    return Strictness.LENIENT;
  }

  @Value.Check
  void check() {
    require(!model().trim().isEmpty(), "model is blank; name one, such as flux1.1-pro");
    text("prompt", prompt());
    text("negativePrompt", negativePrompt());
    BigInteger seed = seed().orElse(BigInteger.ZERO);
    if (seed.signum() < 0 || seed.compareTo(MAX_SEED) > 0) {
      throw new IllegalArgumentException(
          "seed is " + seed + "; it must be 0 to " + MAX_SEED + " (2^64 - 1)");
    }
    within("n", 1, MAX_N, n());
    within("outputCompression", 0, 100, outputCompression().orElse(0));
    within("outputQuality", 0, 100, outputQuality().orElse(0));
    within("safetyTolerance", 0, 6, safetyTolerance().orElse(0));
    notNegative("guidanceScale", guidanceScale());
    notNegative("maxCost", maxCost());
    for (String name : options().keySet()) {
      require(!name.trim().isEmpty(), "options has a blank name; name it");
    }
    for (String name : imageOptions().keySet()) {
      require(!name.trim().isEmpty(), "imageOptions has a blank name; name it");
    }
  }

  /** Half of a character cannot be sent: it would become a question mark on the way. */
  private static void text(String name, Optional<String> text) {
    if (text.isPresent()) {
      String whole = text.get();
      for (int i = 0; i < whole.length(); i += Character.charCount(whole.codePointAt(i))) {
        if (Character.getType(whole.codePointAt(i)) == Character.SURROGATE) {
          throw new IllegalArgumentException(
              name
                  + " has half a character at "
                  + i
                  + "; it was cut between the two halves of one");
        }
      }
    }
  }

  private static void within(String name, int min, int max, int value) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be " + min + " to " + max);
    }
  }

  private static void notNegative(String name, Optional<BigDecimal> value) {
    if (value.isPresent()) {
      Decimals.check(name, value.get());
      if (value.get().signum() < 0) {
        throw new IllegalArgumentException(name + " is " + value.get() + "; it must be at least 0");
      }
    }
  }

  /** For messages that cost nothing: those with a value in them are written for a failure only. */
  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  @Override
  final Object[] attributes() {
    return new Object[] {
      "model", model(),
      "prompt", prompt(),
      "negativePrompt", negativePrompt(),
      "size", size(),
      "aspectRatio", aspectRatio(),
      "resolution", resolution(),
      "sizePolicy", sizePolicy(),
      "seed", seed(),
      "n", n(),
      "responseFormat", responseFormat(),
      "outputFormat", outputFormat(),
      "outputCompression", outputCompression(),
      "outputQuality", outputQuality(),
      "safetyTolerance", safetyTolerance(),
      "enhancePrompt", enhancePrompt(),
      "promptUpsampling", promptUpsampling(),
      "syncMode", syncMode(),
      "guidanceScale", guidanceScale().map(Decimals::normal),
      "quality", quality(),
      "style", style(),
      "user", user(),
      "imagePrompt", imagePrompt(),
      "images", images(),
      "mask", mask(),
      "maskPolarity", maskPolarity(),
      "options", options(),
      "imageOptions", imageOptions(),
      "maxCost", maxCost().map(Decimals::normal),
      "strictness", strictness(),
    };
  }

  /** All that is asked for, in one line. */
  @Override
  public final String toString() {
    return super.toString();
  }

  /** Collects an {@link ImageRequest}. Not thread-safe. */
  public static final class Builder extends ImmutableImageRequest.Builder {
    Builder() {}

    /**
     * Sets {@link ImageRequest#seed()}.
     *
     * @param seed at least 0; larger seeds go through {@link BigInteger}
     */
    public Builder seed(long seed) {
      return seed(BigInteger.valueOf(seed));
    }

    /** Sets {@link ImageRequest#size()} in pixels. */
    public Builder size(int width, int height) {
      return size(ImageSize.of(width, height));
    }

    /** Adds one of {@link ImageRequest#options()}. */
    public Builder option(String name, JsonValue value) {
      return putOptions(name, value);
    }

    /** Adds one of {@link ImageRequest#imageOptions()}. */
    public Builder option(String name, ImageSource image) {
      return putImageOptions(name, image);
    }
  }

  /** What to do when an endpoint does not offer the asked size, shape or scale. */
  public enum SizePolicy {
    /** Take the nearest shape the endpoint offers and record the change. */
    NEAREST,

    /**
     * Take the nearest whose sides (or tier) are not smaller than asked; refuse if there is none.
     */
    AT_LEAST,

    /** Refuse anything that is not exactly what was asked. */
    EXACT_OR_FAIL
  }

  /** Whether a request may be changed to fit an endpoint. */
  public enum Strictness {
    /** Changes are made, and recorded in the plan and in the result. */
    LENIENT,

    /**
     * A dropped parameter, an inexact shape, or an emulation that changes meaning fails before any
     * paid call, with all reasons at once.
     */
    STRICT
  }

  /** How a finished image is delivered. */
  public enum ResponseFormat {
    /** As a URL at the provider; the bytes are fetched when they are asked for. */
    URL,

    /**
     * As bytes: the image is downloaded as soon as it exists, in parallel with the others and
     * inside the deadline, so that no expiring URL can lose it.
     */
    BYTES
  }

  /** Which part of a mask says "edit here": providers disagree, so Pictor converts between them. */
  public enum MaskPolarity {
    /** White is edited and black is kept, as FLUX Fill has it. */
    WHITE_IS_EDIT,
    /** Where the mask is transparent is edited, as OpenAI has it. */
    TRANSPARENT_IS_EDIT
  }
}
