package dev.pictor.testing;

/** Colours as {@code 0xRRGGBB}. */
final class Rgb {
  static final int WHITE = 0xffffff;

  private Rgb() {}

  /** The colour with this hue in degrees, and this saturation and lightness within 0 and 1. */
  static int hsl(double hue, double saturation, double lightness) {
    return channel(hue, saturation, lightness, 0) << 16
        | channel(hue, saturation, lightness, 8) << 8
        | channel(hue, saturation, lightness, 4);
  }

  private static int channel(double hue, double saturation, double lightness, int offset) {
    double k = ((offset + hue / 30) % 12 + 12) % 12;
    double swing = saturation * Math.min(lightness, 1 - lightness);
    double value = lightness - swing * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
    return (int) Math.round(255 * Math.max(0, Math.min(1, value)));
  }

  /** The colour that lies {@code part} of the way from one to the other; 0 to 1. */
  static int mix(int from, int to, double part) {
    int weight = (int) (256 * part);
    if (weight <= 0) {
      return from;
    }
    if (weight >= 256) {
      return to;
    }
    int rest = 256 - weight;
    int redBlue = ((from & 0xff00ff) * rest + (to & 0xff00ff) * weight) >>> 8 & 0xff00ff;
    int green = ((from & 0x00ff00) * rest + (to & 0x00ff00) * weight) >>> 8 & 0x00ff00;
    return redBlue | green;
  }
}
