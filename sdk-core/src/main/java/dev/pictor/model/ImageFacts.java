package dev.pictor.model;

import java.util.Optional;

/**
 * What the bytes of an image file say of themselves, read from the header without decoding:
 * whatever name, media type or size a provider gave it. Immutable and thread-safe.
 */
public final class ImageFacts extends ValueType {
  /** How many bytes from the start of a file are looked at, at most. */
  static final int HEAD = 64 * 1024;

  private final Optional<OutputFormat> format;
  private final Optional<ImageSize> size;
  private final long byteCount;

  private ImageFacts(Optional<OutputFormat> format, Optional<ImageSize> size, long byteCount) {
    this.format = format;
    this.size = size;
    this.byteCount = byteCount;
  }

  /** What these bytes are. Never fails: what is no known image has no format and no size. */
  public static ImageFacts of(byte[] file) {
    return of(file, file.length);
  }

  static ImageFacts of(byte[] head, long byteCount) {
    ImageHeader header = new ImageHeader(head, Math.min(head.length, HEAD));
    return new ImageFacts(header.format(), header.size(), byteCount);
  }

  /** The format by the file's signature; empty if it is none that Pictor knows. */
  public Optional<OutputFormat> format() {
    return format;
  }

  /**
   * The size by the file's header, as the pixels are stored: a JPEG whose EXIF has it turned by 90
   * degrees when it is shown is measured before that. Empty if the header has none within the first
   * 64 KiB, or declares a side of 0 or of more than {@link ImageSize#MAX_SIDE} pixels: a header of
   * 60,000x60,000 is taken for a lie, and such a file is not to be decoded unseen.
   */
  public Optional<ImageSize> size() {
    return size;
  }

  /** How long the file is. */
  public long byteCount() {
    return byteCount;
  }

  @Override
  Object[] attributes() {
    return new Object[] {"format", format, "size", size, "byteCount", byteCount};
  }
}
