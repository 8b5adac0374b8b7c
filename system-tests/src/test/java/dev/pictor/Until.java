package dev.pictor;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads. The limit is for what never happens, not for speed. */
final class Until {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);

  private Until() {}

  /** Returns as soon as a condition holds. */
  static void holds(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT) {
        fail("It never came to this: " + what);
      }
      // Long enough that a condition that moves the clock on does not run away from other threads.
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Returns as soon as a latch is open. */
  static void open(CountDownLatch latch) {
    try {
      if (!latch.await(LIMIT, TimeUnit.NANOSECONDS)) {
        fail("The latch was never opened");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Returns when those threads have ended that make the calls of clients. */
  static void theThreadsOfClientsEnd() {
    holds(
        "the threads of the client end",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("pictor-http")));
  }

  /**
   * Moves a clock on until all futures have ended; slowly, as a thread may be held up, and what it
   * does has a limit on that clock.
   */
  static void ended(TestTime time, Collection<? extends Future<?>> futures) {
    holds(
        "all have ended",
        () -> {
          time.advance(Duration.ofMillis(20));
          return futures.stream().allMatch(Future::isDone);
        });
  }

  /** The value of a future that ends. */
  static <T> T done(CompletableFuture<T> future) {
    try {
      return future.get(LIMIT, TimeUnit.NANOSECONDS);
    } catch (Exception e) {
      throw new AssertionError("The future did not end with a value", e);
    }
  }

  /** Returns when a thread has ended. */
  static void ended(Thread thread) {
    try {
      thread.join(TimeUnit.NANOSECONDS.toMillis(LIMIT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    if (thread.isAlive()) {
      AssertionError stuck = new AssertionError("The thread " + thread.getName() + " never ended");
      stuck.setStackTrace(thread.getStackTrace());
      throw stuck;
    }
  }
}
