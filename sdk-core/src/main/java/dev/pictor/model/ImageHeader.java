package dev.pictor.model;

import java.util.Optional;

/** The signature and the size at the start of an image file. */
final class ImageHeader {
  private final OutputFormat format;
  private final Optional<ImageSize> size;

  private ImageHeader(OutputFormat format, Optional<ImageSize> size) {
    this.format = format;
    this.size = size;
  }

  static Optional<ImageHeader> read(byte[] head) {
    return head.length > 8 && (head[0] & 0xff) == 0x89 && head[1] == 'P'
        ? Optional.of(new ImageHeader(OutputFormat.PNG, Optional.empty()))
        : Optional.empty();
  }

  OutputFormat format() {
    return format;
  }

  Optional<ImageSize> size() {
    return size;
  }
}
