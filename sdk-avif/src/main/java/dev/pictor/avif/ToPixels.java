package dev.pictor.avif;

import java.io.IOException;

/** Brightness and two differences as colours. */
final class ToPixels {
  private final Planes planes;
  private final boolean isRgb;
  private final double black;
  private final double scale;
  private final double middle;
  private final double colourScale;
  private final double redOfCr;
  private final double greenOfCr;
  private final double greenOfCb;
  private final double blueOfCb;

  private ToPixels(Planes planes) throws IOException {
    this.planes = planes;
    Cicp cicp = planes.cicp;
    double unit = 1 << (planes.depth - 8);
    double most = (1 << planes.depth) - 1;
    isRgb = cicp.isRgb() && !planes.isGrey();
    black = cicp.isFull ? 0 : 16 * unit;
    scale = 255 / (cicp.isFull ? most : 219 * unit);
    middle = 128 * unit;
    colourScale = 255 / (cicp.isFull ? most : 224 * unit);
    double red = cicp.red();
    double blue = cicp.blue();
    double green = 1 - red - blue;
    redOfCr = 2 * (1 - red);
    blueOfCb = 2 * (1 - blue);
    greenOfCr = redOfCr * red / green;
    greenOfCb = blueOfCb * blue / green;
  }

  /** The picture, wholly opaque. */
  static int[] colours(Planes planes) throws IOException {
    planes.cicp.refuseHdr();
    if (planes.cicp.isRgb() && planes.shiftX + planes.shiftY > 0) {
      throw new IOException("The file is in RGB with planes of different sizes");
    }
    return new ToPixels(planes).colours();
  }

  /** Puts the transparency into a picture of the same size. */
  static void putAlpha(Planes alpha, int[] argb) throws IOException {
    ToPixels to = new ToPixels(alpha);
    short[] samples = alpha.samples[0];
    for (int i = 0; i < argb.length; i++) {
      argb[i] = (argb[i] & 0xffffff) | (to.level(samples[i]) << 24);
    }
  }

  /** Colours that have been multiplied by alpha become those that have not. */
  static void divideByAlpha(int[] argb) {
    for (int i = 0; i < argb.length; i++) {
      int alpha = argb[i] >>> 24;
      if (alpha > 0 && alpha < 255) {
        int colours = 0;
        for (int shift = 0; shift < 24; shift += 8) {
          int colour = (((argb[i] >> shift) & 0xff) * 255 + alpha / 2) / alpha;
          colours |= Math.min(255, colour) << shift;
        }
        argb[i] = (alpha << 24) | colours;
      }
    }
  }

  private int[] colours() {
    int width = planes.width;
    int[] argb = new int[width * planes.height];
    double[] cb = new double[width];
    double[] cr = new double[width];
    short[] first = planes.samples[0];
    for (int y = 0; y < planes.height; y++) {
      if (!planes.isGrey()) {
        spread(1, y, cb);
        spread(2, y, cr);
      }
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        argb[i] = isRgb ? rgb(i) : colour(first[i], cb[x], cr[x]);
      }
    }
    return argb;
  }

  /** Green, blue and red, in this order. */
  private int rgb(int i) {
    return pixel(
        level(planes.samples[2][i]), level(planes.samples[0][i]), level(planes.samples[1][i]));
  }

  private int colour(int sample, double cb, double cr) {
    double y = (sample - black) * scale;
    return planes.isGrey()
        ? pixel(byteOf(y), byteOf(y), byteOf(y))
        : pixel(
            byteOf(y + redOfCr * cr),
            byteOf(y - greenOfCb * cb - greenOfCr * cr),
            byteOf(y + blueOfCb * cb));
  }

  private int level(int sample) {
    return byteOf((sample - black) * scale);
  }

  private static int pixel(int r, int g, int b) {
    return 0xff000000 | (r << 16) | (g << 8) | b;
  }

  private static int byteOf(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  /**
   * A row of a plane of colour at the full width: between two samples, three parts of the nearer.
   */
  private void spread(int plane, int y, double[] row) {
    int columns = planes.columns(plane);
    int rows = planes.rows(plane);
    int near = y >> planes.shiftY;
    int far = planes.shiftY == 0 ? near : clamp(near + ((y & 1) == 0 ? -1 : 1), rows);
    short[] samples = planes.samples[plane];
    for (int x = 0; x < row.length; x++) {
      int at = x >> planes.shiftX;
      int next = planes.shiftX == 0 ? at : clamp(at + ((x & 1) == 0 ? -1 : 1), columns);
      double value =
          9 * samples[near * columns + at]
              + 3 * samples[near * columns + next]
              + 3 * samples[far * columns + at]
              + samples[far * columns + next];
      row[x] = (value / 16 - middle) * colourScale;
    }
  }

  private static int clamp(int index, int length) {
    return Math.max(0, Math.min(length - 1, index));
  }
}
