package dev.pictor.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
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
  private Map<Long, Long> before = Collections.emptyMap();

  /** For JMH, which creates it by its name. */
  public CpuTimeProfiler() {}

  @Override
  public String getDescription() {
    return "Processor time of the Java threads per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = cpuTimes();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double nanos = 0;
    for (Map.Entry<Long, Long> thread : cpuTimes().entrySet()) {
      nanos += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    long operations = Math.max(1, result.getMetadata().getAllOps());
    return Collections.singletonList(
        new ScalarResult(LABEL, nanos / operations, "ns/op", AggregationPolicy.AVG));
  }

  /** By thread: an idle one that ends takes what it did before the iteration along. */
  private Map<Long, Long> cpuTimes() {
    Map<Long, Long> times = new HashMap<>();
    for (long thread : threads.getAllThreadIds()) {
      times.put(thread, Math.max(0, threads.getThreadCpuTime(thread))); // -1 if it has just ended
    }
    return times;
  }
}
