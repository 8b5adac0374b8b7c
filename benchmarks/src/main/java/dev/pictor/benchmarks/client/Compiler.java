package dev.pictor.benchmarks.client;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** The compiler of this JVM, which lags behind: its threads take the processor from the rest. */
final class Compiler {
  private static final int MOST_LOOKS = 40;
  private static final long LOOK_MILLIS = 500;
  private static final long QUIET_MILLIS = 10;

  private Compiler() {}

  /** Waits until it has hardly anything left to do, for some seconds at most. */
  static void awaitQuiet() throws InterruptedException {
    CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
    long before = compilation.getTotalCompilationTime();
    for (int i = 0; i < MOST_LOOKS; i++) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      long now = compilation.getTotalCompilationTime();
      if (now - before < QUIET_MILLIS) {
        return;
      }
      before = now;
    }
  }
}
