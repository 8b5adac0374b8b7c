package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Asks for the output of a job that has completed, and knows which refusals are the job's own. */
final class ResultCall {
  private ResultCall() {}

  /**
   * The call, to be started.
   *
   * @param mayGoOn whether another provider is paid if this job has failed
   * @throws PictorException if there is nothing to ask for, or the provider cannot say how
   */
  static Repetition<ProviderOutput> of(
      Engine engine,
      Provider provider,
      JobHandle job,
      Retries retries,
      Report report,
      BooleanSupplier mayGoOn) {
    Optional<HttpCall> call =
        Engine.guarded(provider, Optional.of(job), () -> provider.result(job));
    if (!call.isPresent()) {
      throw new JobFailedException(
          "The job completed without any output",
          ErrorDetails.builder().provider(provider.name()).handle(job).build());
    }
    return new Repetition<>(
            engine,
            provider,
            job,
            call::get,
            reply -> provider.readResult(job, reply),
            retries.result(),
            error -> isDoubted(error, mayGoOn),
            report)
        .asksTwiceAbout(error -> mayBeTheJobsOwn(error) || isDoubted(error, mayGoOn));
  }

  /**
   * A model that was refused by a service of its own ends with that 429, which is replayed for
   * ever. One that comes with a wait is that of the provider's door.
   */
  private static boolean mayBeTheJobsOwn(PictorException e) {
    return e instanceof RateLimitException
        && e.details().providerMessage().isPresent()
        && !e.details().retryAfter().isPresent();
  }

  /**
   * A failure of the service itself may not be the job's, whose image was paid for then: where
   * another provider is about to be paid instead, it has to be said twice.
   */
  private static boolean isDoubted(PictorException e, BooleanSupplier mayGoOn) {
    return e instanceof JobFailedException
        && e.details().status().filter(status -> status >= 500).isPresent()
        && mayGoOn.getAsBoolean();
  }
}
