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
  private int pollsInState;
  private int polls;
  private Optional<Limit> startLimit = Optional.empty();
  private Optional<Limit> endLimit = Optional.empty();
  private Optional<Instant> startedAt = Optional.empty();
  private Optional<Instant> endedAt = Optional.empty();

  Progress(JobScript script, EmulatorClock clock) {
    this.script = script;
    this.clock = clock;
    this.submittedAt = clock.instant();
    this.since = submittedAt;
  }

  /** Ends the job as {@code otherwise} if it still waits at {@code limit}. */
  synchronized void mustStartBy(Instant limit, JobState otherwise) {
    startLimit = Optional.of(new Limit(limit, otherwise));
  }

  /** What a status request finds; it counts as one look. */
  JobState poll() {
    return look().state();
  }

  /** The same, and what else there is to tell of that moment. */
  synchronized Look look() {
    walk();
    Look found = now(pollsInState + 1);
    polls++;
    pollsInState++;
    return found;
  }

  /** What the next look would find; it counts as none. */
  synchronized Look peek() {
    walk();
    return now(pollsInState);
  }

  private Look now(int seen) {
    double part =
        state == JobState.RUNNING
            ? script.running().part(since, clock.instant(), pollsInState)
            : (state == JobState.QUEUED ? 0 : 1);
    int left = state == JobState.QUEUED ? script.queued().left(seen) : 0;
    return new Look(state, part, left, startedAt);
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
    endLimit = Optional.of(new Limit(moment, JobState.CANCELED));
  }

  /**
   * When the state will change by itself; empty if it is over or if only looks move it. Whoever
   * waits for it asks for this first and for the state after: should time pass in between, the wait
   * is over at once instead of one state too long.
   */
  synchronized Optional<Instant> nextChange() {
    walk();
    if (state.isTerminal()) {
      return Optional.empty();
    }
    Optional<Instant> end = stretch().endAfter(since);
    Optional<Instant> limit = limit().map(nearest -> nearest.moment);
    return end.isPresent() && limit.isPresent() && limit.get().isAfter(end.get())
        ? end
        : (limit.isPresent() ? limit : end);
  }

  /** When that part of the run will be over; empty if it does not run or if only looks move it. */
  synchronized Optional<Instant> momentOfRun(double part) {
    walk();
    return state == JobState.RUNNING ? script.running().moment(since, part) : Optional.empty();
  }

  /** Whether looks, not time, move this job out of the state it is in. */
  synchronized boolean isMovedByPolls() {
    walk();
    return !state.isTerminal() && stretch().isCounted();
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
      Optional<Limit> limit = limit().filter(reached -> !now.isBefore(reached.moment));
      if (limit.isPresent() && !(over && !limit.get().moment.isBefore(when))) {
        enter(limit.get().otherwise, limit.get().moment);
      } else if (over) {
        enter(next(), when);
      } else {
        return;
      }
    }
  }

  /** The nearest limit of the state that the job is in. */
  private Optional<Limit> limit() {
    if (state != JobState.QUEUED || !startLimit.isPresent()) {
      return endLimit;
    }
    return endLimit.filter(end -> end.moment.isBefore(startLimit.get().moment)).isPresent()
        ? endLimit
        : startLimit;
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

  private static final class Limit {
    final Instant moment;
    final JobState otherwise;

    Limit(Instant moment, JobState otherwise) {
      this.moment = moment;
      this.otherwise = otherwise;
    }
  }
}
