package dev.pictor.imageio;

import dev.pictor.spi.ImageConverter;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;

/** Between the pixels of the platform and ours. */
final class Pixels {
  private static final int OPAQUE = 0xff000000;

  private Pixels() {}

  static ImageConverter.Picture of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] argb = new int[Math.multiplyExact(width, height)];
    ColorModel model = image.getColorModel();
    boolean isPlain =
        model instanceof ComponentColorModel
            && !model.isAlphaPremultiplied()
            && (isGrey(model) || (model.getColorSpace().isCS_sRGB() && depth(model) == 8));
    if (isPlain) {
      samples(image.getRaster(), depth(model), argb);
    } else {
      for (int y = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, argb, y * width, width);
      }
    }
    return ImageConverter.Picture.of(width, height, argb);
  }

  /** The platform takes grey for linear light, and would make it paler than any browser does. */
  private static boolean isGrey(ColorModel model) {
    return model.getNumColorComponents() == 1;
  }

  private static int depth(ColorModel model) {
    return model.getComponentSize(0);
  }

  /** Grey, grey with alpha, RGB or RGBA. */
  private static void samples(Raster raster, int depth, int[] argb) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int most = (1 << depth) - 1;
    int[] row = new int[width * bands];
    boolean hasAlpha = bands == 2 || bands == 4;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        int red = eight(row[at], most);
        int green = bands < 3 ? red : eight(row[at + 1], most);
        int blue = bands < 3 ? red : eight(row[at + 2], most);
        int alpha = hasAlpha ? eight(row[at + bands - 1], most) : 255;
        argb[y * width + x] = pixel(alpha, red, green, blue);
      }
    }
  }

  static int pixel(int alpha, int red, int green, int blue) {
    return (alpha << 24) | (red << 16) | (green << 8) | blue;
  }

  private static int eight(int sample, int most) {
    return most == 255 ? sample : (int) ((sample * 255L + most / 2) / most);
  }

  /** The same pixels, not a copy: nobody may draw on it. */
  static BufferedImage image(int width, int height, int[] argb, boolean hasAlpha) {
    DirectColorModel model =
        hasAlpha
            ? (DirectColorModel) ColorModel.getRGBdefault()
            : new DirectColorModel(24, 0xff0000, 0xff00, 0xff);
    return new BufferedImage(
        model,
        Raster.createPackedRaster(
            new DataBufferInt(argb, argb.length), width, height, width, model.getMasks(), null),
        false,
        null);
  }

  static boolean isOpaque(ImageConverter.Picture picture) {
    for (int pixel : picture.argb()) {
      if ((pixel >>> 24) != 255) {
        return false;
      }
    }
    return true;
  }

  /** As it looks on white paper. */
  static int[] onWhite(ImageConverter.Picture picture) {
    int[] rgb = picture.argb().clone();
    for (int i = 0; i < rgb.length; i++) {
      int alpha = rgb[i] >>> 24;
      if (alpha != 255) {
        rgb[i] =
            pixel(255, over(rgb[i] >> 16, alpha), over(rgb[i] >> 8, alpha), over(rgb[i], alpha));
      }
    }
    return rgb;
  }

  private static int over(int colour, int alpha) {
    return ((colour & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255;
  }

  /** Each pixel seen or not seen. */
  static int[] allOrNothing(ImageConverter.Picture picture) {
    int[] argb = picture.argb().clone();
    for (int i = 0; i < argb.length; i++) {
      argb[i] = (argb[i] >>> 24) < 128 ? 0 : (argb[i] | OPAQUE);
    }
    return argb;
  }
}
