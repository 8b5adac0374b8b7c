package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.time.Duration;

/**
 * How one job is asked after, and what it means. Each question for its state waits in the line of
 * its provider, as do the further tries of one that fails.
 */
final class Inquiry {
  final Engine engine;
  final Provider provider;
  final JobHandle job;
  final Retries retries;
  final Report report;
  private final PollCall poll;

  /**
   * @param unknownFor how long from now on it may be unknown
   */
  Inquiry(
      Engine engine,
      Provider provider,
      JobHandle job,
      Retries retries,
      Report report,
      Duration unknownFor) {
    this.engine = engine;
    this.provider = provider;
    this.job = job;
    this.retries = retries;
    this.report = report;
    this.poll = new PollCall(provider, job, engine.time(), unknownFor);
  }

  /** When it was known first that there is a job, in the nanoseconds of {@link Engine#time}. */
  long since() {
    return poll.since();
  }

  /** Where its questions wait. */
  RollCall line() {
    return engine.rollCall(provider);
  }

  /**
   * A question that is asked until it is answered.
   *
   * @param first whose turn it is
   * @param answered gives that turn back
   */
  Repetition<JobSnapshot> untilAnswered(OneByOne.Asker first, Runnable answered) {
    return question(first, answered, retries.status(), report);
  }

  /** As the other, but asked once, with an answer or without. */
  Repetition<JobSnapshot> once(OneByOne.Asker first, Runnable answered, Report told) {
    return question(first, answered, retries.status().atMost(1), told);
  }

  /** What the job has made, once it has completed. It waits in no line. */
  Repetition<ProviderOutput> forTheOutput(ResultCall call) {
    return new Repetition<>(engine, provider, job, call, retries.result(), report);
  }

  /** Why it has made nothing, as its last state says. */
  PictorException failure(JobSnapshot last) {
    if (last.failure().isPresent()) {
      return last.failure().get();
    }
    ErrorDetails about = ErrorDetails.builder().provider(provider.name()).handle(job).build();
    return last.state() == JobState.FAILED
        ? new JobFailedException("The job failed; no reason was given", about)
        : new JobCanceledException("The job ended at the provider", about);
  }

  private Repetition<JobSnapshot> question(
      OneByOne.Asker first, Runnable answered, Backoff backoff, Report told) {
    return new Repetition<>(engine, provider, job, poll, backoff, told).inTurn(first, answered);
  }
}
