package dev.pictor.internal.plan;

import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import java.util.List;
import java.util.Optional;

/** What is known of an image on this machine before anything is done to it. Plain data. */
public final class LocalImage {
  private final Optional<OutputFormat> format;
  private final Optional<ImageSize> size;
  private final int orientation;
  private final long byteCount;
  private final List<String> removed;
  private final Optional<String> unread;
  private final Optional<byte[]> small;

  /**
   * @param orientation by EXIF, 1 to 8
   * @param byteCount how long it is as it is sent unless it is written anew
   * @param removed what is left out of it, in words
   * @param unread why it could not be walked through, and is sent whole
   * @param small all that is sent, where it is little
   */
  public LocalImage(
      Optional<OutputFormat> format,
      Optional<ImageSize> size,
      int orientation,
      long byteCount,
      List<String> removed,
      Optional<String> unread,
      Optional<byte[]> small) {
    this.format = format;
    this.size = size;
    this.orientation = orientation;
    this.byteCount = byteCount;
    this.removed = removed;
    this.unread = unread;
    this.small = small;
  }

  Optional<OutputFormat> format() {
    return format;
  }

  /** As stored, not yet turned. */
  Optional<ImageSize> size() {
    return size;
  }

  boolean isTurned() {
    return orientation != 1;
  }

  int orientation() {
    return orientation;
  }

  /** The size when it stands upright. */
  Optional<ImageSize> uprightSize() {
    if (orientation < 5 || !size.isPresent()) {
      return size;
    }
    int width = size.get().height(); // it lies on its side
    int height = size.get().width();
    return Optional.of(ImageSize.of(width, height));
  }

  long byteCount() {
    return byteCount;
  }

  List<String> removed() {
    return removed;
  }

  Optional<String> unread() {
    return unread;
  }

  Optional<byte[]> small() {
    return small;
  }
}
