package dev.pictor.testing;

import dev.pictor.model.JobState;
import java.time.Instant;
import java.util.Optional;

/** What one look at a job finds, all of it at the same moment. */
final class Look {
  private final JobState state;
  private final double partOfRun;
  private final int looksLeftInQueue;
  private final Optional<Instant> startedAt;

  Look(JobState state, double partOfRun, int looksLeftInQueue, Optional<Instant> startedAt) {
    this.state = state;
    this.partOfRun = partOfRun;
    this.looksLeftInQueue = looksLeftInQueue;
    this.startedAt = startedAt;
  }

  JobState state() {
    return state;
  }

  /** How much of the run is over: 0 while it waits, 1 when it has ended. */
  double partOfRun() {
    return partOfRun;
  }

  /** How many more looks will find it waiting; 0 if time moves it, or if it does not wait. */
  int looksLeftInQueue() {
    return looksLeftInQueue;
  }

  Optional<Instant> startedAt() {
    return startedAt;
  }
}
