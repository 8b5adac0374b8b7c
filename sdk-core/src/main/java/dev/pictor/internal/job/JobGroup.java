package dev.pictor.internal.job;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.internal.http.Futures;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** All runs of one request: begun a few at a time, ended together. */
public final class JobGroup {
  /** How many submissions of one request are under way at once. */
  static final int MAX_SUBMITTING = 4;

  /** Who gets the result. */
  public enum Taker {
    /** A thread that blocks for it: no code of users hangs on it. */
    THREAD,
    /** Whoever has the future, with any code behind it. */
    FUTURE
  }

  private final RunContext context;
  private final Results results;
  private final List<LegRun> runs = new ArrayList<>(1);
  private final Taker taker;
  private final CompletableFuture<Void> submitted = new CompletableFuture<>();
  private final JobFuture<ImageResult> result = new JobFuture<>(this::endedByOthers);
  private final Counter counter = new Counter();
  private int nextRun;
  private int toStart;
  private boolean isStarting;
  private boolean isStopped;
  private volatile boolean isFinished;

  JobGroup(RunContext context, Results results, Taker taker) {
    this.context = context;
    this.results = results;
    this.taker = taker;
  }

  /** Who is to be told by the runs that are added. */
  LegOwner owner() {
    return counter;
  }

  /** Adds a run, before the group is started. */
  void add(LegRun run) {
    runs.add(run);
    counter.submitting++;
    counter.running++;
  }

  /**
   * Begins the runs.
   *
   * @param ended is run when the result is there
   */
  void start(Runnable ended) {
    Futures.whenDone(
        result,
        (value, failure) -> {
          ended.run();
          // Whoever completes the future instead of us, by a timeout for example, waits no more.
          endedByOthers();
        });
    for (int i = 0; i < Math.min(MAX_SUBMITTING, runs.size()); i++) {
      startNext();
    }
  }

  /** Stops every run, as nobody looks at the result any more. */
  void endedByOthers() {
    if (!isFinished) {
      stop(Stop.unwanted());
    }
  }

  /**
   * Begins one more run. Where it becomes a job at once, as one that is picked up does, the run
   * after it is begun when this one has been, and not on top of it: there may be thousands.
   */
  private void startNext() {
    synchronized (this) {
      toStart++;
      if (isStarting) {
        return;
      }
      isStarting = true;
    }
    for (Optional<LegRun> run = next(); run.isPresent(); run = next()) {
      try {
        run.get().start();
      } catch (RuntimeException | Error e) {
        synchronized (this) {
          isStarting = false;
        }
        throw e;
      }
    }
  }

  private synchronized Optional<LegRun> next() {
    if (toStart == 0 || nextRun == runs.size() || isStopped) {
      isStarting = false;
      return Optional.empty();
    }
    toStart--;
    return Optional.of(runs.get(nextRun++));
  }

  /** Is told by the runs how far they are. */
  final class Counter implements LegOwner {
    private int submitting;
    private int running;

    @Override
    public void submitted(LegRun run) {
      boolean isLast;
      synchronized (this) {
        isLast = --submitting == 0;
      }
      startNext();
      if (isLast) {
        context.reports.behind(() -> submitted.complete(null));
      }
    }

    @Override
    public void ended(LegRun run) {
      boolean isLast;
      synchronized (this) {
        isLast = --running == 0;
      }
      if (isLast) {
        finished();
      }
    }
  }

  private void finished() {
    isFinished = true;
    context.uploads.stop();
    List<RunResult> ended = new ArrayList<>(runs.size());
    for (LegRun run : runs) {
      ended.addAll(run.results());
    }
    Duration elapsed = context.elapsed();
    Runnable end =
        () -> {
          try {
            results.complete(result, ended, elapsed);
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e); // a bug; a future that hangs would be another
          }
        };
    // Behind the updates, so that the last one is told before the result.
    if (taker == Taker.THREAD) {
      context.reports.behind(end); // from thread to thread is a good part of a short lag
    } else {
      context.reports.after(end);
    }
  }

  /**
   * Completes when every call has become a job or has failed. Never fails. For waiting only: its
   * stages would run on any thread.
   */
  public CompletableFuture<Void> submitted() {
    return submitted;
  }

  /** The end of all runs; fails if not one image came of them. */
  public CompletableFuture<ImageResult> result() {
    return result;
  }

  /** The jobs so far, in the order of their images. */
  public List<JobHandle> handles() {
    List<JobHandle> handles = new ArrayList<>();
    runs.forEach(run -> handles.addAll(run.handles()));
    return handles;
  }

  /**
   * What may have been paid, as far as anybody knows by now, and has no handle. It says more than
   * {@link #submitted}, which a first provider completes whose images another one then makes.
   */
  List<OutcomeUnknownException> doubts() {
    List<OutcomeUnknownException> doubts = new ArrayList<>(1);
    runs.forEach(run -> doubts.addAll(run.doubts()));
    return doubts;
  }

  /** Tells a listener the latest news of each job, then all that follow. */
  public void listen(Consumer<JobUpdate> listener) {
    context.reports.listen(listener);
  }

  /** Stops every run, and cancels every job that has not ended. */
  public void cancel() {
    stop(Stop.canceled());
  }

  /** Stops every run; the jobs stay. */
  void close() {
    stop(Stop.closed());
  }

  private void stop(Stop why) {
    synchronized (this) {
      isStopped = true; // one that ends here lets no other begin before that is stopped, too
    }
    runs.forEach(run -> run.stop(why));
  }
}
