package dev.pictor;

import dev.pictor.model.RoutingPolicy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How one request is run, as opposed to what image is wanted: its times, and what becomes of a
 * remote job that nobody waits for any more.
 *
 * <pre>{@code
 * RequestOptions options = RequestOptions.builder().deadline(Duration.ofMinutes(2)).build();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class RequestOptions {
  /** What is done at the provider when time runs out. */
  public enum OnExpiry {
    /** The remote job is cancelled, so that it costs no more than it has. */
    CANCEL_REMOTE_JOB,
    /** The remote job runs on, and can be resumed by the handle in the exception. */
    LEAVE_REMOTE_JOB
  }

  /** The steps of a job whose calls can fail and be sent again. */
  public enum Step {
    /**
     * The paid call. By default it is sent up to 3 times if nothing of it could be sent, and up to
     * 6 times if it is refused with status 429; a policy replaces both numbers. How long it waits
     * for its turn among others is up to the rate that the provider allows.
     */
    SUBMIT,
    /** Asking how the job is doing. */
    STATUS,
    /** Asking for the output, where that is a call of its own. */
    RESULT,
    /**
     * Fetching a finished image. By default up to 4 times; so also where a policy sets no number
     * and the image is fetched after its request has ended, when no deadline ends the tries.
     */
    DOWNLOAD,
    /** Cancelling the remote job, which nobody waits for longer than 5 seconds. */
    CANCEL
  }

  private static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(10);
  private static final Duration MAX_DEADLINE = Duration.ofDays(7);

  private final Duration deadline;
  private final Optional<Duration> startTimeout;
  private final OnExpiry onExpiry;
  private final Optional<RoutingPolicy> routing;
  private final Map<Step, RetryPolicy> retries;

  private RequestOptions(Builder builder) {
    deadline = builder.deadline;
    startTimeout = builder.startTimeout;
    onExpiry = builder.onExpiry;
    routing = builder.routing;
    retries = new EnumMap<>(builder.retries);
  }

  /** The defaults. */
  public static RequestOptions defaults() {
    return builder().build();
  }

  /** Starts options that begin as the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The wall-clock time for everything: submission, queue, run, and, with {@link
   * dev.pictor.model.ResponseFormat#BYTES}, downloads. Default: 10 minutes. Each HTTP call within
   * it has timeouts of its own (90 s for an API call, 5 minutes for a download).
   */
  public Duration deadline() {
    return deadline;
  }

  /** The time until the model must have begun to run. Default: none but the deadline. */
  public Optional<Duration> startTimeout() {
    return startTimeout;
  }

  /** What is done at the provider when time runs out. Default: the remote job is cancelled. */
  public OnExpiry onExpiry() {
    return onExpiry;
  }

  /** How providers are chosen. Default: as the client says. */
  public Optional<RoutingPolicy> routing() {
    return routing;
  }

  /** How the calls of a step are sent again, if that was set; see {@link Step} for defaults. */
  public Optional<RetryPolicy> retry(Step step) {
    return Optional.ofNullable(retries.get(step));
  }

  /** Collects {@link RequestOptions}. Not thread-safe. */
  public static final class Builder {
    private Duration deadline = DEFAULT_DEADLINE;
    private Optional<Duration> startTimeout = Optional.empty();
    private OnExpiry onExpiry = OnExpiry.CANCEL_REMOTE_JOB;
    private Optional<RoutingPolicy> routing = Optional.empty();
    private final Map<Step, RetryPolicy> retries = new EnumMap<>(Step.class);

    Builder() {}

    /**
     * Sets {@link RequestOptions#deadline()}.
     *
     * @param deadline more than zero, at most 7 days
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder deadline(Duration deadline) {
      this.deadline = checked("deadline", deadline);
      return this;
    }

    /**
     * Sets {@link RequestOptions#startTimeout()}.
     *
     * @param startTimeout more than zero, at most 7 days
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder startTimeout(Duration startTimeout) {
      this.startTimeout = Optional.of(checked("startTimeout", startTimeout));
      return this;
    }

    /** Sets {@link RequestOptions#onExpiry()}. */
    public Builder onExpiry(OnExpiry onExpiry) {
      this.onExpiry = Objects.requireNonNull(onExpiry, "onExpiry");
      return this;
    }

    /** Sets {@link RequestOptions#routing()}. */
    public Builder routing(RoutingPolicy routing) {
      this.routing = Optional.of(routing);
      return this;
    }

    /** Sets how the calls of a step are sent again. */
    public Builder retry(Step step, RetryPolicy policy) {
      retries.put(Objects.requireNonNull(step, "step"), Objects.requireNonNull(policy, "policy"));
      return this;
    }

    private static Duration checked(String name, Duration value) {
      if (value.isZero() || value.isNegative() || value.compareTo(MAX_DEADLINE) > 0) {
        throw new IllegalArgumentException(
            name + " is " + value + "; it must be more than zero and at most " + MAX_DEADLINE);
      }
      return value;
    }

    /** The options. */
    public RequestOptions build() {
      return new RequestOptions(this);
    }
  }
}
