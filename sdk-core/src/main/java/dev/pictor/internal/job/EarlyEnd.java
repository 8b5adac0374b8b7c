package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Futures;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.time.Duration;
import java.util.Optional;

/**
 * Ends a run before its job has ended. What is left of it at the provider is ended where the stop
 * wants that, and named where it stays; a job that was faster than the stop keeps its images.
 */
final class EarlyEnd {
  /** The run. */
  interface Owner {
    /** Of its end so far, for an error. */
    ErrorDetails.Builder about();

    /** There is a job, as the stop came too late for its submission. */
    void accepted();

    /** Whether its images are being collected. */
    boolean isCollecting();

    /** Its job has made images, which count more than the stop that came too late. */
    void collect(ProviderOutput made, Stop tooLate);

    /** There will be no image. */
    void fail(RuntimeException why, ImageOutcome.Kind kind, Fate fate);

    /** A step ended in a way that nobody thought of. */
    void unforeseen(Throwable failure);

    /** Does this after a while, unless it has ended by then. */
    void after(Duration wait, Runnable then);
  }

  private final Engine engine;
  private final Provider provider;
  private final Retries retries;
  private final Stop why;
  private final Owner owner;
  private boolean hasJob;

  EarlyEnd(Engine engine, Provider provider, Retries retries, Stop why, Owner owner) {
    this.engine = engine;
    this.provider = provider;
    this.retries = retries;
    this.why = why;
    this.owner = owner;
  }

  /** Nothing has left this machine. */
  void beforeSubmission() {
    withoutJob("nothing was submitted");
  }

  /** Its submission has ended, and there is no job. */
  void withoutJob(String consequence) {
    owner.fail(
        why.exception(consequence, owner.about().build()),
        ImageOutcome.Kind.FAILED,
        fate(Fate.NOTHING_CREATED));
  }

  /** Its submission is under way. */
  void duringSubmission(Submitting submission) {
    if (submission.revoke()) {
      withoutJob("the submission was taken back before it was sent");
    } else {
      awaitReply(submission);
    }
  }

  /**
   * The submission has left and its reply has not come. The reply is waited for a little, and the
   * provider is asked meanwhile, because that alone names the job; if the reply comes later still,
   * the job is cancelled then.
   */
  private void awaitReply(Submitting submission) {
    if (why.isClosing()) {
      submission.abandon();
      giveUp(submission);
      return;
    }
    try {
      owner.after(Cancellations.LIMIT, () -> giveUp(submission));
    } catch (RuntimeException | Error e) { // no memory for it, and nobody else would end this
      giveUp(submission);
    }
    submission.hurry();
  }

  private void giveUp(Submitting submission) {
    if (hasJob() || owner.isCollecting()) { // the reply has come, and what it told is seen to
      return;
    }
    owner.fail(
        new OutcomeUnknownException(
            why.reason()
                + " while the submission was under way; a job may exist"
                + (why.cancelsRemote() ? ", and is cancelled if the reply still comes" : "")
                + ". "
                + submission.whereToLook(),
            owner.about().cause(why.exception("", owner.about().build())).build()),
        ImageOutcome.Kind.UNKNOWN,
        fate(Fate.MAY_BE_ALIVE));
  }

  /** Its job is being followed. */
  void whileWatched(Watching watch, JobHandle job) {
    watch.stop();
    Optional<JobSnapshot> known = watch.untold();
    if (!watch.isEnded() || known.flatMap(JobSnapshot::output).isPresent()) {
      withJob(job, known);
      return;
    }
    owner.fail(
        why.exception(
            "the job had completed, and its output is still to be fetched by its handle",
            owner.about().build()),
        ImageOutcome.Kind.UNKNOWN,
        fate(Fate.MAY_BE_ALIVE));
  }

  /**
   * There is a job.
   *
   * @param told what is known of it
   */
  void withJob(JobHandle job, Optional<JobSnapshot> told) {
    if (!isFirstJob()) {
      return;
    }
    owner.accepted();
    Optional<ProviderOutput> made = told.flatMap(JobSnapshot::output);
    if (made.isPresent()) {
      owner.collect(made.get(), why);
      return;
    }
    Optional<PictorException> ended =
        told.filter(snapshot -> snapshot.state() != JobState.COMPLETED)
            .flatMap(JobSnapshot::failure);
    if (ended.isPresent()) {
      owner.fail(
          why.exception("the job has ended", owner.about().cause(ended.get()).build()),
          ImageOutcome.Kind.FAILED,
          fate(Fate.ENDED));
      return;
    }
    LastWord last = new LastWord(engine, provider, job, why, retries);
    Futures.whenDone(last.known(), (known, failure) -> ended(last));
    last.ask();
  }

  private void ended(LastWord last) {
    try {
      if (last.output().isPresent()) {
        owner.collect(last.output().get(), why);
      } else {
        owner.fail(
            why.exception(last.consequence(), owner.about().build()), last.kind(), last.fate());
      }
    } catch (RuntimeException | Error e) {
      owner.unforeseen(e);
    }
  }

  /** What is left of the run, unless nobody asks for it any more. */
  private Fate fate(Fate left) {
    return why.isFinal() ? Fate.STOPPED : left;
  }

  private synchronized boolean hasJob() {
    return hasJob;
  }

  private synchronized boolean isFirstJob() {
    boolean isFirst = !hasJob;
    hasJob = true;
    return isFirst;
  }
}
