package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks after one job until it has ended, then for its output. */
final class Watching {
  /** A service that is spread over many machines may not know a job at once that it accepted. */
  static final Duration UNKNOWN_GRACE = Duration.ofSeconds(3);

  private final Engine engine;
  private final Provider provider;
  private final JobHandle job;
  private final Report report;
  private final Retries retries;
  private final Consumer<News> news;
  private final CompletableFuture<ProviderOutput> output = new CompletableFuture<>();
  private final long since;

  private int polls;
  private int logLines;
  private boolean stopped;
  private JobState state = JobState.QUEUED;
  private Optional<JobSnapshot> last = Optional.empty();
  private Optional<Repetition<?>> repetition = Optional.empty();
  private volatile Optional<HttpCall> pollCall = Optional.empty();
  private Runnable current = () -> {};
  private BooleanSupplier isMadeElsewhere = () -> false;

  Watching(
      Engine engine,
      Provider provider,
      JobHandle job,
      Retries retries,
      Report report,
      Consumer<News> news) {
    this.engine = engine;
    this.provider = provider;
    this.job = job;
    this.retries = retries;
    this.report = report;
    this.news = news;
    this.since = engine.time().nanos();
  }

  /** A state of the job that differs from the one before. */
  static final class News {
    private final JobSnapshot snapshot;
    private final List<String> newLogLines;

    News(JobSnapshot snapshot, List<String> newLogLines) {
      this.snapshot = snapshot;
      this.newLogLines = newLogLines;
    }

    JobSnapshot snapshot() {
      return snapshot;
    }

    List<String> newLogLines() {
      return newLogLines;
    }
  }

  /** Says whether another provider is paid if this job fails. */
  void isMadeElsewhere(BooleanSupplier decision) {
    isMadeElsewhere = decision;
  }

  /** What the job made; fails with the reason why it made nothing. Silent once stopped. */
  CompletableFuture<ProviderOutput> output() {
    return output;
  }

  /** Whether the model has begun to run. */
  synchronized boolean hasStarted() {
    return state != JobState.QUEUED && state != JobState.UNKNOWN;
  }

  /** Whether the job is known to have ended. */
  synchronized boolean isEnded() {
    return state.isTerminal();
  }

  /** What went wrong last, while it is still tried. */
  synchronized Optional<PictorException> lastFailure() {
    return repetition.flatMap(Repetition::lastFailure);
  }

  void start(Optional<JobSnapshot> first) {
    if (first.isPresent()) {
      seen(first.get());
    } else {
      pollAfter(Optional.empty());
    }
  }

  void stop() {
    Runnable end;
    synchronized (this) {
      stopped = true;
      end = current;
    }
    end.run();
  }

  private void pollAfter(Optional<Duration> hint) {
    synchronized (this) {
      if (!stopped) {
        Time time = engine.time();
        current = time.after(Waits.poll(polls++, hint, time), this::poll)::cancel;
      }
    }
  }

  private void poll() {
    Repetition<JobSnapshot> poll =
        new Repetition<>(
            engine,
            provider,
            job,
            this::pollCall,
            reply -> provider.readPoll(job, reply),
            retries.status(),
            this::isNotKnownYet,
            report);
    begin(poll, this::polled);
  }

  /** It is the same each time: only the key may be another, and that is added by the engine. */
  private HttpCall pollCall() {
    Optional<HttpCall> made = pollCall;
    if (!made.isPresent()) {
      made = Optional.of(provider.poll(job));
      pollCall = made;
    }
    return made.get();
  }

  private <T> void begin(Repetition<T> next, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    synchronized (this) {
      if (stopped) {
        return;
      }
      repetition = Optional.of(next);
      current = next::stop;
    }
    Futures.whenDone(next.answer(), then);
    next.start();
  }

  private boolean isNotKnownYet(PictorException e) {
    return e instanceof NotFoundException
        && engine.time().nanos() - since < UNKNOWN_GRACE.toNanos();
  }

  private void polled(@Nullable JobSnapshot snapshot, @Nullable Throwable failure) {
    if (snapshot == null) {
      end(failure);
    } else {
      seen(snapshot);
    }
  }

  private void seen(JobSnapshot snapshot) {
    tell(snapshot);
    switch (snapshot.state()) {
      case COMPLETED:
        completed(snapshot);
        break;
      case FAILED:
        end(
            snapshot
                .failure()
                .orElseGet(
                    () -> new JobFailedException("The job failed; no reason was given", about())));
        break;
      case CANCELED:
        end(
            snapshot
                .failure()
                .orElseGet(
                    () -> new JobCanceledException("The job ended at the provider", about())));
        break;
      default:
        pollAfter(snapshot.pollAfter());
    }
  }

  private void completed(JobSnapshot snapshot) {
    if (snapshot.output().isPresent()) {
      output.complete(snapshot.output().get());
      return;
    }
    Optional<HttpCall> result;
    try {
      result = Engine.guarded(provider, Optional.of(job), () -> provider.result(job));
    } catch (PictorException e) {
      end(e);
      return;
    }
    if (!result.isPresent()) {
      end(new JobFailedException("The job completed without any output", about()));
      return;
    }
    begin(
        new Repetition<>(
                engine,
                provider,
                job,
                result::get,
                reply -> provider.readResult(job, reply),
                retries.result(),
                this::isDoubted,
                report)
            .asksTwiceAbout(error -> mayBeTheJobsOwn(error) || isDoubted(error)),
        (made, failure) -> {
          if (made == null) {
            end(failure);
          } else {
            output.complete(made);
          }
        });
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
  private boolean isDoubted(PictorException e) {
    return e instanceof JobFailedException
        && e.details().status().filter(status -> status >= 500).isPresent()
        && isMadeElsewhere.getAsBoolean();
  }

  private void end(@Nullable Throwable why) {
    output.completeExceptionally(
        why == null ? new IllegalStateException("ended without a reason") : why);
  }

  private ErrorDetails about() {
    return ErrorDetails.builder().provider(provider.name()).handle(job).build();
  }

  private void tell(JobSnapshot snapshot) {
    List<String> fresh;
    boolean changed;
    synchronized (this) {
      state = snapshot.state();
      List<String> all = snapshot.logLines();
      // Some replies leave the logs out, or start them anew: then nothing is news.
      fresh =
          all.size() > logLines
              ? new ArrayList<>(all.subList(logLines, all.size()))
              : new ArrayList<>();
      logLines = Math.max(logLines, all.size());
      changed =
          !fresh.isEmpty()
              || !last.isPresent()
              || last.get().state() != snapshot.state()
              || !last.get().rawStatus().equals(snapshot.rawStatus())
              || !last.get().queuePosition().equals(snapshot.queuePosition());
      last = Optional.of(snapshot);
    }
    if (changed) {
      news.accept(new News(snapshot, fresh));
    }
  }
}
