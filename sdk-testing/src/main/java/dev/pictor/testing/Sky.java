package dev.pictor.testing;

import java.util.ArrayList;
import java.util.List;

/** What is above the ground: a gradient, a sun or moon with its glow, and clouds or stars. */
final class Sky {
  private final Palette palette;
  private final int height;
  private final double lightX;
  private final double lightY;
  private final double radius;
  private final List<Shape> shapes = new ArrayList<>();

  Sky(Chance chance, Palette palette, int width, int height) {
    double unit = Math.min(width, height);
    this.palette = palette;
    this.height = height;
    this.lightX = width * chance.between(0.2, 0.8);
    this.lightY = height * chance.between(0.2, 0.42);
    this.radius = unit * chance.between(0.055, 0.11);
    if (palette.night) {
      stars(chance, width, unit);
    }
    shapes.add(Shape.disc(lightX, lightY, radius, palette.light));
    if (palette.night) {
      craters(chance);
    } else {
      clouds(chance, width, unit);
    }
  }

  double lightX() {
    return lightX;
  }

  void drawRow(int y, int[] rgb) {
    double down = Math.min(1, (y + 0.5) / (0.72 * height));
    int colour = Rgb.mix(palette.skyTop, palette.skyLow, down);
    double reach = radius * 4.5;
    double dy = y + 0.5 - lightY;
    for (int x = 0; x < rgb.length; x++) {
      double dx = x + 0.5 - lightX;
      double near = 1 - (dx * dx + dy * dy) / (reach * reach);
      rgb[x] = near > 0 ? Rgb.mix(colour, palette.light, 0.55 * near * near) : colour;
    }
    for (Shape shape : shapes) {
      shape.drawRow(y, rgb);
    }
  }

  private void craters(Chance chance) {
    for (int i = 0; i < 5; i++) {
      double angle = chance.between(0, 2 * Math.PI);
      double away = radius * chance.between(0.1, 0.7);
      double size = radius * chance.between(0.08, 0.2);
      int shade = Rgb.mix(palette.light, palette.skyLow, 0.22);
      shapes.add(
          Shape.disc(
              lightX + away * Math.cos(angle), lightY + away * Math.sin(angle), size, shade));
    }
  }

  private void stars(Chance chance, int width, double unit) {
    for (int i = 0; i < 70; i++) {
      double size = unit * chance.between(0.0012, 0.0036);
      shapes.add(
          Shape.disc(
              chance.between(0, width), chance.between(0, 0.6) * height, size, palette.light));
    }
  }

  private void clouds(Chance chance, int width, double unit) {
    int count = 2 + chance.below(4);
    for (int i = 0; i < count; i++) {
      double size = unit * chance.between(0.03, 0.06);
      double x = chance.between(0, width);
      double y = chance.between(0.12, 0.45) * height;
      int puffs = 3 + chance.below(3);
      for (int puff = 0; puff < puffs; puff++) {
        double swell = Math.sin(Math.PI * (puff + 0.7) / (puffs + 0.4));
        double puffRadius = size * (0.45 + 0.55 * swell);
        shapes.add(Shape.disc(x + puff * size * 0.95, y - puffRadius, puffRadius, palette.cloud));
      }
      shapes.add(
          Shape.box(
              palette.cloud, x - size * 0.3, y - size * 0.7, x + (puffs - 0.7) * size * 0.95, y));
    }
  }
}
