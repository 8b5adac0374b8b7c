package dev.pictor.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.spi.ImageConverter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures and files to convert, and how far two pictures are apart. */
final class Sample {
  private Sample() {}

  /** Soft colours with an edge, as pictures have. */
  static ImageConverter.Picture opaque(int width, int height) {
    int[] argb = new int[width * height];
    for (int i = 0; i < argb.length; i++) {
      int x = i % width;
      int y = i / width;
      int red = 255 * x / width;
      int green = 255 * y / height;
      int blue = x + y > width ? 40 : 200;
      argb[i] = 0xff000000 | (red << 16) | (green << 8) | blue;
    }
    return ImageConverter.Picture.of(width, height, argb);
  }

  static ImageConverter.Picture seeThrough(int width, int height) {
    int[] argb = opaque(width, height).argb();
    for (int i = 0; i < argb.length; i++) {
      argb[i] = (argb[i] & 0xffffff) | ((i * 7 % 256) << 24);
    }
    return ImageConverter.Picture.of(width, height, argb);
  }

  static ImageConverter.Picture filled(int width, int height, int colour) {
    int[] argb = new int[width * height];
    java.util.Arrays.fill(argb, colour);
    return ImageConverter.Picture.of(width, height, argb);
  }

  static int middle(ImageConverter.Picture picture) {
    return picture.argb()[picture.argb().length / 2 + picture.width() / 2];
  }

  static void near(int colour, int expected, int most) {
    for (int shift = 0; shift < 32; shift += 8) {
      assertThat((colour >>> shift) & 0xff)
          .as("%08x, expected %08x", colour, expected)
          .isBetween(((expected >>> shift) & 0xff) - most, ((expected >>> shift) & 0xff) + most);
    }
  }

  /** The mean difference of a sample, of 255. */
  static double difference(ImageConverter.Picture one, ImageConverter.Picture other) {
    assertThat(other).hasToString(one.toString());
    long sum = 0;
    for (int i = 0; i < one.argb().length; i++) {
      for (int shift = 0; shift < 32; shift += 8) {
        sum += Math.abs(((one.argb()[i] >>> shift) & 0xff) - ((other.argb()[i] >>> shift) & 0xff));
      }
    }
    return sum / 4.0 / one.argb().length;
  }

  /** One colour of 16 bits a sample, 8x8. */
  static byte[] png16(int red, int green, int blue) throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(pixels))) {
      for (int y = 0; y < 8; y++) {
        out.write(0);
        for (int x = 0; x < 8; x++) {
          out.writeShort(red);
          out.writeShort(green);
          out.writeShort(blue);
        }
      }
    }
    return png(8, 8, 16, pixels.toByteArray());
  }

  /** A picture that declares more than it has. */
  static byte[] pngHeader(int width, int height) throws IOException {
    return png(width, height, 8, new byte[] {0x78, 1});
  }

  private static byte[] png(int width, int height, int depth, byte[] pixels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(0x89504e470d0a1a0aL);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(head);
    header.writeInt(width);
    header.writeInt(height);
    header.write(new byte[] {(byte) depth, 2, 0, 0, 0});
    chunk(out, "IHDR", head.toByteArray());
    chunk(out, "IDAT", pixels);
    chunk(out, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) crc.getValue());
  }

  /** A grey JPEG of more and more detail, whose last scan is there so many times more. */
  static byte[] progressive(int more) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(stream);
      BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
      writer.write(null, new IIOImage(grey, null, null), param);
    } finally {
      writer.dispose();
    }
    byte[] plain = out.toByteArray();
    int end = plain.length - 2;
    int last = new String(plain, StandardCharsets.ISO_8859_1).lastIndexOf("\u00ff\u00da");
    out.reset();
    out.write(plain, 0, end);
    for (int i = 0; i < more; i++) {
      out.write(plain, last, end - last);
    }
    out.write(plain, end, 2);
    return out.toByteArray();
  }

  /** Two frames of the same place: red of 4x4 pixels, whatever it declares, then blue. */
  static byte[] gif(int screenWidth, int screenHeight, int left, int top, int width, int height)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("GIF89a".getBytes(StandardCharsets.US_ASCII));
    numbers(out, screenWidth, screenHeight);
    out.write(new byte[] {(byte) 0x80, 0, 0, (byte) 255, 0, 0, 0, 0, (byte) 255}); // red, blue
    for (int colour = 0; colour < 2; colour++) {
      out.write(new byte[] {0x21, (byte) 0xf9, 4, 0, 10, 0, 0, 0});
      out.write(0x2c);
      numbers(out, left, top, width, height);
      out.write(new byte[] {0, 2});
      byte[] codes = codes(colour);
      out.write(codes.length);
      out.write(codes);
      out.write(0);
    }
    out.write(0x3b);
    return out.toByteArray();
  }

  /** 16 pixels, with codes of 3 bits that are begun anew before they would grow. */
  private static byte[] codes(int colour) {
    byte[] bytes = new byte[16];
    int bits = 0;
    for (int i = 0; i < 16; i++) {
      if (i % 2 == 0) {
        bits = code(bytes, bits, 4);
      }
      bits = code(bytes, bits, colour);
    }
    bits = code(bytes, bits, 5);
    return java.util.Arrays.copyOf(bytes, (bits + 7) / 8);
  }

  private static int code(byte[] bytes, int bits, int code) {
    for (int bit = 0; bit < 3; bit++) {
      if (((code >> bit) & 1) == 1) {
        bytes[(bits + bit) / 8] |= (byte) (1 << ((bits + bit) % 8));
      }
    }
    return bits + 3;
  }

  private static void numbers(ByteArrayOutputStream out, int... numbers) {
    for (int number : numbers) {
      out.write(number & 0xff);
      out.write(number >> 8);
    }
  }
}
