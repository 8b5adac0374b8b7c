package dev.pictor.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The paper around the picture, which says that no model made it: below it, the mark of the
 * provider and the 64 bits of the seed, highest first.
 */
final class Frame {
  private static final int PAPER = 0xf7f4ec;
  private static final int UNSET = 0xe2ddd0;
  private static final int SMALLEST = 48;
  private static final int COLUMNS = 16;
  private static final int ROWS = 4;

  private final int width;
  private final int height;
  private final int side;
  private final int foot;
  private final List<Shape> shapes = new ArrayList<>();

  Frame(long seed, String provider, Palette palette, int width, int height) {
    this.width = width;
    this.height = height;
    int unit = Math.min(width, height);
    // On a stamp there is no room for it.
    boolean fits = unit >= SMALLEST;
    this.side = fits ? Math.max(2, Math.round(unit * 0.03f)) : 0;
    this.foot = fits ? Math.max(10, Math.round(unit * 0.11f)) : 0;
    if (fits) {
      int ink = Rgb.mix(palette.near, palette.far, 0.15);
      double box = Math.floor((foot - side) * 0.92);
      double top = height - foot + (foot - box) / 2;
      seedBits(seed, ink, top, box);
      Marks.add(shapes, provider, ink, side + box / 2, top + box / 2, box / 2);
    }
  }

  /** Whether nothing behind the frame can be seen in that row. */
  boolean hidesRow(int y) {
    return y < side || y >= height - foot;
  }

  void drawRow(int y, int[] rgb) {
    if (side == 0) {
      return;
    }
    if (!hidesRow(y)) {
      Arrays.fill(rgb, 0, side, PAPER);
      Arrays.fill(rgb, width - side, width, PAPER);
      return;
    }
    Arrays.fill(rgb, PAPER);
    for (Shape shape : shapes) {
      shape.drawRow(y, rgb);
    }
  }

  private void seedBits(long seed, int ink, double top, double box) {
    double cell = box / ROWS;
    double left = width - side - COLUMNS * cell;
    // Too narrow for blocks and mark: the mark is worth more.
    if (left < side + box * 1.2) {
      return;
    }
    double gap = cell >= 4 ? Math.max(1, Math.floor(cell * 0.2)) : 0;
    for (int bit = 0; bit < 64; bit++) {
      boolean set = (seed >>> (63 - bit) & 1) == 1;
      int column = bit % COLUMNS;
      int row = bit / COLUMNS;
      double x = Math.floor(left + column * cell);
      double y = Math.floor(top + row * cell);
      double size = Math.floor(cell) - gap;
      shapes.add(Shape.box(set ? ink : UNSET, x, y, x + size, y + size));
    }
  }
}
