package dev.pictor.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What is read of a result. */
final class Figures {
  /** Processor time of an operation. */
  static final String CPU = CpuTimeProfiler.LABEL;

  /** What an operation allocates. */
  static final String BYTES = "gc.alloc.rate.norm";

  private Figures() {}

  /** Of all iterations: other work on the machine makes some of them slow. */
  static double median(RunResult result, String label) {
    Result<?> figure = result.getSecondaryResults().get(label);
    if (figure == null) {
      throw new IllegalStateException("There is no " + label + ", which this JVM may not measure");
    }
    return figure.getStatistics().getPercentile(50);
  }

  static double[] ratios(double[] subject, double[] reference) {
    double[] ratios = new double[subject.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = subject[i] / reference[i];
    }
    return ratios;
  }

  static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static String spread(double[] figures) {
    double least = Arrays.stream(figures).min().orElse(Double.NaN);
    double most = Arrays.stream(figures).max().orElse(Double.NaN);
    return String.format(Locale.ROOT, "(%.2f-%.2f)", least, most);
  }
}
