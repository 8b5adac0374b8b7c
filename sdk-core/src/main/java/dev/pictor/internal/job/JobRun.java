package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.TransportException;
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
import org.jspecify.annotations.Nullable;

/**
 * One job from its submission to its images, without a thread of its own: each step is begun by the
 * reply or the alarm that ends the one before.
 *
 * <p>It ends once, with an outcome for every image, whatever happens. {@link #stop} ends it early
 * from any step: the call or the alarm of that step, then the remote job.
 */
final class JobRun implements Submitting.Owner, Watching.Owner, Collecting.Owner, EarlyEnd.Owner {
  /** Who decides about its submission, and is told what becomes of it. */
  interface Owner {
    /** Whether it is not to be submitted after all; asked when its turn has come. */
    boolean holdsBack();

    /** Whether another provider is asked if this one fails. */
    boolean mayGoOn();

    /** It was submitted, and what became of it is not known yet. */
    void lost(RuntimeException why);

    /** There is a job. Told once at most. */
    void accepted();

    /** It has ended. Told once. */
    void ended(RunResult result);
  }

  private static final String HAS_COMPLETED = "the job has completed";

  private final Engine engine;
  private final Provider provider;
  private final RunTask task;
  private final Limits limits;
  private final Uploads uploads;
  private final Owner owner;
  private final Report report;
  private final List<Time.Alarm> alarms = new ArrayList<>(2);

  private long startedAt;
  private Optional<Stop> stop = Optional.empty();
  private Optional<Stop> finalStop = Optional.empty();
  private Optional<EarlyEnd> earlyEnd = Optional.empty();
  private Optional<Submitting> submitting = Optional.empty();
  private Optional<Watching> watching = Optional.empty();
  private Optional<Collecting> collecting = Optional.empty();
  private Optional<JobHandle> handle = Optional.empty();
  private Optional<ProviderOutput> output = Optional.empty();
  private Optional<OutcomeUnknownException> doubt = Optional.empty();
  private boolean isAccepted;
  private boolean isEnded;

