package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Chance that repeats itself, and no clock: whoever uses it says what time it is. */
final class SeededTime implements Time {
  private final Random random;

  SeededTime(long seed) {
    random = new Random(seed);
  }

  @Override
  public long nanos() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant now() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double chance() {
    return random.nextDouble();
  }
}
