package dev.pictor.internal.job;

import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Tells a remote job to end and asks how it ended: nothing may be paid elsewhere before that is
 * known, and a job that was faster than its cancellation has made an image that was paid for.
 */
final class LastWord {
  private final Engine engine;
  private final Provider provider;
  private final JobHandle job;
  private final Retries retries;
  private final CompletableFuture<LastWord> known = new CompletableFuture<>();
  private Fate fate = Fate.MAY_BE_ALIVE;
  private Optional<ProviderOutput> output = Optional.empty();

  LastWord(Engine engine, Provider provider, JobHandle job, Retries retries) {
    this.engine = engine;
    this.provider = provider;
    this.job = job;
    this.retries = retries;
  }

  /** Completes when the end is known, at the latest after {@link Cancellations#LIMIT} twice. */
  CompletableFuture<LastWord> known() {
    return known;
  }

  /** Whether the job has ended. */
  synchronized Fate fate() {
    return fate;
  }

  /** What it made all the same. */
  synchronized Optional<ProviderOutput> output() {
    return output;
  }

  void ask() {
    Futures.whenDone(
        engine.cancellations().cancel(provider, job, retries.cancel()),
        (nothing, failure) -> look());
  }

  private void look() {
    Watching watch = new Watching(engine, provider, job, retries, Report.silent(), news -> {});
    Time.Alarm limit =
        engine
            .time()
            .after(
                Cancellations.LIMIT,
                () -> {
                  watch.stop();
                  known.complete(this);
                });
    Futures.whenDone(
        watch.output(),
        (made, failure) -> {
          limit.cancel();
          synchronized (this) {
            fate = watch.isEnded() ? Fate.ENDED : Fate.MAY_BE_ALIVE;
            output = Optional.ofNullable(made);
          }
          known.complete(this);
        });
    watch.start(Optional.empty());
  }
}
