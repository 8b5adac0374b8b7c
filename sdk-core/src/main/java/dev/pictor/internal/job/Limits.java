package dev.pictor.internal.job;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a job may take, what becomes of it when the time is up, and what may be paid for twice.
 */
public final class Limits {
  /** What is done at the provider when time runs out or the caller stops waiting. */
  public enum Expiry {
    /** The remote job is cancelled. */
    CANCEL_REMOTE,
    /** The remote job is left alone. */
    LEAVE_RUNNING
  }

  /** Which submissions of an unknown outcome are sent again. */
  public enum Resubmission {
    /** None. */
    NEVER_IN_DOUBT,
    /** Those that a gateway has answered which probably did not reach the service. */
    GATEWAY_ERRORS,
    /** All. */
    EVERYTHING
  }

  /** How the end of a job is learned. */
  public enum Watch {
    /** By the cheapest means there is. */
    AUTOMATIC,
    /** The same, but the handle first: no reply to a submission is held back. */
    HANDLE_FIRST,
    /** By asking again and again. */
    POLLING,
    /** By the reply to the submission, where the provider can hold it back. */
    HELD_REPLY,
    /** By running the model while the connection is open, where the provider does that. */
    DIRECT
  }

  private final Duration deadline;
  private final Optional<Duration> start;
  private final Expiry expiry;
  private final Retries retries;
  private final Resubmission resubmission;
  private final Watch watch;

  public Limits(
      Duration deadline,
      Optional<Duration> start,
      Expiry expiry,
      Retries retries,
      Resubmission resubmission,
      Watch watch) {
    this.deadline = deadline;
    this.start = start;
    this.expiry = expiry;
    this.retries = retries;
    this.resubmission = resubmission;
    this.watch = watch;
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

  /** What may be paid for twice. */
  public Resubmission resubmission() {
    return resubmission;
  }

  /** How its end is learned. */
  Watch watch() {
    return watch;
  }
}
