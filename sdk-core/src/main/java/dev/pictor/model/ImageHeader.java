package dev.pictor.model;

import java.util.Optional;

/**
 * The signature and the size at the start of an image file, read without decoding.
 *
 * <p>The bytes come from a server and may be cut, damaged or made to hurt: every read is checked
 * against the end, every step of a walk moves on, and a size that cannot be true is none.
 */
final class ImageHeader {
  private final byte[] head;
  private final int limit;
  private final Optional<OutputFormat> format;
  private final Optional<ImageSize> size;

  /**
   * @param head its start, or all of it
   * @param limit how much of that is looked at
   */
  ImageHeader(byte[] head, int limit) {
    this.head = head;
    this.limit = limit;
    if (big(0, 8) == 0x89504e470d0a1a0aL) {
      format = Optional.of(OutputFormat.PNG);
      size = is(12, "IHDR") ? size(big(16, 4), big(20, 4)) : Optional.empty();
    } else if (big(0, 3) == 0xffd8ff) {
      format = Optional.of(OutputFormat.JPEG);
      size = jpegSize();
    } else if (is(0, "GIF87a") || is(0, "GIF89a")) {
      format = Optional.of(OutputFormat.GIF);
      size = size(little(6, 2), little(8, 2));
    } else if (is(0, "RIFF") && is(8, "WEBP")) {
      format = Optional.of(OutputFormat.WEBP);
      size = webpSize();
    } else if (isAvif()) {
      format = Optional.of(OutputFormat.AVIF);
      size = avifSize();
    } else {
      format = Optional.empty();
      size = Optional.empty();
    }
  }

  Optional<OutputFormat> format() {
    return format;
  }

  Optional<ImageSize> size() {
    return size;
  }

  /** The frame header is behind segments of any number and length: EXIF, colour profile ... */
  private Optional<ImageSize> jpegSize() {
    long at = 2;
    while (big(at, 1) == 0xff) {
      long marker = big(at + 1, 1);
      long length = big(at + 2, 2);
      if (marker == 0xff) { // a fill byte
        at++;
      } else if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) { // without content
        at += 2;
      } else if (marker <= 0 || marker == 0xd9 || marker == 0xda || length < 2) {
        return Optional.empty(); // the image data, or no JPEG
      } else if (marker >= 0xc0
          && marker <= 0xcf
          && marker != 0xc4 // Huffman tables
          && marker != 0xc8 // reserved
          && marker != 0xcc) { // arithmetic coding conditions
        return length < 8 ? Optional.empty() : size(big(at + 7, 2), big(at + 5, 2));
      } else {
        at += 2 + length;
      }
    }
    return Optional.empty();
  }

  private Optional<ImageSize> webpSize() {
    if (is(12, "VP8 ") && big(23, 3) == 0x9d012a && has(26, 4)) {
      return size(little(26, 2) & 0x3fff, little(28, 2) & 0x3fff); // the other bits: scaling
    }
    if (is(12, "VP8L") && big(20, 1) == 0x2f && has(21, 4)) {
      long bits = little(21, 4);
      return size((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
    }
    if (is(12, "VP8X") && has(24, 6)) {
      return size(little(24, 3) + 1, little(27, 3) + 1);
    }
    return Optional.empty();
  }

  private boolean isAvif() {
    if (!is(4, "ftyp")) {
      return false;
    }
    long end = boxEnd(0, limit);
    for (long at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) { // a version follows the first brand
      if (is(at, "avif") || is(at, "avis")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The largest size that the file declares: it lists those of the tiles, of the transparency and
   * of the thumbnail too.
   */
  private Optional<ImageSize> avifSize() {
    long meta = findBox("meta", 0, limit);
    if (meta < 0) {
      return Optional.empty();
    }
    long metaEnd = boxEnd(meta, limit);
    long properties = findBox("iprp", content(meta) + 4, metaEnd);
    if (properties < 0) {
      return Optional.empty();
    }
    long list = findBox("ipco", content(properties), boxEnd(properties, metaEnd));
    if (list < 0 || boxEnd(list, Long.MAX_VALUE) > limit) {
      return Optional.empty(); // of a list that is cut, the largest may be missing
    }
    Optional<ImageSize> largest = Optional.empty();
    long end = boxEnd(list, limit);
    for (long at = findBox("ispe", content(list), end);
        at >= 0;
        at = findBox("ispe", boxEnd(at, end), end)) {
      Optional<ImageSize> size = size(big(content(at) + 4, 4), big(content(at) + 8, 4));
      if (size.isPresent()
          && (!largest.isPresent() || size.get().pixels() > largest.get().pixels())) {
        largest = size;
      }
    }
    return largest;
  }

  /** Where the first box of this type begins; -1 if there is none before the limit. */
  private long findBox(String type, long from, long limit) {
    for (long at = from; at + 8 <= limit; at = boxEnd(at, limit)) {
      if (boxEnd(at, Long.MAX_VALUE) < content(at)) {
        return -1; // shorter than its own header
      }
      if (is(at + 4, type)) {
        return at;
      }
    }
    return -1;
  }

  /** Where a box ends, the limit at most. */
  private long boxEnd(long at, long limit) {
    long length = big(at, 4);
    if (length == 0) { // up to the end of the file
      return limit;
    }
    if (length == 1) {
      length = big(at + 8, 8);
    }
    return length < 0 || length > limit - at ? limit : at + length;
  }

  /** Where the content of a box begins: behind a longer header if the length is a long one. */
  private long content(long at) {
    return at + (big(at, 4) == 1 ? 16 : 8);
  }

  private boolean is(long at, String bytes) {
    if (!has(at, bytes.length())) {
      return false;
    }
    for (int i = 0; i < bytes.length(); i++) {
      if ((head[(int) at + i] & 0xff) != bytes.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean has(long at, int count) {
    return at >= 0 && at <= limit - count;
  }

  /** An unsigned number, highest byte first; -1 if it is not there. */
  private long big(long at, int count) {
    if (!has(at, count)) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 8) | (head[(int) at + i] & 0xff);
    }
    return value;
  }

  /** An unsigned number, lowest byte first; -1 if it is not there. */
  private long little(long at, int count) {
    if (!has(at, count)) {
      return -1;
    }
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = (value << 8) | (head[(int) at + i] & 0xff);
    }
    return value;
  }

  private static Optional<ImageSize> size(long width, long height) {
    return width < 1 || height < 1 || width > ImageSize.MAX_SIDE || height > ImageSize.MAX_SIDE
        ? Optional.empty()
        : Optional.of(ImageSize.of((int) width, (int) height));
  }
}
