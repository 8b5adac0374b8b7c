package dev.pictor.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The file format of an image. An open set: a value that Pictor does not know passes through.
 *
 * <p>{@code jpg} and {@code jpeg} are one format here, whatever a provider calls it. Immutable and
 * thread-safe.
 */
public final class OutputFormat {
  /** Portable Network Graphics, lossless. */
  public static final OutputFormat PNG = new OutputFormat("png");

  /** JPEG, lossy. */
  public static final OutputFormat JPEG = new OutputFormat("jpeg");

  /** Graphics Interchange Format, 256 colours. */
  public static final OutputFormat GIF = new OutputFormat("gif");

  /** WebP, lossy or lossless. */
  public static final OutputFormat WEBP = new OutputFormat("webp");

  /** AV1 Image File Format, lossy or lossless. */
  public static final OutputFormat AVIF = new OutputFormat("avif");

  private final String value;

  private OutputFormat(String value) {
    this.value = value;
  }

  /**
   * A format by its name, in any case; {@code jpg} is {@link #JPEG}.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static OutputFormat of(String value) {
    String name = value.trim().toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("outputFormat is blank; write png, jpeg, webp ...");
    }
    return new OutputFormat(name.equals("jpg") ? "jpeg" : name);
  }

  /** The name in lower case: {@code png}, {@code jpeg} ... */
  public String value() {
    return value;
  }

  /** The media type: {@code image/png}. */
  public String mediaType() {
    return "image/" + value;
  }

  /** The usual ending of a file name, without the dot: {@code jpg} for JPEG. */
  public String fileExtension() {
    return equals(JPEG) ? "jpg" : value;
  }

  /** The name in lower case. */
  @Override
  public String toString() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OutputFormat && value.equals(((OutputFormat) other).value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
