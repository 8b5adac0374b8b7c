package dev.pictor.internal.job;

import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.spi.JobSnapshot;
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

  private final Engine engine;
  private final Inquiry inquiry;
  private final boolean mayListen;
  private final boolean isUrgent;
  private final Experience experience;
  private final Owner owner;

  private final Progress progress = new Progress();
  private boolean stopped;
  private Optional<Repetition<?>> repetition = Optional.empty();
  private Runnable current = Futures.NOTHING;
  private Optional<RollCall> polledBy = Optional.empty();
  private Optional<Asides> asides = Optional.empty();
  private Optional<JobSnapshot> untold;
  private boolean hasTold;

  private Watching(
      Inquiry inquiry,
      boolean mayListen,
      boolean isUrgent,
      Optional<JobSnapshot> first,
      Owner owner) {
    this.engine = inquiry.engine;
    this.inquiry = inquiry;
    this.mayListen = mayListen;
    this.isUrgent = isUrgent;
    this.experience = engine.experiences().with(inquiry.provider.name(), inquiry.job.endpoint());
    this.untold = first;
    this.owner = owner;
  }

  /**
   * By the cheapest means there is, or by the one that is wanted.
   *
   * @param first the state of the job, if the reply to its submission told it
   */
  static Watching of(
      Inquiry inquiry, Limits.Watch wanted, Optional<JobSnapshot> first, Owner owner) {
    return new Watching(inquiry, wanted != Limits.Watch.POLLING, false, first, owner);
  }

  /**
   * For a job that is about to end. It is asked after before others are: somebody waits for its
   * last word, and not for long.
   */
  static Watching ofTheLast(Inquiry inquiry, Owner owner) {
    return new Watching(inquiry, false, true, Optional.empty(), owner);
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
    return !last.filter(failure -> Engine.isUnfinished(inquiry.provider, failure)).isPresent();
  }

  /**
   * Whether the job is known to have made nothing, for this reason: one that has completed has made
   * an image, unless its own outcome says otherwise. All else is said of a call.
   */
  synchronized boolean isEndedBy(Throwable why) {
    return progress.isEndedBy(why);
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
      Tempo.Job paced = experience.tempo().job(sentAt.orElse(inquiry.since()));
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
    Optional<Asides> beside;
    synchronized (this) {
      by = polledBy;
      polledBy = Optional.empty();
      beside = asides;
    }
    if (by.isPresent()) {
      by.get().remove(this);
    }
    if (beside.isPresent()) {
      beside.get().leave();
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
        mayListen && !hint.isPresent()
            ? Listening.to(engine, inquiry.provider, inquiry.job, experience, this)
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
    Optional<Asides> beside = wantedAsides();
    if (beside.isPresent()) {
      beside.get().quiet(stream);
    }
  }

  /**
   * Asks once more than it would, before all others, and runs this when there is an answer, unless
   * its end is known by then.
   */
  void look(Runnable then) {
    Optional<Asides> beside = wantedAsides();
    if (beside.isPresent()) {
      beside.get().look(then);
    }
  }

  /** Most jobs never need them. Empty where nothing more is to be asked. */
  private synchronized Optional<Asides> wantedAsides() {
    if (isOver()) {
      return Optional.empty();
    }
    if (!asides.isPresent()) {
      asides = Optional.of(new Asides(inquiry, this));
    }
    return asides;
  }

  /** One is asked. False: nobody needs the answer, and what becomes of the result counts. */
  synchronized boolean takesAside(Repetition<JobSnapshot> asking) {
    if (isOver()) {
      return false;
    }
    repetition = Optional.of(asking);
    return true;
  }

  /** Only what nothing else says better counts: that goes on, with its questions. */
  void seenAside(JobSnapshot snapshot) {
    if (snapshot.state().isTerminal()) {
      listed(snapshot);
    } else if (snapshot.state() == JobState.RUNNING) { // an older state may have been overtaken
      heard(snapshot, Progress.Logs.ALL);
    }
  }

  @Override
  public void deaf() {
    Optional<Asides> beside;
    synchronized (this) {
      beside = asides;
      progress.streamEnds();
    }
    if (beside.isPresent()) {
      beside.get().leaveStream();
    }
    due();
  }

  private void pollAfter(Optional<Duration> hint) {
    Time time = engine.time();
    RollCall rollCall = inquiry.line();
    Stretch stretch = rollCall.stretch();
    synchronized (this) {
      if (!isOver()) {
        join(rollCall);
        Duration wait =
            hint.isPresent() ? Backoff.bounded(hint.get()) : progress.next(stretch, time);
        current = time.after(wait, this::due)::cancel;
      }
    }
  }

  /** It has its turn, on this thread. */
  private void due() {
    try {
      RollCall rollCall = inquiry.line();
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

  /** Nothing more is to be learned of it, unless it was seen to end. */
  synchronized void left() {
    progress.left(engine.time().nanos());
  }

  @Override
  public JobHandle handle() {
    return inquiry.job;
  }

  @Override
  public synchronized Optional<Instant> createdAt() {
    return progress.createdAt();
  }

  @Override
  public void askAlone(Runnable answered) {
    Repetition<JobSnapshot> asking = inquiry.untilAnswered(this, answered);
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
    return isUrgent;
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
    if (snapshot.state() != JobState.COMPLETED) {
      end(inquiry.failure(snapshot));
    } else if (snapshot.output().isPresent()) {
      end(snapshot.output().get());
    } else {
      askFor(ResultCall.of(inquiry, owner, snapshot.failure())); // or ends, if there is none
    }
  }

  private void askFor(ResultCall result) {
    Repetition<ProviderOutput> asking = inquiry.forTheOutput(result);
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
