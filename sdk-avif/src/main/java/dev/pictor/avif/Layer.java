package dev.pictor.avif;

import dev.pictor.spi.ImageConverter;

/** One of the two pictures of which a file consists, each of planes of 8 bits and of full size. */
enum Layer {
  /** The brightness and two differences, by BT.601. */
  COLOUR(3) {
    @Override
    int sample(int argb, int plane) {
      int r = (argb >> 16) & 0xff;
      int g = (argb >> 8) & 0xff;
      int b = argb & 0xff;
      // Each of these adds up to 65536, or to nothing, so that greys have no colour.
      switch (plane) {
        case 0:
          return (19595 * r + 38470 * g + 7471 * b + HALF) >> BITS;
        case 1:
          return centred(-11059 * r - 21709 * g + 32768 * b);
        default:
          return centred(32768 * r - 27439 * g - 5329 * b);
      }
    }
  },
  /** The transparency, as a picture in grey. */
  ALPHA(1) {
    @Override
    int sample(int argb, int plane) {
      return argb >>> 24;
    }
  };

  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);

  final int planes;

  Layer(int planes) {
    this.planes = planes;
  }

  /** 0 to 255. */
  abstract int sample(int argb, int plane);

  /** A row of a plane. */
  void read(ImageConverter.Picture picture, int plane, int y, byte[] row) {
    int from = y * row.length;
    for (int x = 0; x < row.length; x++) {
      row[x] = (byte) sample(picture.argb()[from + x], plane);
    }
  }

  private static int centred(int difference) {
    return Math.min(255, ((difference + HALF) >> BITS) + 128);
  }

  /** Whether there is no transparency to be written. */
  static boolean isOpaque(ImageConverter.Picture picture) {
    for (int pixel : picture.argb()) {
      if ((pixel >>> 24) != 255) {
        return false;
      }
    }
    return true;
  }
}
