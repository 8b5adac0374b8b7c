package dev.pictor.fal;

import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.ProviderOutput;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads the output of a model: {@code images}, else {@code image}, else {@code image_urls}, each of
 * them a list or one image. Nothing but the address of an image is certain to be there.
 */
final class ResultReply {
  private final HttpReply reply;
  private final JsonValue body;
  private final JsonValue flags;
  private final List<JsonValue> flagOfEach;
  private List<ProviderOutput.Image> found = Collections.emptyList();
  private List<Integer> withheld = Collections.emptyList();

  private ResultReply(HttpReply reply) {
    this.reply = reply;
    this.body = Replies.object(reply, "the model's output");
    Optional<JsonValue> concepts = body.member("has_nsfw_concepts");
    this.flags =
        concepts.isPresent() ? concepts.get() : Replies.member(body, "nsfw_content_detected");
    this.flagOfEach = flags.elements();
  }

  static ProviderOutput read(HttpReply reply) {
    return new ResultReply(reply).read();
  }

  private ProviderOutput read() {
    readImages("images");
    if (found.isEmpty()) {
      readImages("image");
    }
    if (found.isEmpty()) {
      readImages("image_urls");
    }
    if (found.isEmpty()) {
      throw nothing();
    }
    ProviderOutput.Builder output = ProviderOutput.builder().addAllImages(found);
    Optional<BigInteger> seed = Replies.member(body, "seed").asBigInteger();
    if (seed.isPresent() && seed.get().signum() >= 0) {
      output.seed(seed);
    }
    return output
        .billableUnits(Replies.units(reply))
        .filtered(withheld.size())
        .filteredPlaces(withheld)
        .raw(body)
        .build();
  }

  private void readImages(String name) {
    JsonValue value = Replies.member(body, name);
    List<JsonValue> images = value.elements();
    if (isOne(value)) { // of a model that always makes one
      images = Collections.singletonList(value);
    }
    found = new ArrayList<>(images.size());
    withheld = new ArrayList<>(0);
    for (int i = 0; i < images.size(); i++) {
      Optional<Boolean> flagged = flag(i);
      Optional<String> url = url(images.get(i));
      if (url.isPresent()) {
        found.add(image(images.get(i), url.get(), flagged));
      } else if (flagged.orElse(false)) {
        withheld.add(i);
      }
    }
  }

  private static ProviderOutput.Image image(
      JsonValue image, String url, Optional<Boolean> flagged) {
    Optional<String> type = image.string("content_type");
    return ProviderOutput.Image.builder()
        .url(url)
        .mediaType(type.orElse("").trim().isEmpty() ? Optional.empty() : type)
        .size(size(image))
        .flagged(flagged)
        .build();
  }

  /** Some text in the place of a list is no image, unless it is an address. */
  private static boolean isOne(JsonValue value) {
    Optional<String> text = value.asString();
    return text.isPresent()
        ? text.get().contains("://") || text.get().startsWith("data:")
        : value.kind() == JsonValue.Kind.OBJECT;
  }

  private static Optional<String> url(JsonValue image) {
    Optional<String> bare = image.asString();
    String url = (bare.isPresent() ? bare : image.string("url")).orElse("").trim();
    return url.isEmpty() ? inline(image) : Optional.of(url);
  }

  /** Few models send the bytes beside the address, or in its place. */
  private static Optional<String> inline(JsonValue image) {
    String data = image.string("file_data").orElse("");
    if (data.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        data.startsWith("data:")
            ? data
            : "data:"
                + image.string("content_type").orElse("application/octet-stream")
                + ";base64,"
                + data);
  }

  private static Optional<ImageSize> size(JsonValue image) {
    int width = side(image, "width");
    int height = side(image, "height");
    return width > 0 && height > 0 ? Optional.of(ImageSize.of(width, height)) : Optional.empty();
  }

  /** A side that an image can have, or else 0. */
  private static int side(JsonValue image, String name) {
    int side = Replies.member(image, name).asInt().orElse(0);
    return side >= 1 && side <= ImageSize.MAX_SIDE ? side : 0;
  }

  /** Whether moderation flagged an image: from a list beside the images, or one word for all. */
  private Optional<Boolean> flag(int index) {
    if (flags.kind() != JsonValue.Kind.ARRAY) {
      return flags.asBoolean();
    }
    return index < flagOfEach.size() ? flagOfEach.get(index).asBoolean() : Optional.empty();
  }

  /** A success without an image is a failure with a reason. */
  private RuntimeException nothing() {
    ErrorBody error = ErrorBody.of(reply);
    if (error.isJobOutcome() || error.codes().contains("NOT_FOUND")) {
      return ErrorReply.read(reply); // a gateway in between made a 2xx of it
    }
    if (isAnyFlagged()) {
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

  private boolean isAnyFlagged() {
    for (JsonValue flag : flagOfEach) {
      if (flag.asBoolean().orElse(false)) {
        return true;
      }
    }
    return flags.asBoolean().orElse(false);
  }
}
