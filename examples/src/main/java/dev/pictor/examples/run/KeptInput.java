package dev.pictor.examples.run;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** An input of a request, kept beside the images that came of it so that both can be seen. */
public final class KeptInput {
  private final String role;
  private final ImageSource source;
  private final Optional<Path> file;

  private KeptInput(String role, ImageSource source, Optional<Path> file) {
    this.role = role;
    this.source = source;
    this.file = file;
  }

  /**
   * The inputs of a request. Those that are on this machine are copied into the folder.
   *
   * @throws IOException if one cannot be read, or the copy not be written
   */
  public static List<KeptInput> all(ImageRequest request, ImageFolder folder) throws IOException {
    List<KeptInput> inputs = new ArrayList<>();
    for (ImageSource image : request.images()) {
      inputs.add(keep("input", image, folder));
    }
    if (request.imagePrompt().isPresent()) {
      inputs.add(keep("guide", request.imagePrompt().get(), folder));
    }
    if (request.mask().isPresent()) {
      inputs.add(keep("mask", request.mask().get(), folder));
    }
    return Collections.unmodifiableList(inputs);
  }

  private static KeptInput keep(String role, ImageSource source, ImageFolder folder)
      throws IOException {
    if (source.url().isPresent()) {
      return new KeptInput(role, source, Optional.empty());
    }
    try (InputStream in = source.open()) {
      return new KeptInput(role, source, Optional.of(folder.copy(in, role)));
    }
  }

  /** What it is to the request: input, guide or mask. */
  public String role() {
    return role;
  }

  /** What the caller gave. */
  public ImageSource source() {
    return source;
  }

  /** The copy; empty for one behind a URL. */
  public Optional<Path> file() {
    return file;
  }
}
