package dev.pictor.imageio;

import java.io.IOException;

/**
 * How many scans a JPEG has, each of which goes through the whole picture.
 *
 * <p>A progressive one refines its picture from scan to scan. One that refines nothing takes some
 * hundred bytes, and the time of all pixels all the same, in native code that cannot be stopped.
 */
final class JpegScans {
  /** Programs make about ten, for four inks eighteen. */
  static final int MOST = 256;

  private static final int SCAN = 0xda;
  private static final int END = 0xd9;

  private JpegScans() {}

  static void refuseMany(byte[] file) throws IOException {
    int scans = count(file);
    if (scans > MOST) {
      throw new IOException(
          "The JPEG holds "
              + scans
              + " scans; at most "
              + MOST
              + " are decoded, as programs make about 10 and each takes the time of a whole picture");
    }
  }

  /** From marker to marker as libjpeg goes, which passes over what stands between them. */
  private static int count(byte[] file) {
    int scans = 0;
    int at = 2;
    while (at + 1 < file.length) {
      int marker = file[at + 1] & 0xff;
      if ((file[at] & 0xff) != 0xff || marker == 0xff) {
        at++;
        continue;
      }
      scans += marker == SCAN ? 1 : 0;
      if (marker == END && scans > 0) { // before, it ends tables that a picture may follow
        break;
      }
      at += 2 + (hasLength(marker) ? length(file, at + 2) : 0);
    }
    return scans;
  }

  private static boolean hasLength(int marker) {
    return (marker >= 0xc0 && marker <= 0xcf) || (marker >= SCAN && marker <= 0xfe);
  }

  private static int length(byte[] file, int at) {
    return at + 1 < file.length
        ? Math.max(2, (file[at] & 0xff) << 8 | (file[at + 1] & 0xff))
        : file.length - at;
  }
}
