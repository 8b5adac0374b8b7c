package dev.pictor;

import dev.pictor.model.RoutingPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
     * Bringing an input image to the provider, which costs nothing: each call of it, by default up
     * to 4 times.
     */
    UPLOAD,
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

  /**
   * What is done with a paid submission of which nobody knows whether it made a job.
   *
   * <p>Whatever is chosen, a submission is sent again if provably nothing of it left this machine,
   * if the provider refused it with status 429, or if the provider's own list of jobs shows that it
   * made none. And whatever is chosen, a provider that has such a list (Replicate has, fal has not)
   * is asked first, and a job that is found there is taken instead of being paid for again.
   */
  public enum Resubmission {
    /**
     * It is not sent again, and ends as {@link dev.pictor.error.OutcomeUnknownException}: nothing
     * is paid for twice.
     */
    NEVER_IN_DOUBT,

    /**
     * It is sent again, up to twice, after status 502 or 503 (at fal also 504, and only without
     * fal's own request id): answers that a gateway writes which did not reach the service.
     *
     * <p><b>The risk:</b> a gateway also answers so when it lost the service's reply to a job that
     * was made. Each time that happens, one image is paid for twice or three times, and the jobs
     * that nobody knows of run to their end. Choose it where an image that is late costs more than
     * an image does.
     */
    RESUBMIT_GATEWAY_ERRORS_AND_MAYBE_PAY_TWICE,

    /**
     * It is sent again, up to twice, whatever happened: a broken connection, a timeout, any server
     * error, a reply that cannot be read.
     *
     * <p><b>The risk:</b> most of these happen after the job was made. With a service that is slow
     * or a network that is bad, expect to pay for most of these images twice or three times: this
     * is what clients do that retry everything, and what turned 40 images into 60 paid jobs. Choose
     * it only where the price does not matter.
     */
    RESUBMIT_EVERYTHING_AND_MAYBE_PAY_TWICE
  }

  /**
   * How the end of a job is learned. Whatever is chosen, what cannot be had, or breaks, gives way
   * to polls: no job is lost, and none is submitted twice.
   */
  public enum Watching {
    /**
     * By the cheapest means there is. A status stream where the provider has one (fal) and a
     * connection is free ({@link ImageClient.Builder#maxConnections}); one that is open is left for
     * polls where there are so many jobs that polls are late. On Replicate, a reply to the
     * submission that is held back for up to 5 seconds where the model has mostly been done by
     * then, and {@link ImageClient#submit} was not called, which is to give the handle at once.
     * Else polls, at the times at which the model has ended before; one request for many jobs where
     * the provider has a list of them (Replicate).
     */
    AUTOMATIC,

    /** By polls alone: fewest connections, and nothing that a proxy could trip over. */
    POLLING,

    /**
     * By the reply to the submission, held back until the image is there, for up to 60 seconds: one
     * request for each image. For Replicate; elsewhere, and where no connection is free or {@link
     * RequestOptions#startTimeout()} is set, as {@link #AUTOMATIC}.
     *
     * <p>Until the reply comes nobody knows the handle, so {@link ImageClient#submit} returns
     * later. If the connection breaks meanwhile, the provider's list of jobs is asked for it.
     */
    HELD_REPLY,

    /**
     * By running the model while the connection is open, without the queue: fal's direct address.
     * The shortest way there is to an image. As {@link #AUTOMATIC} elsewhere, where only fal's
     * queue was moved to another address ({@code Fal.Builder.runUrl}), and where an option asks for
     * what only the queue can do ({@code FalOptions}: {@code webhook}, {@code maxQueueLength}).
     *
     * <p><b>The risk:</b> there is no job that could be asked after or resumed. If the connection
     * breaks, or this process ends, the image is lost, may have been paid for, and the request ends
     * as {@link dev.pictor.error.OutcomeUnknownException}; a mobile network that changes cells is
     * enough. More requests at once than the account may run are refused instead of queued, and
     * sent again after a while. Choose it for models that take a second or two, on a good network.
     */
    DIRECT_RUN_LOST_WITH_ITS_CONNECTION
  }

  private static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(10);
  private static final Duration MAX_DEADLINE = Duration.ofDays(7);
  private static final RequestOptions DEFAULTS = builder().build();

  private final Duration deadline;
  private final Optional<Duration> startTimeout;
  private final OnExpiry onExpiry;
  private final Optional<RoutingPolicy> routing;
  private final Map<Step, RetryPolicy> retries;
  private final Resubmission resubmission;
  private final Optional<Watching> watching;

  RequestOptions(Builder builder) {
    deadline = builder.deadline;
    startTimeout = builder.startTimeout;
    onExpiry = builder.onExpiry;
    routing = builder.routing;
    retries = new EnumMap<>(builder.retries);
    resubmission = builder.resubmission;
    watching = builder.watching;
  }

  /** The defaults. */
  public static RequestOptions defaults() {
    return DEFAULTS;
  }

  /** Starts options that begin as the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts options that begin as a copy of these. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * The wall-clock time for everything: submission, queue, run, and, with {@link
   * dev.pictor.model.ImageRequest.ResponseFormat#BYTES}, downloads. Default: 10 minutes. Each HTTP
   * call within it has timeouts of its own (90 s for an API call, 5 minutes for a download).
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

  /**
   * What is done with a submission of which nobody knows whether it made a job. Default: {@link
   * Resubmission#NEVER_IN_DOUBT}.
   */
  public Resubmission resubmission() {
    return resubmission;
  }

  /** How the ends of the jobs are learned. Default: as the client says. */
  public Optional<Watching> watching() {
    return watching;
  }

  /** All that is set. */
  @Override
  public String toString() {
    return "RequestOptions[deadline="
        + deadline
        + startTimeout.map(time -> ", startTimeout=" + time).orElse("")
        + ", onExpiry="
        + onExpiry
        + routing.map(policy -> ", routing=" + policy).orElse("")
        + (retries.isEmpty() ? "" : ", retries=" + retries)
        + ", resubmission="
        + resubmission
        + watching.map(means -> ", watching=" + means).orElse("")
        + "]";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RequestOptions && all().equals(((RequestOptions) other).all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  private List<Object> all() {
    return Arrays.asList(
        deadline, startTimeout, onExpiry, routing, retries, resubmission, watching);
  }

  /** Collects {@link RequestOptions}. Not thread-safe. */
  public static final class Builder {
    private Duration deadline = DEFAULT_DEADLINE;
    private Optional<Duration> startTimeout = Optional.empty();
    private OnExpiry onExpiry = OnExpiry.CANCEL_REMOTE_JOB;
    private Optional<RoutingPolicy> routing = Optional.empty();
    private final Map<Step, RetryPolicy> retries = new EnumMap<>(Step.class);
    private Resubmission resubmission = Resubmission.NEVER_IN_DOUBT;
    private Optional<Watching> watching = Optional.empty();

    Builder() {}

    Builder(RequestOptions other) {
      deadline = other.deadline;
      startTimeout = other.startTimeout;
      onExpiry = other.onExpiry;
      routing = other.routing;
      retries.putAll(other.retries);
      resubmission = other.resubmission;
      watching = other.watching;
    }

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
      this.routing = Optional.of(Objects.requireNonNull(routing, "routing"));
      return this;
    }

    /** Sets how the calls of a step are sent again. */
    public Builder retry(Step step, RetryPolicy policy) {
      retries.put(Objects.requireNonNull(step, "step"), Objects.requireNonNull(policy, "policy"));
      return this;
    }

    /** Sets {@link RequestOptions#resubmission()}. Read the risks of each first. */
    public Builder resubmission(Resubmission resubmission) {
      this.resubmission = Objects.requireNonNull(resubmission, "resubmission");
      return this;
    }

    /** Sets {@link RequestOptions#watching()}. Read the risk of a direct run first. */
    public Builder watching(Watching watching) {
      this.watching = Optional.of(Objects.requireNonNull(watching, "watching"));
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
