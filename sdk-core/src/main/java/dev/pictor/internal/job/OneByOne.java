package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets jobs ask by themselves, as the provider's limit of calls allows and as many at once as there
 * is room for: the others wait in line, so that connections are left to submissions and results,
 * which would stand behind all the questions.
 *
 * <p>Of the limit one call is taken at a time, for whoever is first in line when it may be sent:
 * calls that were set aside for each of thousands would be lost with those that are cancelled, and
 * an urgent question would stand behind all of them.
 *
 * <p>Thread-safe. No code of others runs under its lock.
 */
final class OneByOne {
  /** Whoever has a question. */
  interface Asker {
    /**
     * It is to ask by itself, now, and to run this once it has a reply, or will have none, which
     * may be before this returns. Throws nothing.
     */
    void askAlone(Runnable answered);

    /** Whether it goes before those that can as well ask later. */
    default boolean isUrgent() {
      return false;
    }
  }

  /** In seconds: where questions wait longer, there is no place to spare. */
  private static final double LATE = 0.1;

  /** In seconds: where questions wait longer, a place more is of use. */
  private static final double TOO_LATE = 0.5;

  /** In seconds: a place whose question is answered by then serves more jobs than a stream. */
  private static final double SOON = 5;

  /** In seconds: as late as the answer of a silent provider counts one that tells nothing. */
  private static final double NEVER = 30;

  /** What the newest of many figures counts. */
  private static final double NEWEST = 0.1;

  private final Time time;
  private final CallBudget budget;
  private final IntSupplier mostAtOnce;
  private final Runnable tooLate;
  private final Line forTheLimit = new Line();
  private final Line forAPlace = new Line();
  private boolean hasTaken;
  private int underWay;
  private double answering;
  private final Lateness lateness = new Lateness();

  /**
   * @param mostAtOnce may change, and is never less than 1
   * @param tooLate is run where questions wait for long, though each is answered soon: one place
   *     more would help. Throws nothing
   */
  OneByOne(Time time, CallBudget budget, IntSupplier mostAtOnce, Runnable tooLate) {
    this.time = time;
    this.budget = budget;
    this.mostAtOnce = mostAtOnce;
    this.tooLate = tooLate;
  }

  /** How long questions wait for a place lately, in seconds. */
  synchronized double lateness() {
    return forAPlace.isEmpty() ? lateness.withoutLine(time.nanos()) : lateness.ofTheLine();
  }

  /**
   * Whether a place less would do no harm: a quarter is free, and nobody is late; or what is asked
   * is answered so late that many places are of little use.
   */
  synchronized boolean hasToSpare() {
    boolean isUsed = underWay > 1 && 4 * underWay > 3 * mostAtOnce.getAsInt();
    return (!isUsed && lateness() < LATE) || !isAnsweredSoon();
  }

  private boolean isAnsweredSoon() {
    return answering < SOON;
  }

  /** Lets a job ask as soon as the provider's limit of calls and the line allow. */
  void ask(Asker job) {
    Duration wait;
    synchronized (this) {
      if (hasTaken) {
        forTheLimit.add(job, time.nanos());
        return;
      }
      wait = budget.take(time.nanos());
      if (!wait.isZero()) {
        forTheLimit.add(job, time.nanos());
        hasTaken = true;
      }
    }
    if (wait.isZero()) {
      inTurn(job);
    } else if (!mayCallAfter(wait)) {
      mayCall();
    }
  }

  /** Its question is no longer wanted. */
  synchronized void leaves(Asker job) {
    forTheLimit.remove(job);
    forAPlace.remove(job);
  }

  /** The call that was taken may be sent, and so may those after it that need not wait. */
  private void mayCall() {
    Duration wait;
    do {
      Line.Place first;
      synchronized (this) {
        first = forTheLimit.poll();
      }
      if (first != null) {
        inTurn(first.job);
      }
      synchronized (this) {
        hasTaken = !forTheLimit.isEmpty();
        if (!hasTaken) {
          return;
        }
        wait = budget.take(time.nanos());
      }
    } while (wait.isZero() || !mayCallAfter(wait));
  }

  /** False: there is no memory for a wait, and nobody else would let those in line ask. */
  private boolean mayCallAfter(Duration wait) {
    try {
      time.after(wait, this::mayCall);
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  private void inTurn(Asker job) {
    boolean asksNow;
    synchronized (this) {
      long now = time.nanos();
      asksNow = underWay < mostAtOnce.getAsInt() && forAPlace.isEmpty();
      if (asksNow) {
        underWay++;
        lateness.isNotLate(now);
      } else {
        if (forAPlace.isEmpty()) {
          lateness.lineBegins(now);
        }
        forAPlace.add(job, lateness.lineTime(now));
      }
    }
    if (!asksNow) {
      letAsk(oneMore()); // there may have come to be room for more
    } else if (!asks(job)) {
      letNextAsk();
    }
  }

  /**
   * Lets those in line ask, for as long as each is answered while it asks: any number of them may
   * have been cancelled, and none is to stand on the stack of the one before.
   */
  private void letNextAsk() {
    letAsk(next());
    letAsk(oneMore());
  }

  private void letAsk(Line.@Nullable Place first) {
    for (Line.Place next = first; next != null; next = next()) {
      if (asks(next.job)) {
        if (isTooLate(next.since)) {
          tooLate.run();
        }
        return;
      }
    }
  }

  /** False: it has its answer already, or had no question. */
  private boolean asks(Asker job) {
    Turn turn = new Turn();
    job.askAlone(turn);
    return !turn.isOverOnceAsked();
  }

  /** Whose turn it is; null gives up the place of the one before. */
  private synchronized Line.@Nullable Place next() {
    Line.Place next = underWay > mostAtOnce.getAsInt() ? null : forAPlace.poll();
    if (next == null) {
      underWay--;
      return null;
    }
    lateness.turn(time.nanos());
    return next;
  }

  /** Who takes one place more, where there is room for more than before; null for nobody. */
  private synchronized Line.@Nullable Place oneMore() {
    Line.Place first = underWay < mostAtOnce.getAsInt() ? forAPlace.poll() : null;
    if (first != null) {
      underWay++;
      lateness.turn(time.nanos());
    }
    return first;
  }

  private synchronized boolean isTooLate(long since) {
    lateness.waited(since, time.nanos());
    return lateness.ofTheLine() > TOO_LATE && isAnsweredSoon();
  }

  private synchronized void answeredAfter(double seconds) {
    answering += NEWEST * (seconds - answering);
  }

  /** What was asked has failed. */
  void failed() {
    answeredAfter(NEVER);
  }

  /**
   * Of one job: whichever comes last, the end of its asking or its answer, lets the next one ask.
   */
  private final class Turn implements Runnable {
    private final long since = time.nanos();
    private boolean hasAsked;
    private boolean isAnswered;

    synchronized boolean isOverOnceAsked() {
      hasAsked = true;
      return isAnswered;
    }

    @Override
    public void run() {
      synchronized (this) {
        isAnswered = true;
        if (!hasAsked) {
          return;
        }
      }
      answeredAfter((time.nanos() - since) / 1e9);
      letNextAsk();
    }
  }
}
