package dev.pictor.benchmarks.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Map;

/** What this process uses from now on. */
final class Usage {
  private static final Path STATUS = Paths.get("/proc/self/status");

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> allocated;
  private final Map<Long, Long> threadCpu;
  private final long cpu;

  Usage() {
    threads.resetPeakThreadCount();
    allocated = allocated();
    threadCpu = threadCpu();
    cpu = system.getProcessCpuTime();
  }

  /** By thread, and so without compiling and collecting garbage. */
  private Map<Long, Long> threadCpu() {
    Map<Long, Long> all = new HashMap<>();
    for (long id : threads.getAllThreadIds()) {
      all.put(id, Math.max(0, threads.getThreadCpuTime(id)));
    }
    return all;
  }

  /** By thread. One that ends meanwhile takes its bytes along: pools keep theirs for a minute. */
  private Map<Long, Long> allocated() {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> all = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      all.put(ids[i], Math.max(0, bytes[i])); // -1 if it has just ended
    }
    return all;
  }

  /**
   * Tells it.
   *
   * @param batch by whose name
   * @param ownThreads which are there to measure only
   */
  void tell(String batch, int images, int ownThreads) throws IOException {
    double nanos = system.getProcessCpuTime() - cpu;
    double threadNanos = since(threadCpu, threadCpu());
    double bytes = since(allocated, allocated());
    Client.say(batch + "Images " + images);
    Client.say(batch + "CpuMicros " + nanos / 1e3 / images);
    Client.say(batch + "ThreadMicros " + threadNanos / 1e3 / images);
    Client.say(batch + "Bytes " + bytes / images);
    Client.say(batch + "Threads " + (threads.getPeakThreadCount() - ownThreads));
    Client.say("residentBytes " + resident());
  }

  private static double since(Map<Long, Long> before, Map<Long, Long> after) {
    double sum = 0;
    for (Map.Entry<Long, Long> thread : after.entrySet()) {
      sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    return sum;
  }

  /** The most since the process began. */
  private static long resident() throws IOException {
    for (String line : Files.readAllLines(STATUS, StandardCharsets.US_ASCII)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IOException(STATUS + " does not say how much memory there was at most");
  }
}
