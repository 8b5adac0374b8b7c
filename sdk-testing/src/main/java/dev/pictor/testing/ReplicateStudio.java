package dev.pictor.testing;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decides what a model makes of an input. Nothing is drawn here. */
final class ReplicateStudio {
  private static final int MOST_OUTPUTS = 16;

  private final ReplicateIds ids;
  private final Function<String, Optional<ImageSize>> measure;

  /**
   * Works with names from {@code ids}.
   *
   * @param measure finds the size of an image that an input refers to, where it can
   */
  ReplicateStudio(ReplicateIds ids, Function<String, Optional<ImageSize>> measure) {
    this.ids = ids;
    this.measure = measure;
  }

  /** The seed that the input asks for, else one that nobody has chosen. */
  long seed(JsonValue input) {
    return input
        .member("seed")
        .flatMap(JsonValue::asBigInteger)
        .map(BigInteger::longValue)
        .orElseGet(ids::seed);
  }

  /** The images, of which each has a seed of its own, counted up from {@code seed}. */
  List<OutputImage> images(ReplicateModel model, JsonValue input, JobScript script, long seed) {
    OutputFormat format = format(model, input);
    TestPicture.Builder picture =
        TestPicture.builder()
            .prompt(input.string("prompt").orElse(""))
            .provider("replicate")
            .format(format)
            .size(model.sizes().of(input, measure));
    boolean checked =
        !input.member("disable_safety_checker").flatMap(JsonValue::asBoolean).orElse(false);
    String folder = "/xezq/" + ids.outputToken() + "/";
    List<OutputImage> images = new ArrayList<>();
    for (int i = 0; i < count(model, input); i++) {
      String name = model.returnsList() ? "out-" + i : "tmp" + ids.suffix();
      images.add(
          new OutputImage(
              folder + name + "." + format.fileExtension(),
              picture.seed(seed + i).build(),
              !(checked && script.isNsfw(i))));
    }
    return Collections.unmodifiableList(images);
  }

  /** The script as it is with these images: without any safe one there is nothing to return. */
  JobScript withoutUnsafe(ReplicateModel model, JobScript script, List<OutputImage> images) {
    if (script.failure().isPresent() || images.stream().anyMatch(OutputImage::isSafe)) {
      return script;
    }
    return script.ending(
        model.returnsList() ? ReplicateFailure.allNsfw() : ReplicateFailure.contentPolicy());
  }

  private static int count(ReplicateModel model, JsonValue input) {
    int wanted = input.member("num_outputs").flatMap(JsonValue::asInt).orElse(1);
    return model.returnsList() ? Math.max(1, Math.min(MOST_OUTPUTS, wanted)) : 1;
  }

  private static OutputFormat format(ReplicateModel model, JsonValue input) {
    return input
        .string("output_format")
        .filter(name -> !name.trim().isEmpty())
        .map(OutputFormat::of)
        .filter(
            format ->
                format.equals(OutputFormat.PNG)
                    || format.equals(OutputFormat.JPEG)
                    || format.equals(OutputFormat.WEBP))
        .orElse(model.format());
  }
}
