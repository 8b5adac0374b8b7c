package dev.pictor.testing;

import java.util.ArrayList;
import java.util.List;

/** One layer of ground: a colour below a line, and the shapes that stand on it. */
final class Ridge {
  private final double[] tops;
  private final int colour;
  private final int crest;
  private final double crestDepth;
  private final List<Shape> shapes = new ArrayList<>();
  private double highest = Double.MAX_VALUE;
  private double lowest;

  /**
   * Makes a ridge whose colour begins as {@code crest} at the line and is {@code colour} from a
   * depth of {@code crestDepth} pixels on; 0 for a plain one.
   */
  Ridge(double[] tops, int colour, int crest, double crestDepth) {
    this.tops = tops;
    this.colour = colour;
    this.crest = crest;
    this.crestDepth = crestDepth;
    for (double top : tops) {
      highest = Math.min(highest, top);
      lowest = Math.max(lowest, top);
    }
  }

  /** The height of the line in this column, within the picture or not. */
  double top(double x) {
    return tops[(int) Math.max(0, Math.min(tops.length - 1, x))];
  }

  void add(Shape shape) {
    shapes.add(shape);
  }

  /** Whether nothing behind this ridge can be seen in that row. */
  boolean hidesRow(int y) {
    return y >= lowest;
  }

  void drawRow(int y, int[] rgb) {
    if (y + 1 > highest) {
      for (int x = 0; x < tops.length; x++) {
        double depth = y + 1 - tops[x];
        if (depth > 0) {
          int here = depth < crestDepth ? Rgb.mix(crest, colour, depth / crestDepth) : colour;
          rgb[x] = depth < 1 ? Rgb.mix(rgb[x], here, depth) : here;
        }
      }
    }
    for (Shape shape : shapes) {
      shape.drawRow(y, rgb);
    }
  }
}
