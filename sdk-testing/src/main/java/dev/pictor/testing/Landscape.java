package dev.pictor.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * The picture itself: a framed landscape. The prompt chooses its colours and its kind, prompt and
 * seed how it lies.
 */
final class Landscape implements Pixels {
  private final int width;
  private final int height;
  private final double unit;
  private final Palette palette;
  private final Sky sky;
  private final Frame frame;
  private final List<Ridge> ridges = new ArrayList<>();

  Landscape(String prompt, long seed, String provider, int width, int height) {
    this.width = width;
    this.height = height;
    this.unit = Math.min(width, height);
    Chance look = new Chance(Chance.hash(prompt));
    this.palette = Palette.pick(look);
    int kind = look.below(5);
    Chance chance = new Chance(Chance.hash(prompt) ^ Chance.mix(seed + 1));
    this.sky = new Sky(chance, palette, width, height);
    this.frame = new Frame(seed, provider, palette, width, height);
    switch (kind) {
      case 0:
        hills(chance);
        break;
      case 1:
        mountains(chance);
        break;
      case 2:
        sea(chance);
        break;
      case 3:
        city(chance);
        break;
      default:
        dunes(chance);
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void row(int y, int[] rgb) {
    if (frame.hidesRow(y)) {
      frame.drawRow(y, rgb);
      return;
    }
    int first = ridges.size() - 1;
    while (first >= 0 && !ridges.get(first).hidesRow(y)) {
      first--;
    }
    if (first < 0) {
      sky.drawRow(y, rgb);
      first = 0;
    }
    for (int i = first; i < ridges.size(); i++) {
      ridges.get(i).drawRow(y, rgb);
    }
    frame.drawRow(y, rgb);
  }

  private void hills(Chance chance) {
    for (int i = 0; i < 4; i++) {
      double[] line = Ridges.rolling(chance, width, chance.between(0.6, 1.3));
      Ridge ridge = ridge(line, 0.60 + 0.11 * i, 0.13, i / 3.0);
      int trees = i == 0 ? 0 : 4 + chance.below(6);
      for (int tree = 0; tree < trees; tree++) {
        double size = unit * chance.between(0.035, 0.06) * (1 + 0.45 * i);
        pine(ridge, chance.between(0, width), size, tone(i / 3.0 + 0.16));
      }
    }
  }

  private void pine(Ridge ridge, double x, double size, int colour) {
    double foot = ridge.top(x) + size * 0.08;
    ridge.add(Shape.box(colour, x - size * 0.05, foot - size * 0.3, x + size * 0.05, foot));
    for (int i = 0; i < 3; i++) {
      double low = foot - size * (0.15 + 0.27 * i);
      double half = size * (0.30 - 0.07 * i);
      ridge.add(Shape.polygon(colour, x, low - size * 0.42, x + half, low, x - half, low));
    }
  }

  private void mountains(Chance chance) {
    for (int i = 0; i < 3; i++) {
      double[] line = Ridges.jagged(chance, width, 4 + chance.below(3) + i);
      ridge(line, 0.70 + 0.11 * i, 0.36 - 0.10 * i, i / 2.6, unit * (0.12 - 0.04 * i));
    }
    double[] shore = Ridges.rolling(chance, width, 0.5);
    ridge(shore, 0.93, 0.06, 1);
  }

  private void sea(Chance chance) {
    ridge(Ridges.jagged(chance, width, 3 + chance.below(4)), 0.63, 0.16, 0.15);
    Ridge water = null;
    double horizon = 0.62;
    for (int i = 0; i < 6; i++) {
      double[] line = Ridges.rolling(chance, width, 2.5 + 4.0 / (i + 1));
      water = ridge(line, horizon, i == 0 ? 0 : 0.008 * i, 0.25 + 0.14 * i);
      horizon += 0.028 * (i + 1);
      glitter(chance, water, i);
      if (i == 1 + chance.below(3)) {
        boat(water, chance.between(0.2, 0.8) * width, unit * chance.between(0.1, 0.16));
      }
    }
  }

  /** The light's way over the water. */
  private void glitter(Chance chance, Ridge water, int wave) {
    for (int i = 0; i < 7; i++) {
      double reach = unit * (0.03 + 0.02 * wave);
      double x = sky.lightX() + chance.between(-1, 1) * reach;
      double y = water.top(x) + unit * chance.between(0.004, 0.022 * (wave + 1));
      double half = unit * chance.between(0.01, 0.03 + 0.008 * wave);
      double thick = unit * 0.0022 * (1 + wave * 0.5);
      water.add(Shape.polygon(palette.light, x, y - thick, x + half, y, x, y + thick, x - half, y));
    }
  }

  private void boat(Ridge water, double x, double size) {
    double y = water.top(x) + size * 0.04;
    int hull = tone(1);
    water.add(
        Shape.polygon(
            hull,
            x - size * 0.42,
            y - size * 0.16,
            x + size * 0.46,
            y - size * 0.16,
            x + size * 0.30,
            y,
            x - size * 0.30,
            y));
    water.add(
        Shape.polygon(
            Rgb.WHITE,
            x + size * 0.02,
            y - size * 1.05,
            x + size * 0.40,
            y - size * 0.22,
            x + size * 0.02,
            y - size * 0.22));
    water.add(
        Shape.polygon(
            palette.light,
            x - size * 0.03,
            y - size * 0.92,
            x - size * 0.03,
            y - size * 0.22,
            x - size * 0.34,
            y - size * 0.22));
  }

  private void city(Chance chance) {
    for (int i = 0; i < 3; i++) {
      int houses = 14 - 3 * i;
      double[] line = Ridges.stepped(chance, width, houses);
      Ridge ridge = ridge(line, 0.86 + 0.05 * i, 0.42 - 0.12 * i, i / 2.2);
      windows(chance, ridge, unit * (0.012 + 0.005 * i), 0.90 + 0.05 * i);
    }
  }

  private void windows(Chance chance, Ridge ridge, double size, double foot) {
    int columns = (int) (width / (size * 2.4));
    for (int column = 0; column < columns; column++) {
      double x = (column + 0.5) * size * 2.4;
      double roof = Math.max(ridge.top(x - size), ridge.top(x + size));
      for (double y = roof + size; y < foot * height && size > 1.5; y += size * 2.6) {
        if (chance.below(3) == 0) {
          ridge.add(Shape.box(palette.light, x - size / 2, y, x + size / 2, y + size * 1.3));
        }
      }
    }
  }

  private void dunes(Chance chance) {
    for (int i = 0; i < 5; i++) {
      double[] line = Ridges.rolling(chance, width, chance.between(0.35, 0.8));
      double place = 0.58 + 0.095 * i;
      ridge(line, place, 0.16, i / 4.0, unit * 0.16);
    }
  }

  private Ridge ridge(double[] line, double place, double swing, double nearness) {
    return ridge(line, place, swing, nearness, 0);
  }

  /** Adds a ridge in front of the others, from 0 at the horizon to 1 at our feet. */
  private Ridge ridge(
      double[] line, double place, double swing, double nearness, double crestDepth) {
    double[] tops = new double[line.length];
    for (int x = 0; x < tops.length; x++) {
      tops[x] = place * height - swing * line[x] * unit;
    }
    int crest = Rgb.mix(tone(nearness), palette.light, 0.55);
    Ridge ridge = new Ridge(tops, tone(nearness), crest, crestDepth);
    ridges.add(ridge);
    return ridge;
  }

  /** Distance takes colours towards that of the sky. */
  private int tone(double nearness) {
    int ground = Rgb.mix(palette.far, palette.near, nearness);
    return Rgb.mix(ground, palette.skyLow, 0.35 * Math.max(0, 1 - nearness));
  }
}
