package dev.pictor;

import dev.pictor.model.ImageRequest.MaskPolarity;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** A picture of a user: noise, which no format makes small. */
final class InputPicture {
  private InputPicture() {}

  static byte[] png(int width, int height) {
    return file(width, height, "png");
  }

  static byte[] file(int width, int height, String format) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(width * 31L + height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return written(image, format);
  }

  private static byte[] written(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new AssertionError(format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A picture with a corner that is known by its colour: the first of what is stored. */
  static byte[] stripes(int width, int height, String format) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, x < 40 && y < 40 ? 0xd02020 : 0x2040a0 + (y * 60 / height));
      }
    }
    return written(image, format);
  }

  /** A mask of which the left half is to be edited. */
  static byte[] mask(int width, int height, MaskPolarity polarity) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    boolean isWhite = polarity == MaskPolarity.WHITE_IS_EDIT;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean isEdited = x < width / 2;
        image.setRGB(x, y, isEdited ? (isWhite ? -1 : 0x00ffffff) : 0xff000000);
      }
    }
    return written(image, "png");
  }

  /** Whether two colours are the same but for what JPEG loses. */
  static boolean isNear(int one, int other) {
    return near(one >> 16, other >> 16) && near(one >> 8, other >> 8) && near(one, other);
  }

  private static boolean near(int one, int other) {
    return Math.abs((one & 0xff) - (other & 0xff)) < 12;
  }
}
