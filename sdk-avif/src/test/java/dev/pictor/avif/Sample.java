package dev.pictor.avif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.spi.ImageConverter;
import java.util.Arrays;

/** Pictures, and how far one is from another. */
final class Sample {
  private Sample() {}

  /** Soft colours with an edge, as pictures have. */
  static ImageConverter.Picture picture(int width, int height) {
    int[] argb = new int[width * height];
    for (int i = 0; i < argb.length; i++) {
      int x = i % width;
      int y = i / width;
      int blue = x + y > width ? 40 : 200;
      argb[i] = 0xff000000 | ((255 * x / width) << 16) | ((255 * y / height) << 8) | blue;
    }
    return ImageConverter.Picture.of(width, height, argb);
  }

  /** The same with a transparency that grows from top to bottom. */
  static ImageConverter.Picture fading(int width, int height) {
    ImageConverter.Picture picture = picture(width, height);
    for (int i = 0; i < width * height; i++) {
      int alpha = 255 * (i / width) / height;
      picture.argb()[i] = (picture.argb()[i] & 0xffffff) | (alpha << 24);
    }
    return picture;
  }

  static ImageConverter.Picture plain(int width, int height, int argb) {
    int[] all = new int[width * height];
    Arrays.fill(all, argb);
    return ImageConverter.Picture.of(width, height, all);
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
}
