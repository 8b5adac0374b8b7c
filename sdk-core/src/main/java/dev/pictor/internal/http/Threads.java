package dev.pictor.internal.http;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Named daemon threads, so that a program ends when its work is done. */
final class Threads {
  /** How long a thread is kept that has nothing to do. */
  static final long IDLE_SECONDS = 5;

  private Threads() {}

  /** Makes daemon threads named {@code name-1}, {@code name-2} ... */
  static ThreadFactory named(String name) {
    return named(name, Thread::new);
  }

  /** The same, of another kind. */
  static ThreadFactory named(String name, BiFunction<Runnable, String, Thread> made) {
    AtomicInteger count = new AtomicInteger();
    return task -> daemon(made.apply(task, name + "-" + count.incrementAndGet()));
  }

  /** Starts one for one task. */
  static void start(String name, Runnable task) {
    daemon(new Thread(task, name)).start();
  }

  private static Thread daemon(Thread thread) {
    thread.setDaemon(true);
    return thread;
  }

  /** As many threads as there are tasks at once, which whoever gives the tasks has to bound. */
  static ThreadPoolExecutor unbounded(String name) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        named(name));
  }

  /** At most this many threads; further tasks wait in a queue. */
  static ThreadPoolExecutor bounded(String name, int threads) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named(name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
