package dev.pictor.benchmarks.client;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Looks ten times a second at what goes up and down. */
final class Sampler {
  private static final long MILLIS = 100;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Thread thread = new Thread(this::sample, "sampler");
  private final long liveAtNanos;
  private volatile boolean isEnded;
  private long heap;
  private long live;
  private int mostThreads;
  private String names = "";

  /**
   * Starts it.
   *
   * @param liveAfterSeconds when to collect garbage and to see what is left; never, if 0
   */
  Sampler(int liveAfterSeconds) {
    liveAtNanos =
        liveAfterSeconds == 0
            ? Long.MAX_VALUE
            : System.nanoTime() + TimeUnit.SECONDS.toNanos(liveAfterSeconds);
    thread.setDaemon(true);
    thread.start();
  }

  private void sample() {
    while (!isEnded) {
      heap = Math.max(heap, used());
      int count = threads.getThreadCount() - 1; // this one
      if (count > mostThreads) {
        mostThreads = count;
        names = names();
      }
      if (live == 0 && System.nanoTime() - liveAtNanos > 0) {
        System.gc();
        live = used();
      }
      try {
        TimeUnit.MILLISECONDS.sleep(MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** How many there are of each name, without its number. */
  private String names() {
    Map<String, Integer> all = new TreeMap<>();
    Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(one -> one != null && !one.getThreadName().equals("sampler"))
        .map(one -> one.getThreadName().replaceAll("[-0-9. /:]+[0-9.]*$", ""))
        .forEach(name -> all.merge(name, 1, Integer::sum));
    return all.toString();
  }

  /** Ends it and tells what it has seen. */
  void tell() throws InterruptedException {
    isEnded = true;
    thread.join();
    Client.say("heapBytes " + heap);
    Client.say("liveBytes " + live);
    Client.say("threadNames " + names);
  }
}
