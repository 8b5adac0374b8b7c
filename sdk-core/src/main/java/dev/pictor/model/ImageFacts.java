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

  /** The size by the file's header; empty if the header has none that can be true. */
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
