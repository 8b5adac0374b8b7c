package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import dev.pictor.spi.HttpReply.RateBudget;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Lets the submissions to one provider leave in turn, as fast as it takes them.
 *
 * <p>One for each provider of a client: a limit belongs to an account, and a provider of a client
 * has one. What it adds to a call cannot tell accounts apart, for a signature differs each time.
 *
 * <p>Thread-safe. No code of others runs under its lock.
 */
final class Pace {
  /**
   * How many may be under way at once. It is what an outage can leave unknown; the connections to
   * one host are no more either.
   */
  static final int MAX_UNDER_WAY = 8;

  private final Time time;
  private final LearnedRate rate = new LearnedRate();
  private final TreeSet<Turn> waiting = new TreeSet<>(Comparator.comparingLong(turn -> turn.place));
  private long places;
  private int underWay;
  private Optional<Time.Alarm> alarm = Optional.empty();
  private long alarmAt;
  private long alarms;

  Pace(Time time) {
    this.time = time;
  }

  /** The place of a submission; it keeps it when it has to come again. */
  synchronized Turn turn(Runnable submission) {
    return new Turn(places++, submission);
  }

  /** One submission among others. */
  final class Turn {
    private final long place;
    private final Runnable submission;
    private Optional<LearnedRate.Sent> sent = Optional.empty();
    private volatile boolean isStarting;

    Turn(long place, Runnable submission) {
      this.place = place;
      this.submission = submission;
    }

    /**
     * Runs the submission when it may leave: now, on this thread, or later. What became of it must
     * be told by one of the other methods, and {@link #giveWay} called then.
     */
    void await() {
      synchronized (Pace.this) {
        long now = time.nanos();
        if (!waiting.isEmpty() || isFull() || rate.waitAt(now) > 0) {
          waiting.add(this);
          arm(now);
          return;
        }
        sent = Optional.of(rate.left(now));
        underWay++;
      }
      start();
      advance();
    }

    private void start() {
      isStarting = true;
      try {
        submission.run();
      } finally {
        isStarting = false;
      }
    }

    /** Waits no more. */
    void leave() {
      synchronized (Pace.this) {
        if (waiting.remove(this)) {
          arm(time.nanos());
        }
      }
    }

    /** Nothing of it has left this machine. */
    void unused() {
      synchronized (Pace.this) {
        if (sent.isPresent()) {
          rate.unused(take(), time.nanos());
        }
      }
    }

    /** The provider refused it, because there were too many. */
    void refused(Duration wait, boolean isTold) {
      synchronized (Pace.this) {
        if (sent.isPresent()) {
          rate.refused(take(), wait, isTold, time.nanos());
        }
      }
    }

    /** It was sent, and is no job as far as anybody knows. */
    void answered(Optional<RateBudget> budget) {
      synchronized (Pace.this) {
        if (sent.isPresent()) {
          LearnedRate.Sent one = take();
          rate.answered(one);
          if (budget.isPresent()) {
            rate.told(one, budget.get(), time.nanos());
          }
        }
      }
    }

    /** It has become a job. */
    void accepted(Optional<RateBudget> budget) {
      synchronized (Pace.this) {
        if (budget.isPresent()) {
          answered(budget);
        } else if (sent.isPresent()) {
          rate.accepted(take());
        }
      }
    }

    private LearnedRate.Sent take() {
      LearnedRate.Sent was = sent.get();
      sent = Optional.empty();
      return was;
    }

    /**
     * Starts others, now that it is told what became of this one. To be called once for each start,
     * and only when whoever decides about others knows, too.
     */
    void giveWay() {
      synchronized (Pace.this) {
        underWay--;
      }
      if (!isStarting) { // otherwise whoever starts it goes on, and no stack grows
        advance();
      }
    }
  }

  private boolean isFull() {
    return underWay >= MAX_UNDER_WAY;
  }

  /** Starts all that may leave now. */
  private void advance() {
    while (true) {
      Turn next;
      synchronized (this) {
        long now = time.nanos();
        if (waiting.isEmpty() || isFull() || rate.waitAt(now) > 0) {
          arm(now);
          return;
        }
        disarm(); // it is due too, or was for this one
        next = waiting.first();
        waiting.remove(next);
        next.sent = Optional.of(rate.left(now));
        underWay++;
      }
      next.start();
    }
  }

  /**
   * Sees to it that there is an alarm for the next one that waits, and none otherwise.
   *
   * @param now the moment at which it was seen that it must wait; at a later one it need not, and
   *     the alarm that is about to ring would give place to another
   */
  private void arm(long now) {
    if (waiting.isEmpty() || isFull()) { // where it is full, the next reply starts another one
      disarm();
      return;
    }
    long wait = Math.max(1, rate.waitAt(now));
    if (alarm.isPresent() && alarmAt == now + wait) {
      return;
    }
    disarm();
    long number = ++alarms;
    alarmAt = now + wait;
    alarm = Optional.of(time.after(Duration.ofNanos(wait), () -> rung(number)));
  }

  private void disarm() {
    if (alarm.isPresent()) {
      alarm.get().cancel();
      alarm = Optional.empty();
    }
    alarms++;
  }

  private void rung(long number) {
    synchronized (this) {
      if (number != alarms) {
        return;
      }
      alarm = Optional.empty();
      rate.waited(time.nanos());
    }
    advance();
  }
}