  /**
   * @param uploads brings what its call needs to the provider first
   */
  JobRun(
      Engine engine,
      Provider provider,
      RunTask task,
      Limits limits,
      Uploads uploads,
      Owner owner,
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

  /** The job, if there is one. */
  synchronized Optional<JobHandle> handle() {
    return handle;
  }

  /** What may have been paid, as far as anybody knows by now, and has no handle. */
  Optional<OutcomeUnknownException> doubt() {
    Optional<Submitting> underWay;
    synchronized (this) {
      if (isEnded || handle.isPresent()) {
        return doubt;
      }
      underWay = submitting;
    }
    return underWay
        .filter(Submitting::mayHaveLeft)
        .map(
            submission ->
                new OutcomeUnknownException(
                    "The submission is under way; a job may exist. " + submission.whereToLook(),
                    about().build()));
  }

  /**
   * Begins the run.
   *
   * @param deadlineIn what is left of the deadline, which counts for all runs of a request together
   */
  void start(Duration deadlineIn) {
    synchronized (this) {
      if (stop.isPresent()) {
        return;
      }
      startedAt = engine.time().nanos();
    }
    if (deadlineIn.isZero()) { // its turn came when the time was up: nothing is to be paid for
      stop(Stop.deadline(limits));
      return;
    }
    try {
      after(deadlineIn, () -> stop(Stop.deadline(limits)));
      if (limits.start().isPresent()) {
        after(limits.start().get(), this::stopUnlessStarted);
      }
    } catch (RuntimeException | Error e) { // no memory for it: without an end nothing begins
      notBegun(e);
      return;
    }
    try {
      if (task.handle().isPresent()) {
        engine.claims().hold(task.handle().get());
        watch(task.handle().get(), Optional.empty(), Optional.empty());
      } else {
        submit();
      }
    } catch (RuntimeException | Error e) {
      unforeseen(e);
    }
  }

  private void notBegun(Throwable e) {
    if (task.handle().isPresent()) {
      unforeseen(e);
      return;
    }
    fail(
        new TransportException("It was not submitted: " + e, about().cause(e).build()),
        ImageOutcome.Kind.FAILED,
        Fate.NOTHING_CREATED);
  }

  // --- submit

  private void submit() {
    PlannedCall planned = task.call().get();
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
    Submitting submission = new Submitting(engine, provider, call, limits, this, report);
    synchronized (this) {
      if (stop.isPresent()) {
        return;
      }
      submitting = Optional.of(submission);
    }
    submission.start();
  }

  @Override
  public boolean holdsBack() {
    return owner.holdsBack();
  }

  @Override
  public boolean mayGoOn() {
    return owner.mayGoOn();
  }

  @Override
  public void lost(RuntimeException why) {
    owner.lost(why);
  }

  @Override
  public void refused(Throwable failure) {
    try {
      RuntimeException why = exception(failure);
      Optional<Stop> stopped = stopped();
      if (stopped.isPresent() && !(why instanceof OutcomeUnknownException)) {
        earlyEnd().get().withoutJob("it had not become a job");
        return;
      }
      stopped.ifPresent(end -> why.addSuppressed(end.exception("", about().build())));
      fail(why, ImageOutcome.Kind.FAILED, fate(why, stopped));
    } catch (RuntimeException | Error e) {
      unforeseen(e);
    }
  }

  private static Fate fate(RuntimeException why, Optional<Stop> stopped) {
    if (stopped.isPresent() && stopped.get().isFinal()) {
      return Fate.STOPPED;
    }
    return why instanceof OutcomeUnknownException ? Fate.MAY_BE_ALIVE : Fate.NOTHING_CREATED;
  }

  @Override
  public void became(Submission submission) {
    try {
      JobHandle job = task.complete(provider, submission.handle());
      report.submitted(job, elapsed());
      Optional<Long> sentAt;
      synchronized (this) {
        sentAt = submitting.isPresent() ? Optional.of(submitting.get().sentAt()) : Optional.empty();
      }
      watch(job, sentAt, submission.snapshot());
    } catch (RuntimeException | Error e) {
      unforeseen(e);
    }
  }

  private synchronized Optional<Stop> stopped() {
    return stop;
  }

  private synchronized Optional<EarlyEnd> earlyEnd() {
    return earlyEnd;
  }

  // --- watch

  private void watch(JobHandle job, Optional<Long> sentAt, Optional<JobSnapshot> first) {
    Inquiry inquiry =
        new Inquiry(engine, provider, job, limits.retries(), report, PollCall.UNKNOWN_GRACE);
    Watching watch = Watching.of(inquiry, limits.watch(), first, this);
    synchronized (this) {
      handle = Optional.of(job);
      submitting = Optional.empty();
      if (!stop.isPresent()) {
        watching = Optional.of(watch);
      }
    }
    if (stopped().isPresent()) { // it came before there was a watch that it could end
      earlyEnd().get().withJob(job, first);
      return;
    }
    accepted();
    watch.start(sentAt);
  }

  @Override
  public void accepted() {
    synchronized (this) {
      if (isAccepted) {
        return;
      }
      isAccepted = true;
    }
    try {
      owner.accepted();
    } catch (RuntimeException | Error e) { // of the next submission, which may begin with that
      Futures.uncaught(e);
    }
  }

  @Override
  public void update(JobSnapshot snapshot, List<String> newLogLines) {
    long now = engine.time().nanos();
    JobHandle job = handle().get();
    report.update(
        job,
        () ->
            JobUpdate.builder()
                .handle(job)
                .state(snapshot.state())
                .rawStatus(snapshot.rawStatus())
                .queuePosition(snapshot.queuePosition())
                .newLogLines(newLogLines)
                .elapsed(Duration.ofNanos(now - startedAt))
                .build());
  }

  /** The time since it began. */
  Duration elapsed() {
    return Duration.ofNanos(engine.time().nanos() - startedAt);
  }

  /** What is known may be as old as the last poll: a job that runs is not to be ended for that. */
  private void stopUnlessStarted() {
    Optional<Watching> watch;
    synchronized (this) {
      watch = watching;
    }
    if (hasStarted()) {
      return;
    }
    if (!watch.isPresent()) {
      stop(Stop.startDeadline(limits));
      return;
    }
    limit(Cancellations.LIMIT, this::stopUnlessSeenToRun);
    watch.get().look(this::stopUnlessSeenToRun);
  }

  private void stopUnlessSeenToRun() {
    if (!hasStarted()) {
      stop(Stop.startDeadline(limits));
    }
  }

  private synchronized boolean hasStarted() {
    return collecting.isPresent()
        || watching.map(Watching::hasStarted).orElse(false)
        || submitting.map(Submitting::isDirectRun).orElse(false);
  }

  @Override
  public void madeNothing(Throwable failure) {
    try {
      if (!(failure instanceof PictorException)) {
        unforeseen(failure);
        return;
      }
      boolean isKnown;
      synchronized (this) {
        isKnown = watching.filter(watch -> watch.isEndedBy(failure)).isPresent();
      }
      fail(
          (PictorException) failure,
          isKnown ? ImageOutcome.Kind.FAILED : ImageOutcome.Kind.UNKNOWN,
          isKnown ? Fate.ENDED : Fate.MAY_BE_ALIVE);
    } catch (RuntimeException | Error e) {
      unforeseen(e);
    }
  }

  @Override
  public void made(ProviderOutput made) {
    try {
      collect(made, Optional.empty());
    } catch (RuntimeException | Error e) {
      unforeseen(e);
    }
  }

  // --- collect

  @Override
  public synchronized boolean isCollecting() {
    return collecting.isPresent();
  }

  /** It was faster than its stop: its images are paid for. If nobody waits they keep their URLs. */
  @Override
  public void collect(ProviderOutput made, Stop tooLate) {
    if (!tooLate.isFinal()) {
      limit(Timeouts.CALL, () -> stop(Stop.deadline(limits)));
    }
    collect(made, Optional.of(tooLate));
  }

  /**
   * @param overruled the stop that came too late: what it was to end has made its images
   */
  private void collect(ProviderOutput made, Optional<Stop> overruled) {
    Collecting collection;
    Optional<Stop> ended;
    synchronized (this) {
      if (isEnded || collecting.isPresent() || !stop.equals(overruled)) {
        return;
      }
      ended = finalStop;
      stop = ended; // together with the next line: else a further stop ends the collecting
      watching = Optional.empty();
      output = Optional.of(made);
      collection =
          new Collecting(
              engine, provider, task, handle.get(), made, limits.retries(), report, this);
      collecting = Optional.of(collection);
    }
    report.completed(collection.handle(), elapsed());
    ended.ifPresent(why -> collection.stop(why.exception(HAS_COMPLETED, about().build())));
    collection.start();
  }

  @Override
  public void collected(List<ImageOutcome> outcomes) {
    boolean isStopped;
    synchronized (this) {
      isStopped = finalStop.isPresent();
    }
    end(outcomes, isStopped ? Fate.STOPPED : Fate.ENDED);
  }

  // --- end

  /** A step that ends in a way that nobody thought of ends the run: nothing else would. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      unforeseen(e);
    }
  }

  @Override
  public void unforeseen(Throwable e) {
    fail(
        new MalformedReplyException(
            "The job could not be followed: " + e, about().cause(e).build()),
        ImageOutcome.Kind.UNKNOWN,
        Fate.MAY_BE_ALIVE);
  }

  /** Ends the run early, from whatever step it is in. Only the first stop counts. */
  void stop(Stop why) {
    EarlyEnd early = new EarlyEnd(engine, provider, limits.retries(), why, this);
    Optional<Submitting> submission;
    Optional<Watching> watch;
    Optional<Collecting> collection;
    Optional<JobHandle> job;
    synchronized (this) {
      if (why.isFinal() && !finalStop.isPresent()) {
        finalStop = Optional.of(why);
      }
      if (stop.isPresent() || isEnded) {
        return;
      }
      stop = Optional.of(why);
      earlyEnd = Optional.of(early);
      submission = submitting;
      watch = watching;
      collection = collecting;
      job = handle;
    }
    if (collection.isPresent()) {
      // Its images are made and paid for: they keep their URLs.
      collection.get().stop(why.exception(HAS_COMPLETED, about().build()));
    } else if (watch.isPresent() && job.isPresent()) {
      early.whileWatched(watch.get(), job.get());
    } else if (job.isPresent()) {
      early.withJob(job.get(), Optional.empty());
    } else if (submission.isPresent()) {
      early.duringSubmission(submission.get());
    } else {
      early.beforeSubmission();
    }
  }

  /** As {@link #after}, of what ends without it as well, only later. */
  private void limit(Duration wait, Runnable then) {
    try {
      after(wait, then);
    } catch (RuntimeException | Error e) {
      // No memory for it: what it is to limit is worth more.
    }
  }

  @Override
  public synchronized void after(Duration wait, Runnable then) {
    if (!isEnded) {
      alarms.add(engine.time().after(wait, then));
    }
  }

  @Override
  public ErrorDetails.Builder about() {
    ErrorDetails.Builder about = ErrorDetails.builder().provider(provider.name());
    synchronized (this) {
      about.handle(handle);
      watching.flatMap(Watching::lastFailure).ifPresent(last -> about.cause(last));
    }
    return about;
  }

  @Override
  public void fail(RuntimeException why, ImageOutcome.Kind kind, Fate fate) {
    ImageOutcome.Kind told =
        why instanceof ModerationException
            ? ImageOutcome.Kind.FILTERED
            : why instanceof OutcomeUnknownException ? ImageOutcome.Kind.UNKNOWN : kind;
    Optional<JobHandle> job = handle();
    if (why instanceof OutcomeUnknownException) {
      synchronized (this) {
        doubt = Optional.of((OutcomeUnknownException) why);
      }
    }
    report.failed(job, why);
    end(task.without(told, why, job), fate);
  }

  private void end(List<ImageOutcome> outcomes, Fate fate) {
    RunResult result;
    synchronized (this) {
      for (Time.Alarm alarm : alarms) {
        alarm.cancel();
      }
      alarms.clear();
      if (isEnded) {
        return;
      }
      isEnded = true;
      isAccepted = true; // of a reply that comes now, nobody is to hear
      result = new RunResult(task, provider, handle, output, outcomes, fate);
    }
    try {
      owner.ended(result);
    } catch (RuntimeException | Error e) { // of what comes behind it: this run has ended
      Futures.uncaught(e);
    }
  }
}
