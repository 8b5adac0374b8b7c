package dev.pictor.internal.job;

import java.time.Duration;
import java.util.Optional;

/** How long a job may take, and what becomes of it when the time is up. */
public final class Limits {
  /** What is done at the provider when time runs out or the caller stops waiting. */
  public enum Expiry {
    /** The remote job is cancelled. */
    CANCEL_REMOTE,
    /** The remote job is left alone. */
    LEAVE_RUNNING
  }

  private final Duration deadline;
  private final Optional<Duration> start;
  private final Expiry expiry;
  private final Retries retries;

  public Limits(Duration deadline, Optional<Duration> start, Expiry expiry, Retries retries) {
    this.deadline = deadline;
    this.start = start;
    this.expiry = expiry;
    this.retries = retries;
  }

  /** The whole time. */
  public Duration deadline() {
    return deadline;
  }

  /** The time until the model runs. */
  public Optional<Duration> start() {
    return start;
  }

  /** What becomes of the remote job. */
  public Expiry expiry() {
    return expiry;
  }

  /** How often calls are repeated. */
  Retries retries() {
    return retries;
  }
}
