package dev.pictor.testing;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import java.util.Optional;
import java.util.function.Function;

/** How large a model of Replicate makes its images. */
interface SizeRule {
  /**
   * The size for this input.
   *
   * @param measure finds the size of an image that the input refers to, where it can
   */
  ImageSize of(JsonValue input, Function<String, Optional<ImageSize>> measure);
}
