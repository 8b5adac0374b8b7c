package dev.pictor.internal.job;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows one job until it has ended, then asks for its output: by listening where the provider
 * tells by itself and a connection is free, else by asking again and again.
 */
final class Watching implements Listening.Owner, RollCall.Job {
  /** Whose job it is. */
  interface Owner {
    /** The job is in another state than before, or has logged. */
    void update(JobSnapshot snapshot, List<String> newLogLines);

    /** Whether another provider is paid if this job fails. */
    boolean mayGoOn();

    /** What the job made. */
    void made(ProviderOutput output);

    /** The reason why it made nothing, or why that cannot be known. */
    void madeNothing(Throwable why);
  }

  /** How it is followed. */
  private enum Way {
    /** By listening where that can be. */
    LISTENING,
    /** By asking alone. */
    ASKING,
    /** By asking before all others do. */
    ASKING_FIRST
  }

  private final Engine engine;
  private final Provider provider;
  private final JobHandle job;
  private final Report report;
  private final Retries retries;
  private final Way way;
  private final Experience experience;
  private final Owner owner;
  private final PollCall poll;

  private final Progress progress = new Progress();
  private Optional<Tempo.Job> tempo = Optional.empty();
  private boolean stopped;
  private Optional<Repetition<?>> repetition = Optional.empty();
  private Runnable current = Futures.NOTHING;
  private Optional<RollCall> polledBy = Optional.empty();
  private Optional<Beside> beside = Optional.empty();
  private Optional<LastLook> lastLook = Optional.empty();
  private Optional<JobSnapshot> untold;
  private boolean hasTold;

  /**
   * @param first the state of the job, if the reply to its submission told it
   */
  Watching(
      Engine engine,
      Provider provider,
      JobHandle job,
      Limits limits,
      Optional<JobSnapshot> first,
      Report report,
      Owner owner) {
    this(
        engine,
        provider,
        job,
        limits.retries(),
        limits.watch() == Limits.Watch.POLLING ? Way.ASKING : Way.LISTENING,
        PollCall.UNKNOWN_GRACE,
        first,
        report,
        owner);
  }

  private Watching(
      Engine engine,
      Provider provider,
      JobHandle job,
      Retries retries,
      Way way,
      Duration grace,
      Optional<JobSnapshot> first,
      Report report,
      Owner owner) {
    this.engine = engine;
    this.provider = provider;
    this.job = job;
    this.retries = retries;
    this.way = way;
    this.experience = engine.experiences().with(provider.name(), job.endpoint());
    this.untold = first;
    this.report = report;
    this.owner = owner;
    this.poll = new PollCall(provider, job, engine.time(), grace);
  }

  /**
   * For a job that is about to end, and of which nobody is to hear. It is asked after before others
   * are: somebody waits for its last word, and not for long.
   *
   * @param grace how long it may be unknown
   */
  static Watching byPolling(
      Engine engine,
      Provider provider,
      JobHandle job,
      Retries retries,
      Duration grace,
      Owner owner) {
    return new Watching(
        engine,
        provider,
        job,
        retries,
        Way.ASKING_FIRST,
        grace,
        Optional.empty(),
        Report.silent(),
        owner);
  }

  /** Whether the model has begun to run. */
  synchronized boolean hasStarted() {
    return progress.hasStarted();
  }

  /** Whether the job is known to have ended; its result may say that its state lied. */
  boolean isEnded() {
    Optional<PictorException> last;
    synchronized (this) {
      if (!progress.isEnded()) {
        return false;
      }
      last = lastFailure();
    }
    return !last.filter(failure -> Engine.isUnfinished(provider, failure)).isPresent();
  }

  /**
   * Whether the job is known to have made nothing, for this reason: one that has completed has made
   * an image, unless its own outcome says otherwise. All else is said of a call.
   */
  synchronized boolean isEndedBy(Throwable why) {
    boolean isOfTheJob =
        why instanceof JobFailedException
            || why instanceof JobCanceledException
            || why instanceof ModerationException
            || why instanceof InvalidInputException
            || why instanceof DeadlineExceededException; // of its start
    return progress.isEnded() && (isOfTheJob || !progress.isCompleted());
  }

