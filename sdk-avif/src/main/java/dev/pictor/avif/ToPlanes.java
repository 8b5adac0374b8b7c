package dev.pictor.avif;

import dev.pictor.spi.PixelImage;

/** Colours as brightness and two differences, 8 bits each, none of them smaller. */
final class ToPlanes {
  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);

  private ToPlanes() {}

  static Planes colour(PixelImage picture) {
    int[] argb = picture.argb();
    short[] y = new short[argb.length];
    short[] cb = new short[argb.length];
    short[] cr = new short[argb.length];
    for (int i = 0; i < argb.length; i++) {
      int r = (argb[i] >> 16) & 0xff;
      int g = (argb[i] >> 8) & 0xff;
      int b = argb[i] & 0xff;
      // BT.601; each row adds up to 65536, or to nothing, so that greys have no colour.
      y[i] = (short) ((19595 * r + 38470 * g + 7471 * b + HALF) >> BITS);
      cb[i] = centred(-11059 * r - 21709 * g + 32768 * b);
      cr[i] = centred(32768 * r - 27439 * g - 5329 * b);
    }
    return planes(picture, Cicp.WRITTEN, y, cb, cr);
  }

  private static short centred(int difference) {
    return (short) Math.min(255, ((difference + HALF) >> BITS) + 128);
  }

  static Planes alpha(PixelImage picture) {
    int[] argb = picture.argb();
    short[] alpha = new short[argb.length];
    for (int i = 0; i < argb.length; i++) {
      alpha[i] = (short) (argb[i] >>> 24);
    }
    return planes(picture, Cicp.WRITTEN, alpha);
  }

  private static Planes planes(PixelImage picture, Cicp cicp, short[]... samples) {
    return new Planes(picture.width(), picture.height(), 8, 0, 0, samples, cicp);
  }

  static boolean isOpaque(PixelImage picture) {
    for (int pixel : picture.argb()) {
      if ((pixel >>> 24) != 255) {
        return false;
      }
    }
    return true;
  }
}
