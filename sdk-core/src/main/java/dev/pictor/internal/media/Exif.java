package dev.pictor.internal.media;

import java.nio.charset.StandardCharsets;

/** The two facts of EXIF metadata that matter here: which way is up, and whether it says where. */
final class Exif {
  /** What stands before the metadata in a JPEG, and by mistake in other files. */
  static final String PREFIX = "Exif\0\0";

  /** How much of it is read: the camera's own data and the thumbnail behind it may be long. */
  static final int LOOKED_AT = 64 * 1024;

  private static final int ORIENTATION = 0x0112;
  private static final int GPS = 0x8825;
  private static final int LATITUDE = 2;
  private static final int LONGITUDE = 4;
  private static final int DESTINATION_LATITUDE = 20;
  private static final int DESTINATION_LONGITUDE = 22;

  private final byte[] bytes;
  private final int base;
  private final boolean isLittle;
  private int orientation = 1;
  private boolean hasPosition;

  private Exif(byte[] bytes, int base) {
    this.bytes = bytes;
    this.base = base;
    isLittle = number(0, 2, false) == 0x4949;
    boolean isTiff = isLittle ? number(2, 2) == 42 : number(0, 4) == 0x4d4d002a;
    if (isTiff) {
      readImage(number(4, 4));
    }
  }

  /** Reads what follows the prefix, or what follows none. */
  static Exif of(byte[] bytes) {
    byte[] prefix = PREFIX.getBytes(StandardCharsets.ISO_8859_1);
    boolean hasPrefix = bytes.length >= prefix.length;
    for (int i = 0; hasPrefix && i < prefix.length; i++) {
      hasPrefix = bytes[i] == prefix[i];
    }
    return new Exif(bytes, hasPrefix ? prefix.length : 0);
  }

  /** Metadata that says nothing but an orientation; without the prefix. */
  static byte[] ofOrientation(int orientation) {
    return new byte[] {
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8, // the directory follows
      0,
      1, // one entry
      ORIENTATION >> 8,
      ORIENTATION & 0xff,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0, //
      0,
      0,
      0,
      0 // no other directory
    };
  }

  /** 1 to 8; 1, which is upright, if there is none that makes sense. */
  int orientation() {
    return orientation;
  }

  /** The words for a plan. */
  String words() {
    return hasPosition ? "EXIF with GPS position" : "EXIF";
  }

  private void readImage(long directory) {
    long count = Math.max(0, number(directory, 2));
    for (long i = 0; i < count; i++) {
      long entry = directory + 2 + 12 * i;
      long tag = number(entry, 2);
      long type = number(entry + 2, 2);
      if (tag < 0) {
        return; // cut
      } else if (tag == ORIENTATION) {
        long value = type == 3 ? number(entry + 8, 2) : type == 4 ? number(entry + 8, 4) : 1;
        orientation = value >= 1 && value <= 8 ? (int) value : 1;
      } else if (tag == GPS) {
        hasPosition |= hasPosition(number(entry + 8, 4));
      }
    }
  }

  /** Cameras without a position write an empty directory; one that cannot be read has one. */
  private boolean hasPosition(long directory) {
    long count = number(directory, 2);
    for (long i = 0; i < count; i++) {
      long tag = number(directory + 2 + 12 * i, 2);
      if (tag < 0
          || tag == LATITUDE
          || tag == LONGITUDE
          || tag == DESTINATION_LATITUDE
          || tag == DESTINATION_LONGITUDE) {
        return true;
      }
    }
    return count < 0;
  }

  private long number(long at, int count) {
    return number(at, count, isLittle);
  }

  /** An unsigned number; -1 if it is not there. */
  private long number(long at, int count, boolean little) {
    if (at < 0 || at > bytes.length - base - count) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      long part = bytes[base + (int) at + i] & 0xff;
      value |= part << (8 * (little ? i : count - 1 - i));
    }
    return value;
  }
}
