package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.internal.http.Timeouts;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobUpdate;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import dev.pictor.spi.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One job from its submission to its images, without a thread of its own: each step is begun by the
 * reply or the alarm that ends the one before.
 *
 * <p>It ends once, with an outcome for every image, whatever happens. {@link #stop} ends it early
 * from any step: the call or the alarm of that step, then the remote job.
 */
final class JobRun {
  private final Engine engine;
  private final Provider provider;
  private final RunTask task;
  private final Limits limits;
  private final Uploads uploads;
  private final Submitting.Owner owner;
  private final Report report;
  private final CompletableFuture<Optional<JobHandle>> submitted = new CompletableFuture<>();
  private final CompletableFuture<RunResult> finished = new CompletableFuture<>();
  private final List<Time.Alarm> alarms = new ArrayList<>();

  private long startedAt;
  private Optional<Stop> stop = Optional.empty();
  private Optional<Submitting> submitting = Optional.empty();
  private Optional<Watching> watching = Optional.empty();
  private Optional<Collecting> collecting = Optional.empty();
  private Optional<JobHandle> handle = Optional.empty();
  private Optional<ProviderOutput> output = Optional.empty();
  private boolean isEnding;

  /**
   * @param uploads brings what its call needs to the provider first
   * @param owner decides about its submission
   */
  JobRun(
      Engine engine,
      Provider provider,
      RunTask task,
      Limits limits,
      Uploads uploads,
      Submitting.Owner owner,
      Report report) {
    this.engine = engine;
    this.provider = provider;
    this.task = task;
    this.limits = limits;
    this.uploads = uploads;
    this.owner = owner;
    this.report = report;
    this.handle = task.handle();
  }

  /** The handle, or empty if it did not come to a job. Never fails. */
  CompletableFuture<Optional<JobHandle>> submitted() {
    return submitted;
  }

  /** The end. Never fails. */
  CompletableFuture<RunResult> finished() {
    return finished;
  }

  /**
   * Begins the run.
   *
   * @param deadlineIn what is left of the deadline, which counts for all runs of a request together
   */
  void start(Duration deadlineIn) {
    Time time = engine.time();
    boolean isLate = deadlineIn.isZero();
    synchronized (this) {
      if (stop.isPresent()) {
        return;
      }
      startedAt = time.nanos();
      if (!isLate) {
        alarms.add(time.after(deadlineIn, () -> stop(Stop.deadline(limits))));
        limits.start().ifPresent(limit -> alarms.add(time.after(limit, () -> stopUnlessStarted())));
      }
    }
    if (isLate) { // its turn came when the time was up: nothing is to be paid for any more
      stop(Stop.deadline(limits));
      return;
    }
    if (task.handle().isPresent()) {
      engine.claims().hold(task.handle().get());
      watch(task.handle().get(), Optional.empty(), Optional.empty());
    } else {
      submit();
    }
  }

  // --- submit

  private void submit() {
    PlannedCall planned = task.call().orElseThrow(AssertionError::new);
    if (planned.uploads().isEmpty()) {
      submit(planned);
      return;
    }
    Futures.whenDone(
        uploads.bring(provider, planned, report),
        (ready, failure) -> guarded(() -> brought(ready, failure)));
  }

  private void brought(@Nullable PlannedCall ready, @Nullable Throwable failure) {
    if (ready != null) {
      submit(ready);
    } else if (!stopped().isPresent()) {
      fail(exception(failure), ImageOutcome.Kind.FAILED, Fate.NOTHING_CREATED);
    }
  }

  private static RuntimeException exception(@Nullable Throwable failure) {
    return failure instanceof RuntimeException
        ? (RuntimeException) failure
        : new IllegalStateException(failure);
  }

  private void submit(PlannedCall call) {
    Submitting submission = new Submitting(engine, provider, call, limits, owner, report);
    synchronized (this) {
      if (stop.isPresent()) {
        return;
      }
      submitting = Optional.of(submission);
    }
    Futures.whenDone(
        submission.outcome(), (made, failure) -> guarded(() -> submitted(made, failure)));
    guarded(submission::start);
  }

  private void submitted(@Nullable Submission submission, @Nullable Throwable failure) {
    if (submission == null) {
      RuntimeException why = exception(failure);
      Optional<Stop> stopped = stopped();
      if (stopped.isPresent() && !(why instanceof OutcomeUnknownException)) {
        end(stopped.get(), "it had not become a job");
      } else {
        stopped.ifPresent(end -> why.addSuppressed(end.exception("", about().build())));
        fail(
            why,
            ImageOutcome.Kind.FAILED,
            stopped
                .map(JobRun::fate)
                .filter(fate -> fate == Fate.STOPPED)
                .orElse(
                    why instanceof OutcomeUnknownException
                        ? Fate.MAY_BE_ALIVE
                        : Fate.NOTHING_CREATED));
      }
      return;
    }
    JobHandle job = task.complete(submission.handle());
    report.submitted(job, elapsed());
    Optional<Long> sentAt;
    synchronized (this) {
      sentAt = submitting.map(Submitting::sentAt);
    }
    watch(job, sentAt, submission.snapshot());
  }

  private static Fate fate(Stop stop) {
    return stop.isFinal() ? Fate.STOPPED : Fate.MAY_BE_ALIVE;
  }

  private synchronized Optional<Stop> stopped() {
    return stop;
  }

  // --- watch

  private void watch(JobHandle job, Optional<Long> sentAt, Optional<JobSnapshot> first) {
    Watching watch = new Watching(engine, provider, job, limits, report, news -> update(job, news));
    watch.isMadeElsewhere(owner::mayGoOn);
    synchronized (this) {
      handle = Optional.of(job);
      submitting = Optional.empty();
      if (!stop.isPresent()) {
        watching = Optional.of(watch);
      }
    }
    if (stopped().isPresent()) { // it came before there was a watch that it could end
      endWithJob(stopped().get(), job);
      return;
    }
    submitted.complete(Optional.of(job));
    Futures.whenDone(watch.output(), (made, failure) -> guarded(() -> watched(made, failure)));
    guarded(() -> watch.start(sentAt, first));
  }

  private void update(JobHandle job, Watching.News news) {
    Duration elapsed = elapsed();
    report.update(
        job,
        () ->
            JobUpdate.builder()
                .handle(job)
                .state(news.snapshot().state())
                .rawStatus(news.snapshot().rawStatus())
                .queuePosition(news.snapshot().queuePosition())
                .newLogLines(news.newLogLines())
                .elapsed(elapsed)
                .build());
  }

  /** The time since it began. */
  Duration elapsed() {
    return Duration.ofNanos(engine.time().nanos() - startedAt);
  }

  private void stopUnlessStarted() {
    boolean started;
    synchronized (this) {
      started = collecting.isPresent() || watching.map(Watching::hasStarted).orElse(false);
    }
    if (!started) {
      stop(Stop.startDeadline(limits));
    }
  }

  private void watched(@Nullable ProviderOutput made, @Nullable Throwable failure) {
    if (made == null) {
      RuntimeException why = exception(failure);
      boolean isEnded;
      synchronized (this) {
        isEnded = watching.map(Watching::isEnded).orElse(false);
      }
      fail(
          why,
          isEnded ? ImageOutcome.Kind.FAILED : ImageOutcome.Kind.UNKNOWN,
          isEnded ? Fate.ENDED : Fate.MAY_BE_ALIVE);
      return;
    }
    collect(made, Optional.empty());
  }

  // --- collect

  /**
   * @param overruled the stop that came too late: what it was to end has made its images
   */
  private void collect(ProviderOutput made, Optional<Stop> overruled) {
    Collecting collection;
    synchronized (this) {
      if (!stop.equals(overruled)) {
        return;
      }
      stop = Optional.empty(); // together with the next line: a further stop ends the collecting
      watching = Optional.empty();
      output = Optional.of(made);
      collection =
          new Collecting(
              engine,
              provider,
              task,
              handle.orElseThrow(AssertionError::new),
              made,
              limits.retries(),
              report);
      collecting = Optional.of(collection);
    }
    report.completed(collection.handle(), elapsed());
    Futures.whenDone(
        collection.outcomes(),
        (outcomes, failure) -> {
          if (outcomes != null) {
            end(outcomes, Fate.ENDED);
          }
        });
    guarded(collection::start);
  }

  // --- end

  /** A step that ends in a way that nobody thought of ends the run: nothing else would. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      fail(
          new MalformedReplyException(
              "The job could not be followed: " + e, about().cause(e).build()),
          ImageOutcome.Kind.UNKNOWN,
          Fate.MAY_BE_ALIVE);
    }
  }

  /** Ends the run early, from whatever step it is in. Only the first stop counts. */
  void stop(Stop why) {
    Optional<Submitting> submission;
    Optional<Watching> watch;
    Optional<Collecting> collection;
    Optional<JobHandle> job;
    synchronized (this) {
      if (stop.isPresent() || finished.isDone()) {
        return;
      }
      stop = Optional.of(why);
      submission = submitting;
      watch = watching;
      collection = collecting;
      job = handle;
    }
    if (collection.isPresent()) {
      // Its images are made and paid for: they keep their URLs.
      collection.get().stop(why.exception("the job has completed", about().build()));
    } else if (watch.isPresent() && job.isPresent()) {
      watch.get().stop();
      if (watch.get().isEnded()) {
        fail(
            why.exception(
                "the job had completed, and its output is still to be fetched by its handle",
                about().build()),
            ImageOutcome.Kind.UNKNOWN,
            fate(why));
      } else {
        endWithJob(why, job.get());
      }
    } else if (job.isPresent()) {
      endWithJob(why, job.get());
    } else if (!submission.isPresent()) {
      end(why, "nothing was submitted");
    } else if (submission.get().revoke()) {
      end(why, "the submission was taken back before it was sent");
    } else {
      awaitLateReply(why, submission.get());
    }
  }

  /**
   * The submission has left and its reply has not come. The reply is waited for a little, and the
   * provider is asked meanwhile, because that alone names the job; if the reply comes later still,
   * the job is cancelled then.
   */
  private void awaitLateReply(Stop why, Submitting submission) {
    Runnable giveUp =
        () ->
            fail(
                new OutcomeUnknownException(
                    why.reason()
                        + " while the submission was under way; a job may exist"
                        + (why.cancelsRemote() ? ", and is cancelled if the reply still comes" : "")
                        + ". "
                        + submission.whereToLook(),
                    about().cause(why.exception("", about().build())).build()),
                ImageOutcome.Kind.UNKNOWN,
                fate(why));
    if (why.isClosing()) {
      submission.abandon();
      giveUp.run();
      return;
    }
    synchronized (this) {
      if (!finished.isDone()) {
        alarms.add(engine.time().after(Cancellations.LIMIT, giveUp));
      }
    }
    submission.hurry();
  }

  private void endWithJob(Stop why, JobHandle job) {
    synchronized (this) {
      if (isEnding) {
        return;
      }
      isEnding = true;
    }
    submitted.complete(Optional.of(job));
    LastWord last = new LastWord(engine, provider, job, why, limits.retries());
    Futures.whenDone(last.known(), (known, failure) -> guarded(() -> ended(why, last)));
    last.ask();
  }

  private void ended(Stop why, LastWord last) {
    if (last.output().isPresent()) { // it was faster: its images are paid for
      synchronized (this) {
        alarms.add(engine.time().after(Timeouts.CALL, () -> stop(Stop.deadline(limits))));
      }
      collect(last.output().get(), Optional.of(why));
    } else {
      fail(why.exception(last.consequence(), about().build()), last.kind(), last.fate());
    }
  }

  /** Ends a run that has left nothing behind. */
  private void end(Stop why, String consequence) {
    fail(
        why.exception(consequence, about().build()),
        ImageOutcome.Kind.FAILED,
        why.isFinal() ? Fate.STOPPED : Fate.NOTHING_CREATED);
  }

  private ErrorDetails.Builder about() {
    ErrorDetails.Builder about = ErrorDetails.builder().provider(provider.name());
    synchronized (this) {
      about.handle(handle);
      watching.flatMap(Watching::lastFailure).ifPresent(last -> about.cause(last));
    }
    return about;
  }

  private void fail(RuntimeException why, ImageOutcome.Kind kind, Fate fate) {
    ImageOutcome.Kind told =
        why instanceof ModerationException
            ? ImageOutcome.Kind.FILTERED
            : why instanceof OutcomeUnknownException ? ImageOutcome.Kind.UNKNOWN : kind;
    List<ImageOutcome> outcomes = new ArrayList<>();
    Optional<JobHandle> job;
    synchronized (this) {
      job = handle;
    }
    for (int i = 0; i < task.imageCount(); i++) {
      outcomes.add(
          ImageOutcome.builder()
              .index(task.firstImage() + i)
              .kind(told)
              .failure(why)
              .handle(job)
              .seed(task.seed(i))
              .build());
    }
    report.failed(job, why);
    end(outcomes, fate);
  }

  private void end(List<ImageOutcome> outcomes, Fate fate) {
    Optional<JobHandle> job;
    Optional<ProviderOutput> made;
    synchronized (this) {
      alarms.forEach(Time.Alarm::cancel);
      alarms.clear();
      job = handle;
      made = output;
    }
    submitted.complete(job);
    finished.complete(new RunResult(task, provider, job, made, outcomes, fate));
  }
}
