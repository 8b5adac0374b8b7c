package dev.pictor.avif;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.pictor.spi.ImageConverter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A picture as a file, by ISO/IEC 23008-12: one item, and one for its transparency. */
final class AvifWriter {
  private static final int MOST_LOSS = 63;
  private static final String ALPHA = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0";
  private static final int ESSENTIAL = 0x80;

  private AvifWriter() {}

  static byte[] write(ImageConverter.Picture picture, int quality) throws IOException {
    int loss = (100 - Math.max(0, Math.min(100, quality))) * MOST_LOSS / 100;
    byte[] colour = Av1.encode(picture, Layer.COLOUR, loss);
    byte[] alpha = Layer.isOpaque(picture) ? new byte[0] : Av1.encode(picture, Layer.ALPHA, 0);
    byte[] type = box("ftyp", text("avif"), number(4, 0), text("avifmif1miafMA1A"));
    int before = type.length + meta(picture, colour, alpha, 0).length + 8;
    return join(type, meta(picture, colour, alpha, before), box("mdat", colour, alpha));
  }

  private static byte[] meta(ImageConverter.Picture picture, byte[] colour, byte[] alpha, int at)
      throws IOException {
    boolean isOpaque = alpha.length == 0;
    int count = isOpaque ? 1 : 2;
    byte[] handler = full("hdlr", 0, number(4, 0), text("pict"), new byte[13]);
    byte[] primary = full("pitm", 0, number(2, 1));
    byte[] places = join(number(2, 0x4400), number(2, count), place(1, at, colour.length));
    byte[] infos = join(number(2, count), info(1, "Color"));
    byte[] references = new byte[0];
    if (!isOpaque) {
      places = join(places, place(2, at + colour.length, alpha.length));
      infos = join(infos, info(2, "Alpha"));
      byte[] ofAlpha = box("auxl", number(2, 2), number(2, 1), number(2, 1));
      references = full("iref", 0, ofAlpha);
    }
    return full(
        "meta",
        0,
        handler,
        primary,
        full("iloc", 0, places),
        full("iinf", 0, infos),
        references,
        properties(picture, colour, alpha));
  }

  private static byte[] place(int id, int at, int length) {
    return join(number(2, id), number(2, 0), number(2, 1), number(4, at), number(4, length));
  }

  private static byte[] info(int id, String name) {
    return full("infe", 2 << 24, number(2, id), number(2, 0), text("av01" + name + "\0"));
  }

  private static byte[] properties(ImageConverter.Picture picture, byte[] colour, byte[] alpha)
      throws IOException {
    Cicp cicp = Cicp.WRITTEN;
    byte[] all =
        join(
            full("ispe", 0, number(4, picture.width()), number(4, picture.height())),
            full("pixi", 0, new byte[] {3, 8, 8, 8}),
            box("av1C", configuration(colour, 0)),
            box(
                "colr",
                text("nclx"),
                number(2, cicp.primaries),
                number(2, cicp.transfer),
                number(2, cicp.matrix),
                number(1, 0x80)));
    byte[] ofColour = {0, 1, 4, 1, 2, (byte) (3 | ESSENTIAL), 4};
    if (alpha.length == 0) {
      return box("iprp", box("ipco", all), full("ipma", 0, number(4, 1), ofColour));
    }
    byte[] more =
        join(
            full("pixi", 0, new byte[] {1, 8}),
            box("av1C", configuration(alpha, 0x1c)), // grey, which counts as 4:2:0
            full("auxC", 0, text(ALPHA)));
    byte[] ofAlpha = {0, 2, 4, 1, 5, (byte) (6 | ESSENTIAL), 7};
    return box("iprp", box("ipco", all, more), full("ipma", 0, number(4, 2), ofColour, ofAlpha));
  }

  /** What a decoder has to be able to do. */
  private static byte[] configuration(byte[] stream, int kind) throws IOException {
    SequenceHeader header = SequenceHeader.of(stream);
    return new byte[] {
      (byte) 0x81, (byte) (header.profile << 5 | header.level), (byte) (header.tier << 7 | kind), 0
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] number(int bytes, int value) {
    byte[] four = ByteBuffer.allocate(4).putInt(value).array();
    byte[] number = new byte[bytes];
    System.arraycopy(four, 4 - bytes, number, 0, bytes);
    return number;
  }

  private static byte[] full(String type, int version, byte[]... parts) {
    return box(type, number(4, version), join(parts));
  }

  private static byte[] box(String type, byte[]... parts) {
    byte[] body = join(parts);
    return join(number(4, 8 + body.length), text(type), body);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.write(part, 0, part.length);
    }
    return joined.toByteArray();
  }
}
