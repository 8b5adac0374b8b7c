package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets jobs ask by themselves, so many at once: the others wait in line, so that connections are
 * left to submissions and results, which would stand behind all the questions.
 *
 * <p>Thread-safe. No code of others runs under its lock.
 */
final class OneByOne {
  /** What the newest of many figures counts. */
  private static final double NEWEST = 0.05;

  /** Whoever has a question. */
  interface Asker {
    /**
     * It is to ask by itself, now, and to run this once it has a reply, or will have none, which
     * may be before this returns. Throws nothing.
     */
    void askAlone(Runnable answered);
  }

  /** A job that is to ask when there is room. */
  private static final class Waiting {
    final Asker job;
    final long since;

    Waiting(Asker job, long since) {
      this.job = job;
      this.since = since;
    }
  }

  private final Time time;
  private final CallBudget budget;
  private final int mostAtOnce;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private int underWay;
  private double lateness;

  OneByOne(Time time, CallBudget budget, int mostAtOnce) {
    this.time = time;
    this.budget = budget;
    this.mostAtOnce = mostAtOnce;
  }

  /** How long questions wait in line lately, in seconds. */
  synchronized double lateness() {
    return lateness;
  }

  /** Lets a job ask as soon as the provider's limit of calls and the line allow. */
  void ask(Asker job) {
    Duration wait = budget.take(time.nanos());
    if (wait.isZero()) {
      inTurn(job);
    } else {
      time.after(wait, () -> inTurn(job));
    }
  }

  private void inTurn(Asker job) {
    synchronized (this) {
      if (underWay >= mostAtOnce) {
        waiting.add(new Waiting(job, time.nanos()));
        return;
      }
      underWay++;
      lateness *= 1 - NEWEST;
    }
    letAsk(job);
  }

  /**
   * Lets this one ask, and after it those in line, for as long as each is answered while it asks:
   * any number of them may have been cancelled, and none is to stand on the stack of the one
   * before.
   */
  private void letAsk(Asker first) {
    for (Asker job = first; job != null; job = next()) {
      Turn turn = new Turn();
      job.askAlone(turn);
      if (!turn.isOverOnceAsked()) {
        return;
      }
    }
  }

  /** Whose turn it is; null gives up the place of the one before. */
  private synchronized @Nullable Asker next() {
    Waiting next = waiting.poll();
    if (next == null) {
      underWay--;
      return null;
    }
    double late = (time.nanos() - next.since) / 1e9;
    lateness += NEWEST * (late - lateness);
    return next.job;
  }

  /**
   * Of one job: whichever comes last, the end of its asking or its answer, lets the next one ask.
   */
  private final class Turn implements Runnable {
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
      Asker next = next();
      if (next != null) {
        letAsk(next);
      }
    }
  }
}
