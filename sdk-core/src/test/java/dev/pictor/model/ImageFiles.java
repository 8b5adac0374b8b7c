package dev.pictor.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Image files: drawn, written by the libraries of their formats, and made by hand. */
final class ImageFiles {
  /** 7x5, written by libwebp. */
  static final String WEBP_LOSSY =
      "UklGRkIAAABXRUJQVlA4IDYAAADwAQCdASoHAAUAAgA0JbACdLoAAwkG+4AA/v4ntfG4U/Yy+3kw56/oyFV37wyW"
          + "eYLhyk/LAAA=";

  /** 7x5, written by libwebp. */
  static final String WEBP_LOSSLESS =
      "UklGRiwAAABXRUJQVlA4TB8AAAAvBgABALmM6H/sIqL/AQVpGzD1r3vXwVCMR0wAkMQLAA==";

  /** 7x5, written by libwebp: lossy with transparency. */
  static final String WEBP_EXTENDED =
      "UklGRoAAAABXRUJQVlA4WAoAAAAQAAAABgAABAAAQUxQSB4AAAABNyAQSCLZH3SIiEgNZNlI283Hcizvr/MKEf0P"
          + "Gx9WUDggPAAAADACAJ0BKgcABQACADQlqAJ0ugADCTdHjEAAAP7943oakMx9vgD/H9+zmx14PflsZH9Mykel"
          + "5ei/PagAAA==";

  /** 2x2, written by libavif. */
  static final String AVIF =
      "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAA"
          + "AAAAAAAAAAAAAGxpYmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABGgAAAB0A"
          + "AAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAamlwcnAAAABLaXBjbwAAABRpc3Bl"
          + "AAAAAAAAAAIAAAACAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgQ0MAAAAABNjb2xybmNseAACAAIAAYAAAAAX"
          + "aXBtYQAAAAAAAAABAAEEAQKDBAAAACVtZGF0EgAKCBgANogQEAwgMg8f8D///8WfhwB8+ErK42A=";

  private ImageFiles() {}

  static byte[] drawn(String format, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }

  static byte[] jpeg(byte[]... parts) {
    return bytes("\u00ff\u00d8", bytes((Object[]) parts), "\u00ff\u00d9");
  }

  /** 33x22. */
  static byte[] frame(int marker) {
    return segment(marker, new byte[] {8, 0, 22, 0, 33, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1});
  }

  static byte[] segment(int marker, byte[] content) {
    int length = content.length + 2;
    return bytes(
        new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length}, content);
  }

  static byte[] webp(String kind, int width, int height) {
    byte[] content;
    if (kind.equals("VP8X")) {
      content = bytes(new byte[4], little(width - 1, 3), little(height - 1, 3));
    } else if (kind.equals("VP8L")) {
      content = bytes("/", little((width - 1) | (height - 1) << 14, 4));
    } else {
      content = bytes("\0\0\0\u009d\1*", little(width, 2), little(height, 2));
    }
    return bytes("RIFF", new byte[4], "WEBP", kind, new byte[4], content);
  }

  static byte[] little(int value, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (value >> (8 * i));
    }
    return bytes;
  }

  static byte[] avif(byte[] properties) {
    return bytes(brand(), meta(properties), box("mdat", "pixels"));
  }

  static byte[] brand() {
    return box("ftyp", "avif\0\0\0\0mif1miaf");
  }

  static byte[] meta(byte[] properties) {
    return box(
        "meta", "\0\0\0\0", box("hdlr", "pict"), box("iprp", box("ipco", properties), box("ipma")));
  }

  static byte[] ispe(int width, int height) {
    return box("ispe", "\0\0\0\0", int32(width), int32(height));
  }

  static byte[] box(String type, Object... content) {
    byte[] inner = bytes(content);
    return bytes(int32(inner.length + 8), type, inner);
  }

  static byte[] int32(int value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  /** Texts and bytes one behind the other. */
  static byte[] bytes(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      byte[] bytes = part instanceof String ? ((String) part).getBytes(ISO_8859_1) : (byte[]) part;
      out.write(bytes, 0, bytes.length);
    }
    return out.toByteArray();
  }
}
