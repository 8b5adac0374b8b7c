package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A prediction as the emulator keeps it. */
final class ReplicateJob extends StoredJob {
  private final ReplicateModel model;
  private final Optional<String> deployment;
  private final Optional<Instant> deadline;
  private final long seed;
  private final List<OutputImage> images;
  private volatile boolean canceledByUser;
  private volatile boolean removed;

  ReplicateJob(
      String id,
      ReplicateModel model,
      Optional<String> deployment,
      JsonValue input,
      JobScript script,
      EmulatorClock clock,
      Optional<Instant> deadline,
      long seed,
      List<OutputImage> images) {
    super(id, model.name(), input, script, clock);
    this.model = model;
    this.deployment = deployment;
    this.deadline = deadline;
    this.seed = seed;
    this.images = images;
    deadline.ifPresent(progress()::cutOffAt);
  }

  ReplicateModel model() {
    return model;
  }

  Optional<String> deployment() {
    return deployment;
  }

  Optional<Instant> deadline() {
    return deadline;
  }

  /** The seed that the model used. */
  long seed() {
    return seed;
  }

  /** What the model made, also what its safety checker then took away. */
  List<OutputImage> images() {
    return images;
  }

  /** What of it has been put out by a job in that state: one that fails may have begun to. */
  List<OutputImage> made(JobState state) {
    int failed = state == JobState.FAILED ? failure().map(ReplicateFailure::images).orElse(0) : 0;
    int count = state == JobState.COMPLETED ? images.size() : Math.min(failed, images.size());
    return images.subList(0, count);
  }

  Optional<ReplicateFailure> failure() {
    return script().failure().map(failure -> (ReplicateFailure) failure);
  }

  /** Cancels it if it is not over yet. Returns the state that the request found. */
  JobState cancel() {
    JobState found = progress().end(JobState.CANCELED);
    canceledByUser |= !found.isTerminal();
    return found;
  }

  /** Whether a user has canceled it; asks nobody for the time. */
  boolean isCanceledByUser() {
    return canceledByUser;
  }

  /** Removes what it was given and what it made. */
  void remove() {
    removed = true;
  }

  boolean isRemoved() {
    return removed;
  }

  /** The service's word for {@code state}. */
  String status(JobState state) {
    switch (state) {
      case QUEUED:
        return "starting";
      case RUNNING:
        // Such a job ends before it has run, so nobody may see it run.
        return failure().filter(ReplicateFailure::isAbort).isPresent() ? "starting" : "processing";
      case COMPLETED:
        return "succeeded";
      case FAILED:
        return failure().map(ReplicateFailure::status).orElse("failed");
      default:
        return canceledByUser || progress().startedAt().isPresent() ? "canceled" : "aborted";
    }
  }
}
