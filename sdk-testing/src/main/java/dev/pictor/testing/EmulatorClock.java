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

  private final Object monitor = new Object();
  private long wakes;

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
   * Nothing announces that a client has hung up, so {@code over} is looked at every now and then,
   * by the waiting thread and under no lock.
   */
  final void awaitUntil(Instant moment, BooleanSupplier over) throws InterruptedException {
    while (true) {
      long heard = wakes();
      if (over.getAsBoolean()) {
        return;
      }
      Instant now = instant();
      if (!now.isBefore(moment)) {
        return;
      }
      synchronized (monitor) {
        // What changed since it was looked at has been announced, and must not be slept through.
        if (wakes == heard) {
          monitor.wait(millisToLook(now, moment));
        }
      }
    }
  }

  private long wakes() {
    synchronized (monitor) {
      return wakes;
    }
  }

  /** Makes all that wait on this clock look again at what they wait for. */
  final void wake() {
    synchronized (monitor) {
      wakes++;
      monitor.notifyAll();
    }
  }

  /** How long, in real time, a wait for {@code moment} may last without another look; not 0. */
  abstract long millisToLook(Instant now, Instant moment);

  @Override
  public final ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public final Clock withZone(ZoneId zone) {
    return new Elsewhere(this, zone);
  }

  /** The same time as people of another zone read it. */
  private static final class Elsewhere extends Clock {
    private final Clock clock;
    private final ZoneId zone;

    Elsewhere(Clock clock, ZoneId zone) {
      this.clock = clock;
      this.zone = zone;
    }

    @Override
    public Instant instant() {
      return clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new Elsewhere(clock, other);
    }
  }

  private static final class SystemClock extends EmulatorClock {
    private final Clock clock = Clock.systemUTC();

    @Override
    public Instant instant() {
      return clock.instant();
    }

    @Override
    long millisToLook(Instant now, Instant moment) {
      boolean soon = moment.isBefore(now.plusMillis(LOOK_EVERY_MILLIS));
      return soon ? Duration.between(now, moment).toMillis() + 1 : LOOK_EVERY_MILLIS;
    }
  }
}
