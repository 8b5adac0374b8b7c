package dev.pictor.fal;

import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.ProviderOutput;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the output of a model: {@code images}, else {@code image}, else {@code image_urls}. Nothing
 * but the address of an image is certain to be there.
 */
final class ResultReply {
  private static final Pattern UNITS = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,15})?");

  private final HttpReply reply;
  private final JsonValue body;
  private final Optional<JsonValue> flags;
  private final ProviderOutput.Builder output = ProviderOutput.builder();
  private int found;
  private int withheld;

  private ResultReply(HttpReply reply) {
    this.reply = reply;
    this.body = Replies.object(reply, "the model's output");
    Optional<JsonValue> concepts = body.member("has_nsfw_concepts");
    this.flags = concepts.isPresent() ? concepts : body.member("nsfw_content_detected");
  }

  static ProviderOutput read(HttpReply reply) {
    return new ResultReply(reply).read();
  }

  private ProviderOutput read() {
    addAll(elements("images"));
    if (found == 0) {
      addAll(
          body.member("image").map(Collections::singletonList).orElseGet(Collections::emptyList));
    }
    if (found == 0) {
      addAll(elements("image_urls"));
    }
    if (found == 0) {
      throw nothing();
    }
    return output
        .filtered(withheld)
        .seed(
            body.member("seed").flatMap(JsonValue::asBigInteger).filter(seed -> seed.signum() >= 0))
        .billableUnits(
            reply
                .header("x-fal-billable-units")
                .map(String::trim)
                .filter(units -> UNITS.matcher(units).matches())
                .map(BigDecimal::new))
        .raw(body)
        .build();
  }

  private List<JsonValue> elements(String name) {
    return body.member(name).map(JsonValue::elements).orElseGet(Collections::emptyList);
  }

  private void addAll(List<JsonValue> images) {
    withheld = 0;
    for (int i = 0; i < images.size(); i++) {
      Optional<Boolean> flagged = flag(i);
      Optional<String> url = url(images.get(i));
      if (url.isPresent()) {
        output.addImages(image(images.get(i), url.get(), flagged));
        found++;
      } else if (flagged.orElse(false)) {
        withheld++;
      }
    }
  }

  private static ProviderOutput.Image image(
      JsonValue image, String url, Optional<Boolean> flagged) {
    return ProviderOutput.Image.builder()
        .url(url)
        .mediaType(image.string("content_type").filter(type -> !type.trim().isEmpty()))
        .size(size(image))
        .flagged(flagged)
        .build();
  }

  private static Optional<String> url(JsonValue image) {
    Optional<String> bare = image.asString();
    Optional<String> url = (bare.isPresent() ? bare : image.string("url")).map(String::trim);
    return url.filter(text -> !text.isEmpty()).isPresent() ? url : inline(image);
  }

  /** Few models send the bytes beside the address, or in its place. */
  private static Optional<String> inline(JsonValue image) {
    return image
        .string("file_data")
        .filter(data -> !data.isEmpty())
        .map(
            data ->
                data.startsWith("data:")
                    ? data
                    : "data:"
                        + image.string("content_type").orElse("application/octet-stream")
                        + ";base64,"
                        + data);
  }

  private static Optional<ImageSize> size(JsonValue image) {
    return side(image, "width")
        .flatMap(width -> side(image, "height").map(height -> ImageSize.of(width, height)));
  }

  private static Optional<Integer> side(JsonValue image, String name) {
    return image
        .member(name)
        .flatMap(JsonValue::asInt)
        .filter(side -> side >= 1 && side <= ImageSize.MAX_SIDE);
  }

  /** Whether moderation flagged an image: from a list beside the images, or one word for all. */
  private Optional<Boolean> flag(int index) {
    return flags.flatMap(
        value ->
            value.kind() == JsonValue.Kind.ARRAY
                ? Optional.of(value.elements())
                    .filter(all -> index < all.size())
                    .flatMap(all -> all.get(index).asBoolean())
                : value.asBoolean());
  }

  /** A success without an image is a failure with a reason. */
  private RuntimeException nothing() {
    ErrorBody error = ErrorBody.of(reply);
    if (error.isJobOutcome() || error.codes().contains("NOT_FOUND")) {
      return ErrorReply.read(reply); // a gateway in between made a 2xx of it
    }
    if (flags.map(ResultReply::anyTrue).orElse(false)) {
      return new ModerationException(
          "fal's moderation withheld every image. Change the prompt or the input images",
          Replies.details(reply).code("has_nsfw_concepts").build());
    }
    return new JobFailedException(
        "the job ended at fal without an image; its output has "
            + (body.members().isEmpty()
                ? "no fields"
                : "the fields " + Replies.cut(String.join(", ", body.members().keySet()), 300)),
        Replies.details(reply).code("no_images").build());
  }

  private static boolean anyTrue(JsonValue flags) {
    return flags.asBoolean().orElse(false)
        || flags.elements().stream().anyMatch(flag -> flag.asBoolean().orElse(false));
  }
}
