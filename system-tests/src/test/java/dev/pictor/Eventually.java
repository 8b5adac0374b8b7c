package dev.pictor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. The limit is for broken code only. */
final class Eventually {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);

  private Eventually() {}

  static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT) {
        throw new AssertionError("did not happen: " + what);
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
