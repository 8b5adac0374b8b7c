package dev.pictor.testing;

import dev.pictor.model.JobState;
import java.time.Instant;
import java.util.Optional;

/**
 * Where one job stands on its way through its script. Nothing runs in the background: the position
 * is worked out from the clock and the number of looks whenever somebody asks. Thread-safe.
 */
final class Progress {
  private final JobScript script;
  private final EmulatorClock clock;
  private final Instant submittedAt;
  private JobState state = JobState.QUEUED;
  private Instant since;
  private Instant cutOff = Instant.MAX;
  private int pollsInState;
  private int polls;
  private Optional<Instant> startedAt = Optional.empty();
  private Optional<Instant> endedAt = Optional.empty();

  Progress(JobScript script, EmulatorClock clock) {
    this.script = script;
    this.clock = clock;
    this.submittedAt = clock.instant();
    this.since = submittedAt;
  }

  /** What a status request finds; it counts as one look. */
  synchronized JobState poll() {
    walk();
    polls++;
    pollsInState++;
    return state;
  }

  /** What the next look would find. */
  synchronized JobState state() {
    walk();
    return state;
  }

  /** Ends the job if it is not over yet. Returns the state that the request found. */
  synchronized JobState end(JobState how) {
    walk();
    JobState found = state;
    if (!found.isTerminal()) {
      enter(how, clock.instant());
    }
    return found;
  }

  /** Lets the job end as canceled at {@code moment}, if it is not over by then. */
  synchronized void cutOffAt(Instant moment) {
    cutOff = moment;
  }

  /** How many looks will still find the job waiting, not counting the one being answered. */
  synchronized int looksLeftInQueue() {
    return state == JobState.QUEUED ? script.queued().left(pollsInState) : 0;
  }

  /**
   * When the state will change by itself; empty if it is over or if only looks move it. Whoever
   * waits for it asks for this first and for the state after: should time pass in between, the wait
   * is over at once instead of one state too long.
   */
  synchronized Optional<Instant> nextChange() {
    walk();
    return state.isTerminal() ? Optional.empty() : stretch().endAfter(since);
  }

  /** Whether looks, not time, move this job out of the state it is in. */
  synchronized boolean isMovedByPolls() {
    walk();
    return !state.isTerminal() && stretch().isCounted();
  }

  /** How much of the run is behind it: 0 while it waits, 1 when it is over. */
  synchronized double partOfRun() {
    walk();
    if (state == JobState.QUEUED) {
      return 0;
    }
    return state == JobState.RUNNING
        ? script.running().part(since, clock.instant(), pollsInState)
        : 1;
  }

  synchronized int polls() {
    return polls;
  }

  /** How many looks found the state that the job is in. */
  synchronized int pollsInState() {
    return pollsInState;
  }

  Instant submittedAt() {
    return submittedAt;
  }

  synchronized Optional<Instant> startedAt() {
    walk();
    return startedAt;
  }

  synchronized Optional<Instant> endedAt() {
    walk();
    return endedAt;
  }

  private void walk() {
    while (!state.isTerminal()) {
      Optional<Instant> end = stretch().endAfter(since);
      // A stretch of time ends when it was due, not when somebody looked, so that run times are
      // those of the script.
      Instant now = clock.instant();
      boolean over =
          end.isPresent() ? !now.isBefore(end.get()) : stretch().isUsedUpBy(pollsInState);
      Instant when = end.orElse(now);
      if (!now.isBefore(cutOff) && !(over && !cutOff.isBefore(when))) {
        enter(JobState.CANCELED, cutOff);
      } else if (over) {
        enter(next(), when);
      } else {
        return;
      }
    }
  }

  private Stretch stretch() {
    return state == JobState.QUEUED ? script.queued() : script.running();
  }

  private JobState next() {
    if (state == JobState.QUEUED) {
      return JobState.RUNNING;
    }
    return script.failure().isPresent() ? JobState.FAILED : JobState.COMPLETED;
  }

  private void enter(JobState next, Instant when) {
    state = next;
    since = when;
    pollsInState = 0;
    if (next == JobState.RUNNING) {
      startedAt = Optional.of(when);
    } else {
      endedAt = Optional.of(when);
    }
  }
}