  /** What is known of the job, and has not been told yet: with its output, if that is in hand. */
  synchronized Optional<JobSnapshot> untold() {
    return untold;
  }

  /** What went wrong last, while it is still tried. */
  synchronized Optional<PictorException> lastFailure() {
    return repetition.flatMap(Repetition::lastFailure);
  }

  /**
   * Begins.
   *
   * @param sentAt when its submission left; empty for a job that was submitted by somebody else, of
   *     which nothing is learned, and which is asked after at once
   */
  void start(Optional<Long> sentAt) {
    Optional<JobSnapshot> first;
    synchronized (this) {
      first = untold;
      Tempo.Job paced = experience.tempo().job(sentAt.orElse(poll.since()));
      tempo = Optional.of(paced);
      progress.teaches(paced, sentAt.isPresent());
    }
    if (first.isPresent()) {
      seen(first.get());
    } else if (!listens(Optional.empty())) {
      if (sentAt.isPresent()) {
        pollAfter(Optional.empty());
      } else {
        due();
      }
    }
  }

  void stop() {
    Runnable end;
    synchronized (this) {
      stopped = true;
      end = current;
    }
    left();
    isPolledNoMore();
    end.run();
  }

  private void isPolledNoMore() {
    Optional<RollCall> by;
    Optional<LastLook> look;
    synchronized (this) {
      by = polledBy;
      polledBy = Optional.empty();
      look = lastLook;
      lastLook = Optional.empty();
    }
    if (by.isPresent()) {
      by.get().remove(this);
    }
    if (look.isPresent()) {
      engine.rollCall(provider).leave(look.get());
    }
    isAskedNoMoreBeside();
  }

  private void isAskedNoMoreBeside() {
    Optional<Beside> question;
    synchronized (this) {
      question = beside;
      beside = Optional.empty();
    }
    if (question.isPresent()) {
      engine.rollCall(provider).leave(question.get());
    }
  }

  /**
   * Waits for the next news.
   *
   * @param hint when the provider wants to be asked again
   */
  private void goOn(Optional<Duration> hint) {
    if (!listens(hint)) {
      pollAfter(hint);
    }
  }

  /** Listens to its stream, if that can be. */
  private boolean listens(Optional<Duration> hint) {
    Optional<Listening> stream =
        way == Way.LISTENING && !hint.isPresent()
            ? Listening.to(engine, provider, job, experience, this)
            : Optional.empty();
    if (!stream.isPresent()) {
      return false;
    }
    Listening listening = stream.get();
    synchronized (this) {
      if (isOver()) {
        listening.stop(); // it gives the connection back when it is started
      } else {
        current = listening::stop;
        progress.streamBegins();
      }
    }
    listening.start();
    return true;
  }

  @Override
  public void heard(JobSnapshot snapshot) {
    heard(snapshot, Progress.Logs.NEW);
  }

  private void heard(JobSnapshot snapshot, Progress.Logs logs) {
    try {
      if (told(snapshot, logs) && snapshot.state().isTerminal()) {
        end(snapshot);
      }
    } catch (RuntimeException | Error e) { // as in all steps: nothing else would end it
      end(e);
    }
  }

  @Override
  public void quiet(Listening stream) {
    Beside question;
    synchronized (this) {
      if (isOver()) {
        return;
      }
      // One that still stands in line keeps its place.
      question = beside.filter(last -> last.stream == stream).orElseGet(() -> new Beside(stream));
      beside = Optional.of(question);
    }
    engine.rollCall(provider).alone(question);
  }

  /** The question that is put where a stream says nothing for long. */
  private final class Beside implements OneByOne.Asker {
    private final Listening stream;

    Beside(Listening stream) {
      this.stream = stream;
    }

    @Override
    public void askAlone(Runnable answered) {
      askBeside(stream, answered);
    }
  }

