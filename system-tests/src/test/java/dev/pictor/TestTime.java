package dev.pictor;

import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A time that does not pass. Short waits, those between two polls or two tries, are over at once;
 * long ones, the deadlines, last until a test moves the clock.
 */
public final class TestTime implements Time, AutoCloseable {
  /** Waits of at least this long last until the clock is moved. */
  static final Duration LONG = Duration.ofMillis(4500);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "test-time");
            made.setDaemon(true);
            return made;
          });
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong((Waiting w) -> w.due).thenComparing(w -> w.id));
  private final List<Duration> waits = new ArrayList<>();
  private Optional<Random> chances = Optional.empty();
  private final AtomicInteger busy = new AtomicInteger();
  private boolean holdsShortWaits;
  private boolean refusesWaits;
  private Optional<Duration> refusesOnce = Optional.empty();
  private Duration slept = Duration.ZERO;
  private Duration skipped = Duration.ZERO;
  private long now;
  private long ids;

  private static final class Waiting {
    final long due;
    final Duration delay;
    final long id;
    final Runnable task;
    boolean canceled;

    Waiting(long due, Duration delay, long id, Runnable task) {
      this.due = due;
      this.delay = delay;
      this.id = id;
      this.task = task;
    }
  }

  @Override
  public synchronized long nanos() {
    return now;
  }

  /** As far from the start of the emulators' manual clock as this clock was moved. */
  @Override
  public synchronized Instant now() {
    return Instant.parse("2026-01-01T00:00:00Z").plusNanos(now).plus(slept);
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    Waiting one;
    synchronized (this) {
      if (refusesWaits) {
        throw noThread();
      }
      if (refusesOnce.filter(delay::equals).isPresent()) {
        refusesOnce = Optional.empty();
        throw noThread();
      }
      one = new Waiting(now + delay.toNanos(), delay, ids++, task);
      waits.add(delay);
      if (holdsShortWaits || delay.compareTo(LONG) >= 0) {
        waiting.add(one);
        return () -> cancel(one);
      }
    }
    busy.incrementAndGet();
    thread.execute(
        () -> {
          try {
            skip(one);
          } finally {
            busy.decrementAndGet();
          }
        });
    return () -> cancel(one);
  }

  private synchronized void cancel(Waiting one) {
    one.canceled = true;
    waiting.remove(one);
  }

  private void skip(Waiting one) {
    synchronized (this) {
      if (!one.canceled) {
        skipped = skipped.plus(one.delay);
      }
    }
    run(one);
  }

  private void run(Waiting one) {
    synchronized (this) {
      if (one.canceled) {
        return;
      }
    }
    one.task.run();
  }

  @Override
  public synchronized double chance() {
    return chances.isPresent() ? chances.get().nextDouble() : 0.5;
  }

  /** Chance comes from here from now on, instead of always being the same. */
  public synchronized TestTime chances(Random random) {
    chances = Optional.of(random);
    return this;
  }

  /** From now on short waits last too. */
  public synchronized TestTime holdShortWaits() {
    holdsShortWaits = true;
    return this;
  }

  /** As a JVM throws it that has no memory for one more thread. */
  static Error noThread() {
    return new Error("unable to create native thread"); // OutOfMemoryError ends a test run
  }

  /** From now on there is no thread for one more wait. */
  public synchronized TestTime refuseWaits() {
    refusesWaits = true;
    return this;
  }

  /** There is no thread for the next wait of this length; there is one for those after it. */
  public synchronized TestTime refuseNext(Duration wait) {
    refusesOnce = Optional.of(wait);
    return this;
  }

  /** Whether the next wait of some length is still to be refused. */
  public synchronized boolean isToRefuse() {
    return refusesOnce.isPresent();
  }

  /** Moves the clock and runs, in order and on this thread, what is due by then. */
  public void advance(Duration by) {
    long until;
    synchronized (this) {
      until = now + by.toNanos();
    }
    while (true) {
      Waiting next;
      synchronized (this) {
        next = waiting.peek();
        if (next == null || next.due > until) {
          now = Math.max(now, until);
          return;
        }
        waiting.poll();
        now = Math.max(now, next.due);
      }
      run(next);
    }
  }

  /**
   * Moves the clock to the next moment at which something is due and runs that, on this thread. The
   * time then stands still: unlike in {@link #advance}, what it sets off on other threads happens
   * at this moment, however fast they are.
   */
  public void advanceToNext() {
    Waiting next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        return;
      }
      now = Math.max(now, next.due);
    }
    run(next);
  }

  /** Lets the clock show another time, later or earlier, as if it had always been that. */
  public synchronized void jump(Duration by) {
    now += by.toNanos();
  }

  /** The machine sleeps: the calendar goes on, and nothing else does. */
  public synchronized void sleep(Duration by) {
    slept = slept.plus(by);
  }

  /**
   * The time that at most would have passed by now had none of the short waits been over at once:
   * as if all of them had come one after the other.
   */
  public synchronized Duration passed() {
    return Duration.ofNanos(now).plus(skipped);
  }

  /** Every wait that was asked for so far, in order. */
  public synchronized List<Duration> waits() {
    return new ArrayList<>(waits);
  }

  /** Forgets the waits that were asked for so far. */
  public synchronized void forgetWaits() {
    waits.clear();
  }

  /** Whether nothing is left to do before the clock is moved. */
  public boolean isIdle() {
    return busy.get() == 0;
  }

  /** How many waits last. */
  public synchronized int pending() {
    return waiting.size();
  }

  /**
   * How many waits of at least a minute last: deadlines, as a rule. Polls of a time that stands
   * still come slower and slower, so that in the end they last too, but never as long as that.
   */
  public synchronized int deadlines() {
    return (int) waiting.stream().filter(one -> one.delay.toMinutes() >= 1).count();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
