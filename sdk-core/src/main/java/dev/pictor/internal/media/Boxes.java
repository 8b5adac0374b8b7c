package dev.pictor.internal.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The boxes of an AVIF or HEIF file as it comes, each of which says how long it is. No more is read
 * than that, and nothing of it is kept.
 */
final class Boxes {
  /** The length and the type. */
  private static final int HEAD = 8;

  /** What a list begins with. */
  private static final int VERSION = 4;

  /** What stands instead of a length, which comes behind the type in 64 bits then. */
  private static final int IS_LARGE = 1;

  private final byte[] head = new byte[2 * HEAD];
  private final ByteBuffer fields = ByteBuffer.wrap(head);
  private int known;
  private long left;
  private long listLeft;
  private boolean isFirst = true;
  private boolean hasList;
  private boolean hasPicture;

  /** Whether nothing more can be told: it is no chain of boxes, or goes on to its end. */
  private boolean isOpen;

  /** These bytes came next. */
  void took(byte[] bytes, int from, int size) {
    int at = from;
    int end = from + size;
    while (at < end && !isOpen) {
      int step = 1;
      if (left > 0) {
        long most = listLeft > 0 ? Math.min(left, listLeft) : left;
        step = (int) Math.min(most, end - at);
        left -= step;
      } else {
        head[known++] = bytes[at];
      }
      at += step;
      boolean wasInList = listLeft > 0;
      listLeft -= wasInList ? step : 0;
      if (wasInList && listLeft == 0) { // whatever its own boxes said
        left = 0;
        known = 0;
      } else if (known == (isLarge() ? 2 * HEAD : HEAD)) {
        begin();
      }
    }
  }

  private boolean isLarge() {
    return known >= HEAD && fields.getInt(0) == IS_LARGE;
  }

  private void begin() {
    String type = new String(head, 4, 4, StandardCharsets.ISO_8859_1);
    long length = isLarge() ? fields.getLong(HEAD) : fields.getInt(0) & 0xffffffffL;
    left = length - known;
    if (listLeft > 0) {
      left = left < 0 ? listLeft : left;
      hasPicture |= type.equals("idat"); // a small one
      known = 0;
      return;
    }
    isOpen = left < 0 || (isFirst && !type.equals("ftyp")); // zero, too: it goes on to the end
    isFirst = false;
    hasList |= type.equals("meta") || type.equals("moov") || type.equals("mini");
    hasPicture |= type.equals("mdat") || type.equals("imda") || type.equals("mini");
    if (type.equals("meta") && !isOpen) {
      listLeft = left;
      left = Math.min(left, VERSION);
    }
    known = 0;
  }

  /**
   * Whether the file ends in the middle of a box, or before its picture. A few bytes behind its
   * last box are none.
   */
  boolean isCut() {
    return !isOpen && (left > 0 || listLeft > 0 || !hasList || !hasPicture);
  }
}
