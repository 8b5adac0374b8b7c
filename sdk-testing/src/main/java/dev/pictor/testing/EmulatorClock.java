package dev.pictor.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;

/**
 * The time that an emulator lives in: everything that takes time there (a job's wait in the queue,
 * its run, a held-back reply) is measured on it.
 *
 * <p>Programs use {@link #system()}, where a job takes as long as it says. Tests use {@link
 * #manual()}, where no time passes until the test says so:
 *
 * <pre>{@code
 * ManualClock clock = EmulatorClock.manual();
 * try (FalEmulator fal = FalEmulator.builder().clock(clock).start()) {
 *   ... // submit: the job waits
 *   clock.advance(Duration.ofSeconds(1)); // now it runs
 * }
 * }</pre>
 */
public abstract class EmulatorClock extends Clock {

  static final int LOOK_EVERY_MILLIS = 100;

  EmulatorClock() {}

  /** Returns the clock on which time passes by itself. */
  public static EmulatorClock system() {
    return new SystemClock();
  }

  /** Returns a clock that stands still at the start of 2026 until it is moved. */
  public static ManualClock manual() {
    return new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /**
   * Blocks until this clock has reached {@code moment} or {@code over} holds, whichever is first.
   * Nothing announces that a client has hung up, so {@code over} is looked at every now and then.
   */
  abstract void awaitUntil(Instant moment, BooleanSupplier over) throws InterruptedException;

  /** Makes all that wait on this clock look again at what they wait for. */
  abstract void wake();

  @Override
  public final ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public final Clock withZone(ZoneId zone) {
    return Clock.tick(this, Duration.ofNanos(1)).withZone(zone);
  }

  private static final class SystemClock extends EmulatorClock {
    private final Clock clock = Clock.systemUTC();
    private final Object monitor = new Object();

    @Override
    public Instant instant() {
      return clock.instant();
    }

    @Override
    void awaitUntil(Instant moment, BooleanSupplier over) throws InterruptedException {
      synchronized (monitor) {
        while (!over.getAsBoolean()) {
          Instant now = instant();
          if (!now.isBefore(moment)) {
            return;
          }
          boolean soon = moment.isBefore(now.plusMillis(LOOK_EVERY_MILLIS));
          // One more than is left: a wait of zero would be a wait for ever.
          monitor.wait(soon ? Duration.between(now, moment).toMillis() + 1 : LOOK_EVERY_MILLIS);
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
}