  private void askBeside(Listening stream, Runnable answered) {
    Repetition<JobSnapshot> asking =
        new Repetition<>(engine, provider, job, poll, retries.status().atMost(1), report)
            .inTurn(this, answered);
    if (stream.takesAlong(asking) && isNotTooLate(asking)) {
      asking.start((snapshot, failure) -> answeredBeside(stream, snapshot, failure));
    } else {
      answered.run();
    }
  }

  /** False: the end is known, and what becomes of the result counts from now on. */
  private synchronized boolean isNotTooLate(Repetition<JobSnapshot> asking) {
    if (isOver()) {
      return false;
    }
    repetition = Optional.of(asking);
    return true;
  }

  private void answeredBeside(
      Listening stream, @Nullable JobSnapshot snapshot, @Nullable Throwable failure) {
    if (snapshot == null) {
      report.retry(Optional.of(job), failure, Signs.QUIET);
      return;
    }
    if (snapshot.state().isTerminal()) {
      stream.hasMissedTheEnd();
      left(); // when it ended is not known well enough to learn from
    }
    seenBeside(snapshot);
  }

  /**
   * Asks once more than it would, before all others, and runs this when there is an answer, unless
   * its end is known by then.
   */
  void look(Runnable then) {
    LastLook look = new LastLook(then);
    synchronized (this) {
      if (isOver()) {
        return;
      }
      lastLook = Optional.of(look);
    }
    engine.rollCall(provider).alone(look);
  }

  /** The question on which it depends whether the job is ended. */
  private final class LastLook implements OneByOne.Asker {
    private final Runnable then;

    LastLook(Runnable then) {
      this.then = then;
    }

    @Override
    public void askAlone(Runnable answered) {
      new Repetition<>(engine, provider, job, poll, retries.status().atMost(1), Report.silent())
          .inTurn(this, answered)
          .start(
              (snapshot, failure) -> {
                if (snapshot != null) {
                  seenBeside(snapshot);
                }
                then.run();
              });
    }

    @Override
    public boolean isUrgent() {
      return true;
    }
  }

  /** Only what nothing else says better counts: that goes on, with its questions. */
  private void seenBeside(JobSnapshot snapshot) {
    if (snapshot.state().isTerminal()) {
      listed(snapshot);
    } else if (snapshot.state() == JobState.RUNNING) { // an older state may have been overtaken
      heard(snapshot, Progress.Logs.ALL);
    }
  }

  @Override
  public void deaf() {
    isAskedNoMoreBeside();
    due();
  }

  private void pollAfter(Optional<Duration> hint) {
    Time time = engine.time();
    RollCall rollCall = engine.rollCall(provider);
    Optional<Tempo.Job> paced = tempo();
    Duration wait =
        hint.isPresent()
            ? Backoff.bounded(hint.get())
            : paced.isPresent()
                ? paced.get().next(time.nanos(), rollCall.stretch(), time)
                : PollCall.UNKNOWN_GRACE;
    synchronized (this) {
      if (!isOver()) {
        join(rollCall);
        current = time.after(wait, this::due)::cancel;
      }
    }
  }

  /** It has its turn, on this thread. */
  private void due() {
    try {
      RollCall rollCall = engine.rollCall(provider);
      synchronized (this) {
        if (isOver()) {
          return;
        }
        join(rollCall); // before its first turn, too: a list tells nobody else
        current = Futures.NOTHING;
      }
      rollCall.due(this);
    } catch (RuntimeException | Error e) {
      end(e);
    }
  }

  private void join(RollCall rollCall) {
    if (!polledBy.isPresent()) {
      rollCall.add(this);
      polledBy = Optional.of(rollCall);
    }
  }

  /** Whether nothing more is to be asked: nobody waits for it, or its end is known or told. */
  private boolean isOver() {
    return stopped || hasTold || progress.isEnded();
  }

  private synchronized Optional<Tempo.Job> tempo() {
    return tempo;
  }

  /** Nothing more is to be learned of it, unless it was seen to end. */
  private void left() {
    Optional<Tempo.Job> paced = tempo();
    if (paced.isPresent()) {
      paced.get().left(engine.time().nanos());
    }
  }

