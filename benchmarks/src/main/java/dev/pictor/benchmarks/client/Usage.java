package dev.pictor.benchmarks.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What this process uses from now on. */
final class Usage {
  private static final Path STATUS = Paths.get("/proc/self/status");

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> allocated;
  private final Map<Long, Long> threadCpu;
  private final long cpu;
  private final long begun = System.nanoTime();

  Usage() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      pool.resetPeakUsage();
    }
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

  /** Tells in the middle what lives and which threads there are. */
  void lookAfter(int seconds) {
    Thread look =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(seconds);
              } catch (InterruptedException e) {
                return;
              }
              System.gc();
              long live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
              Client.say("liveBytes " + live);
              Client.say("threadNames " + names());
            },
            "look");
    look.setDaemon(true);
    look.start();
  }

  /** How many there are of each name, without its number. */
  private String names() {
    Map<String, Integer> names = new TreeMap<>();
    Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null)
        .map(thread -> thread.getThreadName().replaceAll("[-0-9. /:]+[0-9.]*$", ""))
        .forEach(name -> names.merge(name, 1, Integer::sum));
    return names.toString();
  }

  /** Tells it, by the name of a batch. */
  void tell(String batch, int images) throws IOException {
    double nanos = system.getProcessCpuTime() - cpu;
    double threadNanos = since(threadCpu, threadCpu());
    double bytes = since(allocated, allocated());
    Client.say(batch + "CpuMicros " + nanos / 1e3 / images);
    Client.say(batch + "ThreadMicros " + threadNanos / 1e3 / images);
    Client.say(batch + "Bytes " + bytes / images);
    Client.say(batch + "Seconds " + (System.nanoTime() - begun) / 1e9);
    Client.say(batch + "Threads " + threads.getPeakThreadCount());
    Client.say(batch + "HeapBytes " + heap());
    Client.say(batch + "ResidentBytes " + resident());
  }

  private static double since(Map<Long, Long> before, Map<Long, Long> after) {
    double sum = 0;
    for (Map.Entry<Long, Long> thread : after.entrySet()) {
      sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    return sum;
  }

  /** The most of each pool, which may have been at different moments. */
  private static long heap() {
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        bytes += pool.getPeakUsage().getUsed();
      }
    }
    return bytes;
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
