package dev.pictor.internal.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Image files with all that does not belong into them; each private part says SECRET. */
final class Fixtures {
  /** 7x5, written by libwebp. */
  private static final String WEBP_LOSSY =
      "UklGRkIAAABXRUJQVlA4IDYAAADwAQCdASoHAAUAAgA0JbACdLoAAwkG+4AA/v4ntfG4U/Yy+3kw56/oyFV37wyW"
          + "eYLhyk/LAAA=";

  /** 2x2, written by libavif. */
  private static final String AVIF =
      "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAA"
          + "AAAAAAAAAAAAAGxpYmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABGgAAAB0A"
          + "AAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAamlwcnAAAABLaXBjbwAAABRpc3Bl"
          + "AAAAAAAAAAIAAAACAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgQ0MAAAAABNjb2xybmNseAACAAIAAYAAAAAX"
          + "aXBtYQAAAAAAAAABAAEEAQKDBAAAACVtZGF0EgAKCBgANogQEAwgMg8f8D///8WfhwB8+ErK42A=";

  static final String XMP = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET</x:xmpmeta>";

  private Fixtures() {}

  static byte[] webp() {
    return Base64.getDecoder().decode(WEBP_LOSSY);
  }

  static byte[] avif() {
    return Base64.getDecoder().decode(AVIF);
  }

  /** A file that the JDK wrote: no two pixels of it are alike. */
  static byte[] drawn(String format, int width, int height) {
    boolean hasAlpha = format.equals("png");
    BufferedImage image =
        new BufferedImage(
            width, height, hasAlpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xc0000000 | (x * 255 / width) << 16 | (y * 255 / height) << 8 | x * y);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static int[] pixels(byte[] file) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** EXIF with an orientation, a maker's note, a thumbnail and, if so wished, a position. */
  static byte[] exif(int orientation, boolean isLittle, boolean hasPosition) {
    byte[] text = "SECRET camera and thumbnail".getBytes(ISO_8859_1);
    int entries = 3;
    int gpsAt = 8 + 2 + 12 * entries + 4;
    int textAt = gpsAt + 2 + 12 * 2 + 4;
    return bytes(
        isLittle ? "II" : "MM",
        number(42, 2, isLittle),
        number(8, 4, isLittle),
        number(entries, 2, isLittle),
        entry(0x010f, 2, text.length, textAt, isLittle),
        entry(0x0112, 3, 1, isLittle ? orientation : orientation << 16, isLittle),
        entry(0x8825, 4, 1, gpsAt, isLittle),
        number(0, 4, isLittle),
        number(2, 2, isLittle),
        entry(0, 1, 4, 0x02030000, isLittle),
        entry(hasPosition ? 2 : 29, 5, 3, textAt, isLittle),
        number(0, 4, isLittle),
        text);
  }

  private static byte[] entry(int tag, int type, int count, int value, boolean isLittle) {
    return bytes(
        number(tag, 2, isLittle),
        number(type, 2, isLittle),
        number(count, 4, isLittle),
        number(value, 4, isLittle));
  }

  static byte[] number(long value, int count, boolean isLittle) {
    return isLittle ? Bytes.little(value, count) : Bytes.big(value, count);
  }

  static byte[] segment(int marker, Object... content) {
    byte[] inner = bytes(content);
    return bytes(new byte[] {(byte) 0xff, (byte) marker}, Bytes.big(inner.length + 2, 2), inner);
  }

  static byte[] chunk(String type, Object... content) {
    byte[] inner = bytes(content);
    CRC32 sum = new CRC32();
    byte[] checked = bytes(type, inner);
    sum.update(checked, 0, checked.length);
    return bytes(Bytes.big(inner.length, 4), checked, Bytes.big(sum.getValue(), 4));
  }

  /** A chunk of a RIFF file, made even. */
  static byte[] riff(String type, Object... content) {
    byte[] inner = bytes(content);
    return bytes(type, Bytes.little(inner.length, 4), inner, new byte[inner.length % 2]);
  }

  static byte[] webpOf(Object... chunks) {
    byte[] inner = bytes(chunks);
    return bytes("RIFF", Bytes.little(inner.length + 4, 4), "WEBP", inner);
  }

  static byte[] box(String type, Object... content) {
    byte[] inner = bytes(content);
    return bytes(Bytes.big(inner.length + 8, 4), type, inner);
  }

  /** A file with bytes put into it. */
  static byte[] insert(byte[] file, int at, Object... parts) {
    return bytes(Arrays.copyOf(file, at), bytes(parts), Arrays.copyOfRange(file, at, file.length));
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

  static InputFile scan(byte[] file) {
    try {
      return InputFile.scan(new ByteArrayInputStream(file), 1 << 28);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] make(Recipe recipe, byte[] file) {
    return make(recipe, file, 0, recipe.length());
  }

  static byte[] make(Recipe recipe, byte[] file, long from, long to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      recipe.copy(new ByteArrayInputStream(file), out, from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static String text(byte[] file) {
    return new String(file, ISO_8859_1);
  }
}
