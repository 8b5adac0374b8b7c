package dev.pictor.internal.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** From chunk to chunk of a WebP file. */
final class WebpWalk {
  private static final int XMP_FLAG = 0x04;
  private static final int EXIF_FLAG = 0x08;
  private static final int ALPHA_FLAG = 0x10;

  private static final Set<String> KEPT =
      new HashSet<>(Arrays.asList("VP8X", "VP8 ", "VP8L", "ALPH", "ICCP", "ANIM", "ANMF"));

  private final ScanStream in;
  private final Findings found;

  /** Where the flags of the extended form are, if the file has that; else -1. */
  private long flagsAt = -1;

  private int flags;
  private boolean hasPicture;

  /** Where what is kept ends, and whether a byte is missing there to make it even. */
  private long keptEnd = 12;

  private boolean isOdd;

  private WebpWalk(ScanStream in, Findings found) {
    this.in = in;
    this.found = found;
  }

  static void walk(ScanStream in, Findings found) throws IOException {
    new WebpWalk(in, found).walk();
  }

  private void walk() throws IOException {
    in.skipTo(4);
    long declared = in.little(4);
    long end = 8 + declared;
    in.skipTo(12);
    if (end < 12) {
      throw new DamagedException("it is shorter than its own head");
    }
    while (in.position() + 8 <= end && !in.atEnd()) {
      chunk(end);
    }
    if (!hasPicture) {
      throw new DamagedException("it has no picture");
    }
    found.end(in);
    finish(declared, in.length());
  }

  private void chunk(long fileEnd) throws IOException {
    long start = in.position();
    String type = in.text(4);
    long length = in.little(4);
    long content = in.position();
    if (start == 12 && !(KEPT.contains(type) && type.startsWith("VP8"))) {
      throw new DamagedException("its header is not where it has to be");
    }
    if (length > fileEnd - content) {
      throw new DamagedException("a chunk of it is longer than the file");
    }
    if (KEPT.contains(type)) {
      picture(type, content, length);
    }
    byte[] exif = type.equals("EXIF") ? in.upTo(length, Exif.LOOKED_AT) : new byte[0];
    in.skipTo(content + length);
    boolean lacksPadding = length % 2 == 1 && (in.position() == fileEnd || in.atEnd());
    if (length % 2 == 1 && !lacksPadding) {
      in.skipTo(content + length + 1);
    }
    if (KEPT.contains(type)) {
      keptEnd = in.position();
      isOdd = lacksPadding;
    } else if (type.equals("EXIF")) {
      Exif read = Exif.of(exif);
      if ((flags & EXIF_FLAG) != 0) { // without it decoders look past the chunk
        found.exif(read);
      }
      found.cut(read.words(), start, in.position());
    } else {
      found.cut(type.equals("XMP ") ? Findings.XMP : Findings.APPLICATION, start, in.position());
    }
  }

  private void picture(String type, long content, long length) throws IOException {
    hasPicture |= type.startsWith("VP8") || type.equals("ANMF");
    if (type.startsWith("VP8") && length < (type.equals("VP8L") ? 5 : 10)) {
      throw new DamagedException("a chunk of it is shorter than its own head");
    }
    if (type.equals("VP8X")) {
      flagsAt = content;
      flags = (int) in.big(1);
      if ((flags & ALPHA_FLAG) != 0) {
        found.alpha();
      }
    } else if (type.equals("VP8L") && in.big(1) == 0x2f) {
      if ((in.little(4) >> 28 & 1) != 0) {
        found.alpha();
      }
    }
  }

  /** The head of the file counts its bytes and lists its metadata. */
  private void finish(long declared, long original) throws DamagedException {
    long upright = Recipe.length(original, found.edits.with(new Edits()));
    if (upright - 8 != declared) {
      found.upright.replace(4, 8, Bytes.little(upright - 8, 4));
    }
    int none = flags & ~(EXIF_FLAG | XMP_FLAG);
    setFlags(found.upright, none);
    if (found.orientation() == 1) {
      setFlags(found.turned, none);
      if (upright - 8 != declared) {
        found.turned.replace(4, 8, Bytes.little(upright - 8, 4));
      }
      return;
    }
    setFlags(found.turned, none | EXIF_FLAG);
    byte[] exif = Exif.ofOrientation(found.orientation());
    byte[] head = "EXIF".getBytes(StandardCharsets.ISO_8859_1);
    byte[] chunk = Bytes.join(Bytes.join(head, Bytes.little(exif.length, 4)), exif);
    byte[] padded = isOdd ? Bytes.join(new byte[1], chunk) : chunk;
    found.turned.replace(keptEnd, keptEnd, padded);
    found.turned.replace(4, 8, Bytes.little(upright + padded.length - 8, 4));
  }

  private void setFlags(Edits edits, int value) throws DamagedException {
    if (flagsAt >= 0 && value != flags) {
      edits.replace(flagsAt, flagsAt + 1, new byte[] {(byte) value});
    }
  }
}
