package dev.pictor.internal.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** From marker to marker of a JPEG file. */
final class JpegWalk {
  private static final int JFIF_LENGTH = 14;
  private static final int ADOBE_LENGTH = 12;

  private final ScanStream in;
  private final Findings found;

  /** Where the marker begins that was read last. */
  private long start;

  private boolean hasFrame;
  private boolean hasScan;
  private long orientationAt = 2;

  private JpegWalk(ScanStream in, Findings found) {
    this.in = in;
    this.found = found;
  }

  static void walk(ScanStream in, Findings found) throws IOException {
    JpegWalk walk = new JpegWalk(in, found);
    walk.walk();
    if (found.orientation() != 1) {
      byte[] exif = Exif.ofOrientation(found.orientation());
      byte[] prefix = Exif.PREFIX.getBytes(StandardCharsets.ISO_8859_1);
      found.turned.replace(
          walk.orientationAt, walk.orientationAt, segment(0xe1, Bytes.join(prefix, exif)));
    }
  }

  private void walk() throws IOException {
    in.skipTo(2);
    int marker = marker();
    while (marker >= 0 && marker != 0xd9) {
      boolean isAlone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
      if (!isAlone) {
        segment(marker);
      }
      marker = marker == 0xda ? pixels() : marker();
    }
    if (marker < 0 && !hasScan) {
      throw new DamagedException("it ends before its picture");
    }
    found.end(in); // many programs forget the marker of the end
  }

  /** The next marker; -1 at the end of the file. */
  private int marker() throws IOException {
    start = in.position();
    int value = in.read();
    if (value >= 0 && value != 0xff) {
      throw new DamagedException("it has something else where a marker has to be");
    }
    while (value == 0xff) {
      value = in.read();
    }
    if (value == 0) {
      throw new DamagedException("it has something else where a marker has to be");
    }
    return value;
  }

  /** Passes what is coded, and returns the marker behind it; -1 at the end of the file. */
  private int pixels() throws IOException {
    hasScan = true;
    int value = in.read();
    while (value >= 0) {
      if (value != 0xff) {
        value = in.read();
        continue;
      }
      start = in.position() - 1;
      while (value == 0xff) {
        value = in.read();
      }
      boolean isInside = value <= 0x01 || (value >= 0xd0 && value <= 0xd7);
      if (value >= 0 && !isInside) {
        return value;
      }
    }
    return -1;
  }

  private void segment(int marker) throws IOException {
    long length = in.big(2) - 2;
    if (length < 0) {
      throw new DamagedException("a segment of it is shorter than its own head");
    }
    long end = in.position() + length;
    if (marker >= 0xe0 && marker <= 0xef) {
      byte[] content = in.upTo(length, 0xffff);
      in.skipTo(end);
      application(marker, content, end);
    } else if (marker == 0xfe) {
      in.skipTo(end);
      found.cut(Findings.COMMENT, start, end);
    } else {
      if (isFrame(marker) && !hasFrame && length >= 5) {
        hasFrame = true;
        in.big(1);
        long height = in.big(2);
        found.size(in.big(2), height);
      }
      in.skipTo(end);
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0
        && marker <= 0xcf
        && marker != 0xc4 // Huffman tables
        && marker != 0xc8 // reserved
        && marker != 0xcc; // arithmetic coding conditions
  }

  /**
   * Keeps what is known to change the look: the frame of JFIF, colour profile, Adobe's transform.
   */
  private void application(int marker, byte[] content, long end) throws IOException {
    if (marker == 0xe0 && Bytes.startsWith(content, "JFIF\0")) {
      jfif(content, end);
    } else if (marker == 0xe1 && Bytes.startsWith(content, Exif.PREFIX)) {
      Exif exif = Exif.of(content);
      found.exif(exif);
      found.cut(exif.words(), start, end);
    } else if (marker == 0xe1 && Bytes.startsWith(content, "http://ns.adobe.com/x")) {
      found.cut(Findings.XMP, start, end);
    } else if (marker == 0xe2 && Bytes.startsWith(content, "ICC_PROFILE\0")) {
      return;
    } else if (marker == 0xed && Bytes.startsWith(content, "Photoshop")) {
      found.cut(Findings.IPTC, start, end);
    } else if (marker == 0xee && Bytes.startsWith(content, "Adobe")) {
      if (content.length > ADOBE_LENGTH) {
        found.edits.replace(start, end, segment(marker, Bytes.first(content, ADOBE_LENGTH)));
        found.remove(Findings.APPLICATION);
      }
    } else {
      found.cut(Findings.APPLICATION, start, end);
    }
  }

  private void jfif(byte[] content, long end) throws IOException {
    if (content.length > JFIF_LENGTH) {
      byte[] kept = Bytes.first(content, JFIF_LENGTH);
      kept[JFIF_LENGTH - 2] = 0;
      kept[JFIF_LENGTH - 1] = 0;
      found.edits.replace(start, end, segment(0xe0, kept));
      found.remove(Findings.THUMBNAIL);
    }
    if (start == 2) {
      orientationAt = end; // JFIF wants to be first
    }
  }

  private static byte[] segment(int marker, byte[] content) {
    int length = content.length + 2;
    byte[] head = {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length};
    return Bytes.join(head, content);
  }
}
