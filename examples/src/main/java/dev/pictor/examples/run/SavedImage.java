package dev.pictor.examples.run;

import dev.pictor.model.GeneratedImage;
import java.nio.file.Path;

/** An image that is on disk now, and what its bytes say of themselves. */
public final class SavedImage {
  private final GeneratedImage image;
  private final Path file;
  private final GeneratedImage.Facts facts;

  SavedImage(GeneratedImage image, Path file, GeneratedImage.Facts facts) {
    this.image = image;
    this.file = file;
    this.facts = facts;
  }

  /** What the provider says of it. */
  public GeneratedImage image() {
    return image;
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /** What its bytes say. */
  public GeneratedImage.Facts facts() {
    return facts;
  }

  /** The measured size, such as {@code 1024x768}. */
  public String size() {
    return facts.size().map(Object::toString).orElse("unknown");
  }

  /** The format by its signature, such as {@code png}. */
  public String format() {
    return facts.format().map(Object::toString).orElse("unknown");
  }

  /** The seed, where it is known. */
  public String seed() {
    return image.seed().map(Object::toString).orElse("-");
  }
}
