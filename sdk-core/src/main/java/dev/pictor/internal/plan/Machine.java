package dev.pictor.internal.plan;

import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What this machine has to add to what a provider can do: converters, and the input images. */
public final class Machine {
  private final Conversions outputs;
  private final Supplier<Conversions> inputs;
  private final Function<ImageSource, Optional<LocalImage>> images;

  /**
   * @param outputs what finished images can be converted into
   * @param inputs what input images can be converted into; asked only where one has to be
   * @param images what is known of an image that is here; the same at each question
   */
  public Machine(
      Conversions outputs,
      Supplier<Conversions> inputs,
      Function<ImageSource, Optional<LocalImage>> images) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.images = images;
  }

  /** One that converts finished images, and of whose images nothing is known. */
  public static Machine converting(Conversions conversions) {
    return new Machine(conversions, () -> conversions, source -> Optional.empty());
  }

  /** One that adds nothing. */
  public static Machine none() {
    return converting(Conversions.none());
  }

  Conversions outputs() {
    return outputs;
  }

  boolean canConvert(Optional<OutputFormat> from, OutputFormat to) {
    Conversions conversions = inputs.get();
    return from.filter(conversions::reads).isPresent() && conversions.writes(to);
  }

  Optional<LocalImage> image(ImageSource source) {
    return images.apply(source);
  }
}
