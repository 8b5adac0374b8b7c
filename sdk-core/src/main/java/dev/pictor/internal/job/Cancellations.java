package dev.pictor.internal.job;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remote jobs that are being cancelled. A running job costs money, so a client that closes waits a
 * moment for these.
 */
public final class Cancellations {
  /** What a provider says to a cancellation. */
  enum Answer {
    /** It takes it. The job may end by itself all the same. */
    ACCEPTED,
    /** There is nothing to cancel: the job has ended, or is gone, or is not known. */
    NOTHING_LEFT,
    /** Nothing that could be understood, or it has no such call: the job may go on. */
    NONE
  }

  /** The longest that anybody waits for a cancellation. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private final Engine engine;
  private final Map<Object, CompletableFuture<Answer>> underWay = new ConcurrentHashMap<>();

  Cancellations(Engine engine) {
    this.engine = engine;
  }

  /**
   * Cancels a remote job. The future completes, never fails, when the provider has answered, when
   * it has no such call, or after {@link #LIMIT}: whatever the answer, the caller's own ending goes
   * first.
   */
  CompletableFuture<Answer> cancel(Provider provider, JobHandle job, Backoff backoff) {
    CompletableFuture<Answer> ended = new CompletableFuture<>();
    Object key = new Object();
    underWay.put(key, ended);
    Futures.whenDone(ended, (nothing, failure) -> underWay.remove(key));
    Optional<HttpCall> call;
    try {
      call = Engine.guarded(provider, Optional.of(job), () -> provider.cancel(job));
    } catch (RuntimeException untranslatable) {
      call = Optional.empty();
    }
    if (!call.isPresent()) {
      ended.complete(Answer.NONE);
      return ended;
    }
    Repetition<Boolean> repetition =
        new Repetition<>(
            engine,
            provider,
            job,
            Question.of(call.get(), reply -> Boolean.TRUE),
            backoff,
            Report.silent());
    Time.Alarm limit = limit(repetition, ended);
    repetition.start(
        (answered, refusal) -> {
          limit.cancel();
          ended.complete(refusal == null ? Answer.ACCEPTED : answer(refusal));
        });
    return ended;
  }

  private Time.Alarm limit(Repetition<Boolean> repetition, CompletableFuture<Answer> ended) {
    try {
      return engine
          .time()
          .after(
              LIMIT,
              () -> {
                repetition.stop();
                ended.complete(Answer.NONE);
              });
    } catch (RuntimeException | Error e) { // no memory for it: it is told, and not waited for
      ended.complete(Answer.NONE);
      return () -> {};
    }
  }

  private static Answer answer(Throwable refusal) {
    if (!(refusal instanceof PictorException)
        || refusal instanceof AuthenticationException
        || refusal instanceof RateLimitException) {
      return Answer.NONE;
    }
    int status = ((PictorException) refusal).details().status().orElse(0);
    return status >= 400 && status < 500 ? Answer.NOTHING_LEFT : Answer.NONE;
  }

  /** The cancellations that are under way now. */
  public CompletableFuture<Void> all() {
    return CompletableFuture.allOf(underWay.values().toArray(new CompletableFuture<?>[0]));
  }
}
