package dev.pictor.model;

/** Where a job is on its way, in one vocabulary for every provider. */
public enum JobState {
  /** Accepted, and waiting for a machine. */
  QUEUED,
  /** The model runs. */
  RUNNING,
  /** Ended with output, or with an error that only the result tells (fal). */
  COMPLETED,
  /** Ended without output. */
  FAILED,
  /** Ended by a cancellation or by a deadline at the provider. */
  CANCELED,
  /** A status that Pictor does not know; watching goes on until the deadline. */
  UNKNOWN;

  /** Whether nothing more will happen to the job. */
  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED || this == CANCELED;
  }
}
