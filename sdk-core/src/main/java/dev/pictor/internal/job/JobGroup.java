package dev.pictor.internal.job;

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
import java.util.stream.Collectors;

/** All runs of one request: begun a few at a time, ended together. */
public final class JobGroup {
  /** How many submissions of one request are under way at once. */
  static final int MAX_SUBMITTING = 4;

  private final Engine engine;
  private final Results results;
  private final List<JobRun> runs;
  private final Serial serial;
  private final List<Consumer<JobUpdate>> listeners = new ArrayList<>();
  private final List<JobUpdate> latest = new ArrayList<>();
  private final CompletableFuture<Void> submitted = new CompletableFuture<>();
  private final JobFuture<ImageResult> result = new JobFuture<>(this::cancel);
  private final Duration deadline;
  private final long startedAt;
  private int nextRun;

  JobGroup(Engine engine, Results results, List<RunSpec> specs, Limits limits) {
    this.engine = engine;
    this.results = results;
    this.serial = new Serial(engine.callbacks());
    this.deadline = limits.deadline();
    this.startedAt = engine.time().nanos();
    this.runs =
        specs.stream()
            .map(spec -> new JobRun(engine, spec.provider, spec.task, limits, this::update))
            .collect(Collectors.toList());
  }

  /** Begins the runs. */
  void start() {
    CompletableFuture<?>[] submissions =
        runs.stream().map(JobRun::submitted).toArray(CompletableFuture<?>[]::new);
    Futures.whenDone(
        CompletableFuture.allOf(submissions),
        (nothing, failure) -> serial.execute(() -> submitted.complete(null)));
    CompletableFuture<?>[] ends =
        runs.stream().map(JobRun::finished).toArray(CompletableFuture<?>[]::new);
    Futures.whenDone(CompletableFuture.allOf(ends), (nothing, failure) -> finished());
    // Whoever completes the future instead of us, by a timeout for example, waits no more.
    Futures.whenDone(result, (value, failure) -> cancel());
    for (int i = 0; i < Math.min(MAX_SUBMITTING, runs.size()); i++) {
      startNext();
    }
  }

  private void startNext() {
    JobRun run;
    synchronized (this) {
      if (nextRun == runs.size()) {
        return;
      }
      run = runs.get(nextRun++);
    }
    Futures.whenDone(run.submitted(), (handle, failure) -> startNext());
    run.start(deadlineIn());
  }

  private Duration deadlineIn() {
    Duration left = deadline.minusNanos(engine.time().nanos() - startedAt);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void finished() {
    List<RunResult> ended =
        runs.stream().map(run -> run.finished().join()).collect(Collectors.toList());
    Duration elapsed = Duration.ofNanos(engine.time().nanos() - startedAt);
    // Behind the updates, so that the last one is told before the result.
    serial.execute(
        () -> {
          try {
            results.complete(result, ended, elapsed);
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e); // a bug; a future that hangs would be another
          }
        });
  }

  /** Completes when every call has become a job or has failed. Never fails. */
  public CompletableFuture<Void> submitted() {
    return submitted;
  }

  /** The end of all runs; fails if not one image came of them. */
  public CompletableFuture<ImageResult> result() {
    return result;
  }

  /** The jobs so far, in the order of their images. */
  public List<JobHandle> handles() {
    return runs.stream()
        .map(run -> run.submitted().getNow(Optional.empty()))
        .filter(Optional::isPresent)
        .map(Optional::get)
        .collect(Collectors.toList());
  }

  /** Tells a listener the latest news of each job, then all that follow. */
  public void listen(Consumer<JobUpdate> listener) {
    serial.execute(
        () -> {
          listeners.add(listener);
          latest.forEach(update -> tell(listener, update));
        });
  }

  private void update(JobUpdate update) {
    serial.execute(
        () -> {
          latest.removeIf(old -> old.handle().id().equals(update.handle().id()));
          latest.add(update);
          for (Consumer<JobUpdate> listener : listeners) {
            tell(listener, update);
          }
        });
  }

  private static void tell(Consumer<JobUpdate> listener, JobUpdate update) {
    Futures.run(() -> listener.accept(update));
  }

  /** Stops every run, and cancels every job that has not ended. */
  public void cancel() {
    runs.forEach(run -> run.stop(Stop.canceled()));
  }

  /** Stops every run; the jobs stay. */
  void close() {
    runs.forEach(run -> run.stop(Stop.closed()));
  }
}
