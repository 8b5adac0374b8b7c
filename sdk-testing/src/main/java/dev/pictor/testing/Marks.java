package dev.pictor.testing;

import java.util.List;

/** A mark for each provider, drawn and not written: servers have no fonts. */
final class Marks {
  private static final int ACCENT_OF_FAL = 0xe8553a;
  private static final int ACCENT_OF_REPLICATE = 0x3a7fe8;

  private Marks() {}

  /** Adds the mark around a centre, reaching {@code r} from it. */
  static void add(List<Shape> shapes, String provider, int ink, double x, double y, double r) {
    switch (provider) {
      case "fal":
        spark(shapes, x, y, r);
        break;
      case "replicate":
        copies(shapes, ink, x, y, r);
        break;
      default:
        rings(shapes, ink, Chance.hash(provider), x, y, r);
    }
  }

  /** A spark: two slim diamonds across each other, and a dot. */
  private static void spark(List<Shape> shapes, double x, double y, double r) {
    double slim = r * 0.30;
    shapes.add(Shape.polygon(ACCENT_OF_FAL, x, y - r, x + slim, y, x, y + r, x - slim, y));
    shapes.add(Shape.polygon(ACCENT_OF_FAL, x, y - slim, x + r, y, x, y + slim, x - r, y));
    shapes.add(Shape.disc(x + r * 0.62, y - r * 0.62, r * 0.2, ACCENT_OF_FAL));
  }

  /** A sheet and its copies. */
  private static void copies(List<Shape> shapes, int ink, double x, double y, double r) {
    double size = r * 1.2;
    for (int i = 0; i < 3; i++) {
      double left = x - r + i * r * 0.4;
      double top = y - r + i * r * 0.4;
      int colour = Rgb.mix(ACCENT_OF_REPLICATE, Rgb.mix(ink, Rgb.WHITE, 0.6), 0.5 - 0.25 * i);
      shapes.add(Shape.box(Rgb.WHITE, left - 1, top - 1, left + size + 1, top + size + 1));
      shapes.add(Shape.box(colour, left, top, left + size, top + size));
    }
  }

  /** Rings in a colour that belongs to the name, for those who have no mark. */
  private static void rings(List<Shape> shapes, int ink, long hash, double x, double y, double r) {
    int colour = Rgb.hsl(new Chance(hash).between(0, 360), 0.6, 0.45);
    int[] colours = {colour, Rgb.WHITE, ink, Rgb.WHITE, colour};
    for (int i = 0; i < colours.length; i++) {
      shapes.add(Shape.disc(x, y, r * (1 - 0.2 * i), colours[i]));
    }
  }
}
