package dev.pictor.model;

import java.util.Arrays;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What the bytes of an image file say of themselves, read from the header without decoding:
 * whatever name, media type or size a provider gave it. Immutable and thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class ImageFacts {
  /** How many bytes from the start of a file are looked at, at most. */
  static final int HEAD = 64 * 1024;

  ImageFacts() {}

  /** What these bytes are. Never fails: what is no known image has no format and no size. */
  public static ImageFacts of(byte[] file) {
    return of(file.length <= HEAD ? file : Arrays.copyOf(file, HEAD), file.length);
  }

  static ImageFacts of(byte[] head, long byteCount) {
    Optional<ImageHeader> header = ImageHeader.read(head);
    return ImmutableImageFacts.builder()
        .format(header.map(ImageHeader::format))
        .size(header.flatMap(ImageHeader::size))
        .byteCount(byteCount)
        .build();
  }

  /** The format by the file's signature; empty if it is none that Pictor knows. */
  public abstract Optional<OutputFormat> format();

  /** The size by the file's header; empty if the header has none that can be true. */
  public abstract Optional<ImageSize> size();

  /** How long the file is. */
  public abstract long byteCount();
}
