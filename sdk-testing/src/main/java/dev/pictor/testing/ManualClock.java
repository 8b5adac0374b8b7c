package dev.pictor.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * A clock that only a test moves.
 *
 * <pre>{@code
 * ManualClock clock = EmulatorClock.manual();
 * clock.advance(Duration.ofSeconds(2));
 * }</pre>
 *
 * @see EmulatorClock#manual()
 */
public final class ManualClock extends EmulatorClock {
  private final Object monitor = new Object();
  private Instant now;

  ManualClock(Instant start) {
    this.now = start;
  }

  /**
   * Moves this clock forwards; whatever became due happens at the next look at it.
   *
   * @throws IllegalArgumentException if {@code step} is negative
   */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("time moves forwards only: " + step);
    }
    synchronized (monitor) {
      now = now.plus(step);
      monitor.notifyAll();
    }
  }

  @Override
  public Instant instant() {
    synchronized (monitor) {
      return now;
    }
  }

  @Override
  void awaitUntil(Instant moment, BooleanSupplier over) throws InterruptedException {
    synchronized (monitor) {
      while (now.isBefore(moment) && !over.getAsBoolean()) {
        monitor.wait(LOOK_EVERY_MILLIS);
      }
    }
  }

  @Override
  void wake() {
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }
}
