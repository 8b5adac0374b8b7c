package dev.pictor.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.Collections;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time of an operation: unlike the time on the clock it hardly depends on what else
 * the machine does meanwhile. Compiling and collecting garbage are no Java threads and not counted.
 */
public final class CpuTimeProfiler implements InternalProfiler {
  /** The name of the result. */
  static final String LABEL = "cpu.norm";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long before;

  /** For JMH, which creates it by its name. */
  public CpuTimeProfiler() {}

  @Override
  public String getDescription() {
    return "Processor time of the Java threads per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = cpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double nanos = cpuTime() - before;
    long operations = Math.max(1, result.getMetadata().getAllOps());
    return Collections.singletonList(
        new ScalarResult(LABEL, nanos / operations, "ns/op", AggregationPolicy.AVG));
  }

  private long cpuTime() {
    long sum = 0;
    for (long thread : threads.getAllThreadIds()) {
      sum += Math.max(0, threads.getThreadCpuTime(thread)); // -1 for one that has just ended
    }
    return sum;
  }
}
