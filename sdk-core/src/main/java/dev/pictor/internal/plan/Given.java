package dev.pictor.internal.plan;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.ModelSpec.Parameter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What a request says for one parameter: as JSON and as words. */
final class Given {
  private final String text;
  private final JsonValue value;
  private final List<ImageSource> images;

  private Given(String text, JsonValue value, List<ImageSource> images) {
    this.text = text;
    this.value = value;
    this.images = images;
  }

  static Optional<Given> of(ImageRequest request, Parameter parameter) {
    switch (parameter) {
      case PROMPT:
        return text(request.prompt());
      case NEGATIVE_PROMPT:
        return text(request.negativePrompt());
      case SEED:
        return seed(request.seed());
      case OUTPUT_COMPRESSION:
        return number(request.outputCompression());
      case OUTPUT_QUALITY:
        return number(request.outputQuality());
      case SAFETY_TOLERANCE:
        return number(request.safetyTolerance());
      case ENHANCE_PROMPT:
        return flag(request.enhancePrompt());
      case PROMPT_UPSAMPLING:
        return flag(request.promptUpsampling());
      case SYNC_MODE:
        return flag(request.syncMode());
      case GUIDANCE_SCALE:
        return decimal(request.guidanceScale());
      case QUALITY:
        return text(request.quality());
      case STYLE:
        return text(request.style());
      case USER:
        return text(request.user());
      case IMAGE_PROMPT:
        return image(request.imagePrompt());
      case IMAGES:
        return images(request.images());
      case MASK:
        return image(request.mask());
    }
    throw new AssertionError(parameter);
  }

  private static Optional<Given> text(Optional<String> text) {
    return text.isPresent() ? one(text.get(), JsonValue.of(text.get())) : Optional.empty();
  }

  private static Optional<Given> number(Optional<Integer> number) {
    return number.isPresent() ? literal(JsonValue.of(number.get().longValue())) : Optional.empty();
  }

  private static Optional<Given> decimal(Optional<BigDecimal> number) {
    return number.isPresent() ? literal(JsonValue.of(number.get())) : Optional.empty();
  }

  private static Optional<Given> seed(Optional<BigInteger> seed) {
    return seed.isPresent() ? literal(JsonValue.of(seed.get())) : Optional.empty();
  }

  private static Optional<Given> flag(Optional<Boolean> flag) {
    return flag.isPresent() ? literal(JsonValue.of(flag.get().booleanValue())) : Optional.empty();
  }

  private static Optional<Given> image(Optional<ImageSource> image) {
    return image.isPresent() ? images(Collections.singletonList(image.get())) : Optional.empty();
  }

  private static Optional<Given> images(List<ImageSource> images) {
    if (images.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (ImageSource image : images) {
      text.append(text.length() == 0 ? "" : ", ").append(image);
    }
    return Optional.of(new Given(text.toString(), JsonValue.ofNull(), images));
  }

  /** A number or a boolean, which JSON writes as a person does. */
  private static Optional<Given> literal(JsonValue value) {
    return one(value.toString(), value);
  }

  private static Optional<Given> one(String text, JsonValue value) {
    return Optional.of(new Given(text, value, Collections.emptyList()));
  }

  /** The value for a person; an image by the beginning of its URL. */
  String text() {
    return text;
  }

  /** The value of what is no image. */
  JsonValue value() {
    return value;
  }

  /** The images in order; empty for what is none. */
  List<ImageSource> images() {
    return images;
  }

  boolean isNumber() {
    return images.isEmpty() && value().kind() == JsonValue.Kind.NUMBER;
  }

  /** The exact value of what {@link #isNumber()}. */
  BigDecimal number() {
    return new BigDecimal(text);
  }
}