  @Override
  public JobHandle handle() {
    return job;
  }

  @Override
  public synchronized Optional<Instant> createdAt() {
    return progress.createdAt();
  }

  @Override
  public void askAlone(Runnable answered) {
    Repetition<JobSnapshot> asking =
        new Repetition<>(engine, provider, job, poll, retries.status(), report)
            .inTurn(this, answered);
    boolean isWanted;
    synchronized (this) { // it may have ended in line
      isWanted = !isOver() && takesUp(asking);
    }
    if (isWanted) {
      asking.start(this::polled);
    } else {
      answered.run();
    }
  }

  @Override
  public boolean isUrgent() {
    return way == Way.ASKING_FIRST;
  }

  @Override
  public void listed(JobSnapshot snapshot) {
    Runnable underWay;
    synchronized (this) {
      if (isOver()) {
        return;
      }
      underWay = current;
      current = Futures.NOTHING;
    }
    underWay.run(); // its turn, or its own question
    seen(snapshot);
  }

  /** False: it is not wanted any more. */
  private synchronized boolean takesUp(Repetition<?> next) {
    if (stopped) {
      return false;
    }
    repetition = Optional.of(next);
    current = next::stop;
    return true;
  }

  private void polled(@Nullable JobSnapshot snapshot, @Nullable Throwable failure) {
    if (snapshot == null) {
      end(failure);
    } else {
      seen(snapshot);
    }
  }

  private void seen(JobSnapshot snapshot) {
    try {
      if (!told(snapshot, Progress.Logs.ALL)) {
        return;
      }
      if (snapshot.state().isTerminal()) {
        end(snapshot);
      } else {
        goOn(snapshot.pollAfter());
      }
    } catch (RuntimeException | Error e) {
      end(e);
    }
  }

  private void end(JobSnapshot snapshot) {
    isPolledNoMore();
    if (snapshot.state() == JobState.COMPLETED) {
      completed(snapshot);
    } else {
      end(snapshot.failure().orElseGet(() -> withoutReason(snapshot.state())));
    }
  }

  private PictorException withoutReason(JobState state) {
    return state == JobState.FAILED
        ? new JobFailedException("The job failed; no reason was given", about())
        : new JobCanceledException("The job ended at the provider", about());
  }

  private void completed(JobSnapshot snapshot) {
    if (snapshot.output().isPresent()) {
      end(snapshot.output().get());
      return;
    }
    ResultCall result;
    try {
      result = ResultCall.of(engine, provider, job, retries, owner, snapshot.failure());
    } catch (PictorException e) {
      end(e);
      return;
    }
    Repetition<ProviderOutput> asking =
        new Repetition<>(engine, provider, job, result, retries.result(), report);
    if (takesUp(asking)) {
      asking.start(
          (made, failure) -> {
            if (made == null) {
              end(result.reason(failure));
            } else {
              end(made);
            }
          });
    }
  }

  private void end(@Nullable Throwable why) {
    boolean isFirst = isFirstEnd();
    isPolledNoMore();
    left();
    if (isFirst) {
      owner.madeNothing(why == null ? new IllegalStateException("ended without a reason") : why);
    }
  }

  private void end(ProviderOutput made) {
    if (isFirstEnd()) {
      owner.made(made);
    }
  }

  /** The list of jobs and a question of its own may find the same end. */
  private synchronized boolean isFirstEnd() {
    boolean isFirst = !hasTold;
    hasTold = true;
    return isFirst;
  }

  private ErrorDetails about() {
    return ErrorDetails.builder().provider(provider.name()).handle(job).build();
  }

  /** False: nobody waits for it any more, or its end is known. */
  private boolean told(JobSnapshot snapshot, Progress.Logs logs) {
    Optional<List<String>> news;
    synchronized (this) {
      if (isOver()) {
        return false;
      }
      news = progress.see(snapshot, logs, engine.time().nanos());
      untold = snapshot.output().isPresent() ? Optional.of(snapshot) : Optional.empty();
    }
    if (news.isPresent()) {
      owner.update(snapshot, news.get());
    }
    return true;
  }
}
