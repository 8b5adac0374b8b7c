package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.ServiceException;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for the output of a job that has completed, and knows which refusals are the job's own. */
final class ResultCall implements Question<ProviderOutput> {
  /** Of the time that a job was said to have completed too early, as the next wait. */
  private static final double SHARE = 0.15;

  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofSeconds(8);

  /** What may be a moment's failure of the service, or a door that is shut, is given a moment. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final Inquiry inquiry;
  private final HttpCall call;
  private final Watching.Owner owner;
  private final Optional<PictorException> told;
  private final long since;

  private ResultCall(
      Inquiry inquiry, HttpCall call, Watching.Owner owner, Optional<PictorException> told) {
    this.inquiry = inquiry;
    this.call = call;
    this.owner = owner;
    this.told = told;
    this.since = inquiry.engine.time().nanos();
  }

  /**
   * The call.
   *
   * @param owner knows whether another provider is paid if this job has failed
   * @param told the failure that its state tells, in case that the result tells none
   * @throws PictorException if there is nothing to ask for, or the provider cannot say how
   */
  static ResultCall of(Inquiry inquiry, Watching.Owner owner, Optional<PictorException> told) {
    Provider provider = inquiry.provider;
    JobHandle job = inquiry.job;
    Optional<HttpCall> call =
        Engine.guarded(provider, Optional.of(job), () -> provider.result(job));
    if (!call.isPresent()) {
      throw new JobFailedException(
          "The job completed without any output",
          ErrorDetails.builder().provider(provider.name()).handle(job).build());
    }
    return new ResultCall(inquiry, call.get(), owner, told);
  }

  @Override
  public HttpCall call() {
    return call;
  }

  @Override
  public ProviderOutput read(HttpReply reply) {
    return inquiry.provider.readResult(inquiry.job, reply);
  }

  /** Not where waits were asked for: those are kept. */
  @Override
  public Optional<Duration> soon(PictorException error) {
    if (inquiry.retries.areChosenForResults() || error.details().retryAfter().isPresent()) {
      return Optional.empty();
    }
    if (isUnfinished(error)) {
      return Optional.of(nextLook());
    }
    return mayPass(error) || mayBeTheJobsOwn(error) ? Optional.of(MOMENT) : Optional.empty();
  }

  private Duration nextLook() {
    Duration share = Duration.ofNanos((long) (SHARE * (inquiry.engine.time().nanos() - since)));
    return share.compareTo(SOONEST) < 0 ? SOONEST : share.compareTo(LATEST) > 0 ? LATEST : share;
  }

  private boolean isUnfinished(PictorException error) {
    return Engine.isUnfinished(inquiry.provider, error);
  }

  @Override
  public boolean isDoubtful(PictorException error) {
    return mayBeTheJobsOwn(error)
        || mayPass(error)
        || (told.isPresent() && saysNothing(error) && !isUnfinished(error));
  }

  /**
   * Why there is no output: the word of the result, or where it has none, that of the state. A
   * model may answer with 404 itself, and a state without a code only repeats that.
   */
  @Nullable Throwable reason(@Nullable Throwable error) {
    if (!told.isPresent()
        || (error instanceof PictorException && isUnfinished((PictorException) error))) {
      return error;
    }
    boolean isGone = error instanceof NotFoundException && told.get().details().code().isPresent();
    return isGone || saysNothing(error) ? told.get() : error;
  }

  private static boolean saysNothing(@Nullable Throwable error) {
    return error instanceof ServiceException || error instanceof MalformedReplyException;
  }

  /**
   * A model that was refused by a service of its own may end with that 429, which is replayed for
   * ever then; one that comes with a wait is that of the provider's door, and one that is no JSON
   * that of a machine in front of it. What is said twice is asked no more, and as nobody knows
   * whose it is, the outcome is unknown.
   */
  private static boolean mayBeTheJobsOwn(PictorException e) {
    return e instanceof RateLimitException
        && e.details().providerMessage().isPresent()
        && e.details().body().orElse("").trim().startsWith("{")
        && !e.details().retryAfter().isPresent();
  }

  /**
   * A failure of the service itself may not be the job's, whose image was paid for then: where
   * another provider is about to be paid instead, it has to be said twice.
   */
  @Override
  public boolean mayPass(PictorException error) {
    return error instanceof JobFailedException
        && error.details().status().filter(status -> status >= 500).isPresent()
        && owner.mayGoOn();
  }
}
