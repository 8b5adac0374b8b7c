package dev.pictor.replicate;

import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options that only Replicate has, for {@link dev.pictor.model.ImageRequest#options()}; another
 * provider ignores them.
 *
 * <pre>{@code
 * ImageRequest.builder()
 *     .model("flux-schnell")
 *     .prompt("a lighthouse made of paper")
 *     .putAllOptions(ReplicateOptions.builder().syncWait(Duration.ofSeconds(10)).build())
 *     .build();
 * }</pre>
 */
public final class ReplicateOptions {
  private static final String PREFIX = Replicate.NAME + "/";

  private ReplicateOptions() {}

  /** Starts options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private final Map<String, JsonValue> options = new LinkedHashMap<>();

    Builder() {}

    /**
     * Lets Replicate hold the reply to the submission back until the image is there: one call
     * instead of several for a fast model. An image that takes longer is polled for as always. Goes
     * before {@code RequestOptions.watching}. Default: as that says, which is up to 5 seconds where
     * the model is mostly done by then, and never with {@code submit}.
     *
     * @param wait 1 to 60 s; rounded up to a second, and brought into that range
     */
    public Builder syncWait(Duration wait) {
      return put("header:" + Prefer.HEADER, JsonValue.of(Prefer.wait(wait)));
    }

    /**
     * Lets Replicate end the prediction by itself this long after its creation, the queue included.
     * Default: what the request's own deadline asks for.
     *
     * @param limit at least 5 s; rounded up to a second, and brought into that range
     */
    public Builder cancelAfter(Duration limit) {
      return put("header:" + CancelAfter.HEADER, JsonValue.of(CancelAfter.value(limit)));
    }

    /** flux1.1-pro-ultra: less processed, more natural-looking images. Default: processed. */
    public Builder raw() {
      return put("raw", JsonValue.of(true));
    }

    /**
     * flux1.1-pro-ultra: how much the image prompt counts against the text.
     *
     * @param strength 0 to 1. Default: 0.1
     */
    public Builder imagePromptStrength(double strength) {
      return put("image_prompt_strength", share("imagePromptStrength", strength));
    }

    /**
     * flux-dev-image-to-image: how far the prompt may lead away from the image; 1 keeps nothing.
     *
     * @param strength 0 to 1. Default: 0.8
     */
    public Builder promptStrength(double strength) {
      return put("prompt_strength", share("promptStrength", strength));
    }

    /**
     * flux-schnell, -dev and -redux: how many steps the model takes.
     *
     * @param steps at least 1; schnell 4 at most (its default), dev 50 at most (default 28)
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder inferenceSteps(int steps) {
      if (steps < 1) {
        throw new IllegalArgumentException(
            "inferenceSteps is " + steps + "; it must be at least 1");
      }
      return put("num_inference_steps", JsonValue.of(steps));
    }

    /** flux-schnell, -dev and -redux: withhold no image. Default: unsafe images are withheld. */
    public Builder disableSafetyChecker() {
      return put("disable_safety_checker", JsonValue.of(true));
    }

    private static JsonValue share(String name, double value) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(name + " is " + value + "; it must be 0 to 1");
      }
      return JsonValue.of(BigDecimal.valueOf(value));
    }

    private Builder put(String name, JsonValue value) {
      options.put(PREFIX + name, value);
      return this;
    }

    /** The options by name, for {@code ImageRequest.Builder.putAllOptions}. */
    public Map<String, JsonValue> build() {
      return Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
  }
}
