package dev.pictor.internal.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;

/** From chunk to chunk of a PNG file. */
final class PngWalk {
  /** Where the first chunk ends, which is always the header. */
  private static final long HEADER_END = 8 + 12 + 13;

  private static final int LOOKED_AT = 64;

  /** What may be missing and changes the look, or the animation. */
  private static final Set<String> KEPT =
      new HashSet<>(
          Arrays.asList(
              "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD",
              "hIST", "pHYs", "sPLT", "oFFs", "sCAL", "sTER", "acTL", "fcTL", "fdAT"));

  private static final Set<String> TEXTS =
      new HashSet<>(Arrays.asList("tEXt", "zTXt", "iTXt", "tIME"));

  private final ScanStream in;
  private final Findings found;

  private PngWalk(ScanStream in, Findings found) {
    this.in = in;
    this.found = found;
  }

  static void walk(ScanStream in, Findings found) throws IOException {
    new PngWalk(in, found).walk();
    if (found.orientation() != 1) {
      found.turned.replace(
          HEADER_END, HEADER_END, chunk("eXIf", Exif.ofOrientation(found.orientation())));
    }
  }

  private void walk() throws IOException {
    in.skipTo(8);
    String type = "";
    while (!type.equals("IEND")) {
      long start = in.position();
      long length = in.big(4);
      type = in.text(4);
      if (length > Integer.MAX_VALUE || !isType(type)) {
        throw new DamagedException("it has something else where a chunk has to be");
      }
      if (type.equals("IHDR") != (start == 8) || (start == 8 && length != 13)) {
        throw new DamagedException("its header is not where it has to be");
      }
      chunk(type, start, length);
    }
    found.end(in);
  }

  private void chunk(String type, long start, long length) throws IOException {
    long content = in.position();
    long end = content + length + 4;
    if (type.equals("IHDR")) {
      found.size(in.big(4), in.big(4));
      in.big(1);
      if ((in.big(1) & 4) != 0) {
        found.alpha();
      }
    } else if (type.equals("tRNS")) {
      found.alpha();
    } else if (type.equals("eXIf")) {
      Exif exif = Exif.of(in.upTo(length, Exif.LOOKED_AT));
      in.skipTo(end);
      found.exif(exif);
      found.cut(exif.words(), start, end);
    } else if (TEXTS.contains(type)) {
      boolean isXmp = Bytes.startsWith(in.upTo(length, LOOKED_AT), "XML:com.adobe.xmp\0");
      in.skipTo(end);
      found.cut(isXmp ? Findings.XMP : Findings.TEXT, start, end);
    } else if (!isNeeded(type)) {
      in.skipTo(end);
      found.cut(Findings.APPLICATION, start, end);
    }
    in.skipTo(end);
  }

  /** A decoder has to know a chunk whose name begins with a capital letter. */
  private static boolean isNeeded(String type) {
    return type.charAt(0) <= 'Z' || KEPT.contains(type);
  }

  private static boolean isType(String type) {
    for (int i = 0; i < type.length(); i++) {
      int letter = type.charAt(i) | 0x20;
      if (letter < 'a' || letter > 'z') {
        return false;
      }
    }
    return true;
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] checked = Bytes.join(type.getBytes(StandardCharsets.ISO_8859_1), content);
    CRC32 sum = new CRC32();
    sum.update(checked, 0, checked.length);
    byte[] counted = Bytes.join(Bytes.big(content.length, 4), checked);
    return Bytes.join(counted, Bytes.big(sum.getValue(), 4));
  }
}
