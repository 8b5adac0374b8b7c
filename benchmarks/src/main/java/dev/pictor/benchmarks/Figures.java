package dev.pictor.benchmarks;

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
}
