package dev.pictor.benchmarks.figures;

import java.util.Arrays;
import java.util.Locale;

/** Figures with one value for each round. */
public final class Rounds {
  private Rounds() {}

  /** One for each round. */
  public static double[] ratios(double[] subject, double[] reference) {
    double[] ratios = new double[subject.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = subject[i] / reference[i];
    }
    return ratios;
  }

  /** The middle one. */
  public static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The lowest and the highest, in brackets. */
  public static String spread(double[] figures) {
    double least = Arrays.stream(figures).min().orElse(Double.NaN);
    double most = Arrays.stream(figures).max().orElse(Double.NaN);
    return String.format(Locale.ROOT, "(%.2f-%.2f)", least, most);
  }
}
