package dev.pictor.internal.job;

import dev.pictor.internal.http.Backoff;
import dev.pictor.spi.HttpReply.RateBudget;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How fast one provider takes submissions, as far as its replies tell. All is allowed until a reply
 * says otherwise. A refusal closes the door for as long as it says, then one submission at a time
 * tries it; from then on they keep a distance, which halves after some successes, and after more of
 * them each time that this was too fast. Where replies tell the budget, nothing needs to be tried.
 *
 * <p>Times are those of {@link dev.pictor.internal.http.Time#nanos()}. Not thread-safe.
 */
final class LearnedRate {
  /** One that is not answered after this time has been let in: refusals come at once. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long UNKNOWN = Long.MAX_VALUE;
  private static final int FIRST_SUCCESSES = 2;
  private static final int MOST_SUCCESSES = 64;

  /** One submission that has left. */
  static final class Sent {
    private final long number;
    private final long at;
    private final long spacing;
    private final long era;

    Sent(long number, long at, long spacing, long era) {
      this.number = number;
      this.at = at;
      this.spacing = spacing;
      this.era = era;
    }
  }

  private final TreeSet<Long> underWay = new TreeSet<>();
  private long numbers;
  private long lastTold;

  /** Ends with each refusal that is news; whatever left in an older one says nothing of now. */
  private long era;

  /** How many may leave before the door closes. */
  private long budget = UNKNOWN;

  /** Between two that leave; 0 while nothing is known of a limit. */
  private long spacing;

  private long closedUntil;
  private boolean isClosed;

  /** Whether one must be let in before the next may leave. */
  private boolean mustTry;

  private Optional<Sent> trial = Optional.empty();
  private int successes;
  private int neededSuccesses = FIRST_SUCCESSES;
  private boolean isFaster;

  /** How long the next one must wait from now on, in nanoseconds; 0 if it may leave. */
  long waitAt(long now) {
    if (trial.isPresent()) {
      long patience = Math.max(PATIENCE.toNanos(), spacing);
      return Math.max(1, trial.get().at + patience - now);
    }
    if (!isClosed && budget > 0) {
      return 0;
    }
    return Math.max(0, closedUntil - now);
  }

  /** The wait that was told last is over, whatever the clock says. */
  void waited(long now) {
    trial = Optional.empty();
    closedUntil = Math.min(closedUntil, now);
  }

  /** One leaves. */
  Sent left(long now) {
    Sent sent = new Sent(++numbers, now, spacing, era);
    underWay.add(sent.number);
    if (!isClosed && budget <= 0) { // the budget should be full again
      tryOne();
    }
    if (isClosed) {
      closedUntil = now + spacing;
      if (mustTry) {
        trial = Optional.of(sent);
      }
    } else if (budget != UNKNOWN) {
      budget--;
    }
    return sent;
  }

  private void tryOne() {
    isClosed = true;
    mustTry = true;
    budget = UNKNOWN;
  }

  /** It never left after all. */
  void unused(Sent sent, long now) {
    ended(sent);
    if (sent.era != era) {
      return;
    }
    if (budget != UNKNOWN) {
      budget++;
    }
    if (isClosed && sent.number == numbers) {
      closedUntil = Math.min(closedUntil, now);
    }
  }

  /** It was answered, neither with a job nor because of the rate. */
  void answered(Sent sent) {
    ended(sent);
    if (sent.era == era) {
      mustTry = false;
    }
  }

  /** It became a job. */
  void accepted(Sent sent) {
    answered(sent);
    if (sent.era != era || !isClosed) {
      return;
    }
    if (isFaster) {
      isFaster = false;
      neededSuccesses = Math.max(1, neededSuccesses / 2);
    }
    if (++successes < neededSuccesses) {
      return;
    }
    successes = 0;
    isFaster = true;
    spacing /= 2;
    closedUntil = Math.min(closedUntil, sent.at + spacing);
    if (spacing < Backoff.SHORTEST.toNanos()) {
      open(UNKNOWN);
    }
  }

  /** A reply told the budget. */
  void told(Sent sent, RateBudget told, long now) {
    if (sent.era != era || sent.number < lastTold) {
      return;
    }
    lastTold = sent.number;
    long reset = Backoff.bounded(told.reset()).toNanos();
    // What left later is not counted in it.
    long left = (long) told.remaining() - underWay.tailSet(sent.number, false).size();
    if (left > 0) {
      open(left);
    } else {
      tryOne();
      trial = Optional.empty();
      spacing = reset;
    }
    closedUntil = now + reset;
  }

  private void open(long left) {
    isClosed = false;
    mustTry = false;
    trial = Optional.empty();
    spacing = 0;
    budget = left;
    successes = 0;
    isFaster = false;
    neededSuccesses = FIRST_SUCCESSES;
  }

  /**
   * It was refused because there were too many.
   *
   * @param wait how long to wait now
   * @param isTold whether the provider said so
   */
  void refused(Sent sent, Duration wait, boolean isTold, long now) {
    ended(sent);
    long nanos = Backoff.bounded(wait).toNanos();
    if (sent.era != era) { // one of those that left before the limit was known
      closedUntil = Math.max(closedUntil, isTold ? now + nanos : closedUntil);
      return;
    }
    era++;
    if (isFaster) {
      isFaster = false;
      neededSuccesses = Math.min(MOST_SUCCESSES, neededSuccesses * 2);
    }
    successes = 0;
    // Told: the distance that was too short, and what it lacks. Otherwise: twice as much.
    long learned =
        isTold ? sent.spacing + nanos : Math.max(spacing, Math.max(2 * sent.spacing, nanos));
    spacing = Math.min(Backoff.MAX_HINT.toNanos(), learned);
    closedUntil = now + (isTold ? nanos : Math.max(nanos, spacing));
    trial = Optional.empty();
    tryOne();
  }

  private void ended(Sent sent) {
    underWay.remove(sent.number);
    if (trial.isPresent() && trial.get() == sent) {
      trial = Optional.empty();
    }
  }
}
