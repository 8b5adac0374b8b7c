package dev.pictor.testing;

/** The colours of one picture: an hour of the day in a hue of its own. */
final class Palette {
  final int skyTop;
  final int skyLow;
  final int light;
  final int far;
  final int near;
  final int cloud;
  final boolean night;

  private Palette(int skyTop, int skyLow, int light, int far, int near, int cloud, boolean night) {
    this.skyTop = skyTop;
    this.skyLow = skyLow;
    this.light = light;
    this.far = far;
    this.near = near;
    this.cloud = cloud;
    this.night = night;
  }

  static Palette pick(Chance chance) {
    // From cyan over blue and red to yellow: a green sky looks like a mistake.
    double hue = chance.between(185, 405);
    // Nor does it turn into one towards the horizon.
    boolean up = hue < 245 || (hue < 350 && chance.below(2) == 0);
    double turn = chance.between(25, 60) * (up ? 1 : -1);
    double ground = hue + chance.between(90, 270);
    switch (chance.below(4)) {
      case 0:
        return day(hue, turn, ground, 0.50, 0.86, 0.96);
      case 1:
        return day(hue, turn, ground, 0.62, 0.84, 0.93);
      case 2:
        return new Palette(
            Rgb.hsl(hue, 0.50, 0.28),
            Rgb.hsl(hue + turn, 0.88, 0.66),
            Rgb.hsl(hue + turn, 0.95, 0.90),
            Rgb.hsl(hue + turn / 2, 0.45, 0.44),
            Rgb.hsl(hue - turn / 3, 0.55, 0.11),
            Rgb.hsl(hue + turn / 2, 0.70, 0.72),
            false);
      default:
        return new Palette(
            Rgb.hsl(hue, 0.60, 0.10),
            Rgb.hsl(hue + turn, 0.50, 0.36),
            Rgb.hsl(hue + 180, 0.35, 0.93),
            Rgb.hsl(hue + turn / 2, 0.42, 0.26),
            Rgb.hsl(hue, 0.55, 0.06),
            Rgb.hsl(hue + turn, 0.40, 0.44),
            true);
    }
  }

  private static Palette day(
      double hue, double turn, double ground, double top, double low, double light) {
    return new Palette(
        Rgb.hsl(hue, 0.62, top),
        Rgb.hsl(hue + turn, 0.80, low),
        Rgb.hsl(48, 0.95, light - 0.06),
        Rgb.hsl(ground, 0.34, 0.62),
        Rgb.hsl(ground + turn / 2, 0.55, 0.19),
        Rgb.hsl(hue + turn, 0.70, 0.95),
        false);
  }
}
