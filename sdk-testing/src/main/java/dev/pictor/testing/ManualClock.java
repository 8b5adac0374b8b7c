package dev.pictor.testing;

import java.time.Duration;
import java.time.Instant;

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
  private volatile Instant now;

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
    // Reading the time takes no lock: very many threads may wait on this clock.
    synchronized (this) {
      now = now.plus(step);
    }
    wake();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  long millisToLook(Instant from, Instant moment) {
    return LOOK_EVERY_MILLIS;
  }
}
