package dev.pictor.internal.media;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** From block to block of a GIF file. */
final class GifWalk {
  /** How often an animation runs, and the colour profile. */
  private static final Set<String> KEPT =
      new HashSet<>(Arrays.asList("NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"));

  private final ScanStream in;
  private final Findings found;

  private GifWalk(ScanStream in, Findings found) {
    this.in = in;
    this.found = found;
  }

  static void walk(ScanStream in, Findings found) throws IOException {
    new GifWalk(in, found).walk();
  }

  private void walk() throws IOException {
    in.skipTo(6);
    found.size(in.little(2), in.little(2));
    long flags = in.big(1);
    in.big(2);
    skipColours(flags);
    boolean hasPicture = false;
    while (true) {
      long start = in.position();
      int kind = in.read();
      if (kind == 0x3b || (kind < 0 && hasPicture)) { // many programs forget the end
        break;
      } else if (kind == 0x21) {
        extension(start);
      } else if (kind == 0x2c) {
        hasPicture = true;
        in.skipTo(start + 9);
        skipColours(in.big(1));
        in.big(1);
        skipBlocks();
      } else if (kind != 0) { // a block's end too many is passed over
        throw new DamagedException(
            kind < 0
                ? "it ends before its picture"
                : "it has something else where a block has to be");
      }
    }
    found.end(in);
  }

  private void extension(long start) throws IOException {
    long label = in.big(1);
    if (label == 0xf9) {
      long length = in.big(1);
      if (length > 0) {
        long first = in.position();
        if ((in.big(1) & 1) != 0) {
          found.alpha();
        }
        in.skipTo(first + length);
        skipBlocks();
      }
    } else if (label == 0xff) {
      application(start);
    } else {
      skipBlocks();
      if (label != 0x01) { // text that is part of the picture
        found.cut(label == 0xfe ? Findings.COMMENT : Findings.APPLICATION, start, in.position());
      }
    }
  }

  private void application(long start) throws IOException {
    int length = (int) in.big(1);
    String name = in.text(length);
    if (length > 0) {
      skipBlocks();
    }
    if (!KEPT.contains(name)) {
      found.cut(
          name.equals("XMP DataXMP") ? Findings.XMP : Findings.APPLICATION, start, in.position());
    }
  }

  private void skipColours(long flags) throws IOException {
    if ((flags & 0x80) != 0) {
      in.skipTo(in.position() + 3L * (2 << (flags & 7)));
    }
  }

  private void skipBlocks() throws IOException {
    for (long length = in.big(1); length > 0; length = in.big(1)) {
      in.skipTo(in.position() + length);
    }
  }
}
