package dev.pictor.testing;

/** The lines that ridges follow: heights of a width, 0 at the line's foot and 1 at its highest. */
final class Ridges {
  private Ridges() {}

  /** Soft hills. */
  static double[] rolling(Chance chance, int width, double waves) {
    double[] phases = new double[3];
    for (int i = 0; i < phases.length; i++) {
      phases[i] = chance.between(0, 2 * Math.PI);
    }
    double[] line = new double[width];
    for (int x = 0; x < width; x++) {
      double t = 2 * Math.PI * waves * x / width;
      double sum =
          Math.sin(t + phases[0])
              + 0.5 * Math.sin(2.1 * t + phases[1])
              + 0.2 * Math.sin(4.7 * t + phases[2]);
      line[x] = 0.5 + sum / 3.4;
    }
    return line;
  }

  /** Mountains: ever smaller peaks between larger ones. */
  static double[] jagged(Chance chance, int width, int peaks) {
    double[] line = new double[width];
    double weight = 0.62;
    for (int points = peaks; points < width && weight > 0.01; points *= 2) {
      double[] heights = new double[points + 2];
      for (int i = 0; i < heights.length; i++) {
        // The first, largest ones alternate, so that there are valleys between them.
        heights[i] =
            points == peaks
                ? (i % 2 == 0 ? chance.between(0, 0.25) : chance.between(0.7, 1))
                : chance.between(0, 1);
      }
      for (int x = 0; x < width; x++) {
        double at = (double) x * points / width;
        int left = (int) at;
        line[x] += weight * (heights[left] + (heights[left + 1] - heights[left]) * (at - left));
      }
      weight *= 0.42;
    }
    return line;
  }

  /** Roofs of houses side by side. */
  static double[] stepped(Chance chance, int width, int houses) {
    double[] line = new double[width];
    double height = 0;
    int end = 0;
    for (int x = 0; x < width; x++) {
      if (x >= end) {
        height = chance.between(0.15, 1);
        end = x + (int) Math.max(2, chance.between(0.5, 1.4) * width / houses);
      }
      line[x] = height;
    }
    return line;
  }
}
