package dev.pictor.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

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
  private final AtomicReference<Instant> now;

  ManualClock(Instant start) {
    this.now = new AtomicReference<>(start);
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
    now.updateAndGet(before -> before.plus(step));
    wake();
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  long millisToLook(Instant from, Instant moment) {
    return LOOK_EVERY_MILLIS;
  }
}
