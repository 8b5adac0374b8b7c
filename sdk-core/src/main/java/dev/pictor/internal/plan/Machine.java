package dev.pictor.internal.plan;

import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What this machine has to add to what a provider can do: converters, and the input images. */
public final class Machine {
  /** Nothing converts files, and nothing is known of what is here. */
  public static final Machine NONE =
      new Machine(Collections.emptySet(), Collections.emptySet(), source -> Optional.empty());

  private final Set<OutputFormat> readable;
  private final Set<OutputFormat> writable;
  private final Function<ImageSource, Optional<LocalImage>> images;

  /**
   * @param readable the file formats that can be decoded
   * @param writable the file formats that can be encoded
   * @param images what is known of an image that is here; the same at each question
   */
  public Machine(
      Set<OutputFormat> readable,
      Set<OutputFormat> writable,
      Function<ImageSource, Optional<LocalImage>> images) {
    this.readable = readable;
    this.writable = writable;
    this.images = images;
  }

  /** The same with other formats. */
  static Machine converting(Set<OutputFormat> formats) {
    return new Machine(formats, formats, NONE.images);
  }

  /** The file formats into which images can be converted. */
  Set<OutputFormat> writable() {
    return writable;
  }

  boolean canConvert(Optional<OutputFormat> from, OutputFormat to) {
    return from.filter(readable::contains).isPresent() && writable.contains(to);
  }

  Optional<LocalImage> image(ImageSource source) {
    return images.apply(source);
  }
}
