package dev.pictor.testing;

/** A flat shape of one colour with smooth edges, drawn row by row. */
final class Shape {
  private final int colour;
  private final double left;
  private final double top;
  private final double right;
  private final double bottom;
  // Of each edge, the unit normal that points inwards and the distance to the origin; a disc has
  // none, and its centre and radius follow from the bounds.
  private final double[] edges;

  private Shape(int colour, double left, double top, double right, double bottom, double[] edges) {
    this.colour = colour;
    this.left = left;
    this.top = top;
    this.right = right;
    this.bottom = bottom;
    this.edges = edges;
  }

  static Shape disc(double x, double y, double radius, int colour) {
    return new Shape(colour, x - radius, y - radius, x + radius, y + radius, new double[0]);
  }

  /** A convex polygon; its corners run clockwise, x before y. */
  static Shape polygon(int colour, double... corners) {
    int count = corners.length / 2;
    double[] edges = new double[3 * count];
    double left = corners[0];
    double right = corners[0];
    double top = corners[1];
    double bottom = corners[1];
    for (int i = 0; i < count; i++) {
      double x = corners[2 * i];
      double y = corners[2 * i + 1];
      double toX = corners[2 * ((i + 1) % count)] - x;
      double toY = corners[2 * ((i + 1) % count) + 1] - y;
      double length = Math.max(1e-9, Math.hypot(toX, toY));
      edges[3 * i] = -toY / length;
      edges[3 * i + 1] = toX / length;
      edges[3 * i + 2] = (x * toY - y * toX) / length;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    return new Shape(colour, left, top, right, bottom, edges);
  }

  static Shape box(int colour, double left, double top, double right, double bottom) {
    return polygon(colour, left, top, right, top, right, bottom, left, bottom);
  }

  void drawRow(int y, int[] rgb) {
    if (y + 1 < top || y > bottom) {
      return;
    }
    int end = (int) Math.min(rgb.length, Math.ceil(right) + 1);
    for (int x = (int) Math.max(0, Math.floor(left)); x < end; x++) {
      double inside = edges.length == 0 ? insideDisc(x, y) : insidePolygon(x, y);
      if (inside > -0.5) {
        rgb[x] = Rgb.mix(rgb[x], colour, inside + 0.5);
      }
    }
  }

  private double insideDisc(int x, int y) {
    double radius = (right - left) / 2;
    return radius - Math.hypot(x + 0.5 - left - radius, y + 0.5 - top - radius);
  }

  private double insidePolygon(int x, int y) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < edges.length; i += 3) {
      least = Math.min(least, edges[i] * (x + 0.5) + edges[i + 1] * (y + 0.5) + edges[i + 2]);
    }
    return least;
  }
}
