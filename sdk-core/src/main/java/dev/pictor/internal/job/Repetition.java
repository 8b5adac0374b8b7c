package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.ServiceException;
import dev.pictor.error.TransportException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Exchange;
import dev.pictor.internal.http.FileContent;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Timeouts;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Provider;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that is safe to send again (an upload, a poll, a result, a cancellation), repeated until
 * it is answered, the answer is final, or it is stopped. The deadline of the job ends it.
 */
final class Repetition<T> {
  /** A server that keeps sending nonsense will not stop: no need to wait for the deadline. */
  static final int MAX_MALFORMED = 5;

  private final Engine engine;
  private final Provider provider;
  private final Optional<JobHandle> job;
  private final Question<T> question;
  private final Report report;
  private final Backoff backoff;

  private Optional<FileContent> file = Optional.empty();
  private Optional<Turns> turns = Optional.empty();
  private @Nullable BiConsumer<@Nullable T, @Nullable Throwable> receiver;
  private int failures;
  private int malformed;
  private int doubts;
  private boolean stopped;
  private Runnable current = Futures.NOTHING;
  private Optional<PictorException> lastFailure = Optional.empty();

  /**
   * @param backoff how often, and after what waits
   */
  Repetition(
      Engine engine,
      Provider provider,
      JobHandle job,
      Question<T> question,
      Backoff backoff,
      Report report) {
    this(engine, provider, Optional.of(job), question, backoff, report);
  }

  private Repetition(
      Engine engine,
      Provider provider,
      Optional<JobHandle> job,
      Question<T> question,
      Backoff backoff,
      Report report) {
    this.engine = engine;
    this.provider = provider;
    this.job = job;
    this.question = question;
    this.backoff = backoff;
    this.report = report;
  }

  /** A call of an upload, before there is a job. */
  static <T> Repetition<T> ofUpload(
      Engine engine,
      Provider provider,
      Question<T> question,
      FileContent file,
      Backoff backoff,
      Report report) {
    Repetition<T> repetition =
        new Repetition<>(engine, provider, Optional.empty(), question, backoff, report);
    repetition.file = Optional.of(file);
    return repetition;
  }

  /**
   * Lets each further try wait in line, as the first one has: a provider that fails is not to be
   * asked more often, nor more at once, than one that answers.
   *
   * @param first who has waited for the first call
   * @param answered gives the place of the first call back
   */
  Repetition<T> inTurn(OneByOne.Asker first, Runnable answered) {
    turns = Optional.of(new Turns(engine.rollCall(provider), first.isUrgent(), answered));
    return this;
  }

  /** How it gets its turn in a line in which others wait, too. */
  private final class Turns implements OneByOne.Asker {
    private final RollCall line;
    private final boolean isUrgent;
    private final Runnable answeredFirst;

    Turns(RollCall line, boolean isUrgent, Runnable answeredFirst) {
      this.line = line;
      this.isUrgent = isUrgent;
      this.answeredFirst = answeredFirst;
    }

    void await() {
      synchronized (Repetition.this) {
        if (stopped) {
          return;
        }
        current = () -> line.leave(this);
      }
      line.alone(this);
    }

    @Override
    public void askAlone(Runnable answered) {
      send(answered);
    }

    @Override
    public boolean isUrgent() {
      return isUrgent;
    }
  }

  /** What went wrong last, while it is still tried. */
  synchronized Optional<PictorException> lastFailure() {
    return lastFailure;
  }

  /**
   * Sends it.
   *
   * @param then is told the answer or the final error, once, and nothing once it is stopped
   */
  void start(BiConsumer<@Nullable T, @Nullable Throwable> then) {
    receiver = then;
    send(turns.map(of -> of.answeredFirst).orElse(Futures.NOTHING));
  }

  private void tell(@Nullable T answer, @Nullable Throwable failure) {
    BiConsumer<@Nullable T, @Nullable Throwable> told = receiver;
    if (told != null) {
      Futures.tell(told, answer, failure);
    }
  }

  private void sendAgain() {
    if (!turns.isPresent()) {
      send(Futures.NOTHING);
      return;
    }
    try {
      turns.get().await();
    } catch (RuntimeException | Error e) { // as in again
      tell(null, broken(e));
    }
  }

  /**
   * @param ended is run once the call has ended, in whatever way, or will not be made
   */
  private void send(Runnable ended) {
    Optional<Exchange> exchange = Optional.empty();
    Optional<Throwable> failure = Optional.empty();
    synchronized (this) {
      if (!stopped) {
        try {
          Exchange sent =
              file.isPresent()
                  ? engine.send(provider, question.call(), file.get())
                  : engine.send(provider, question.call(), job);
          current = sent::abort;
          exchange = Optional.of(sent);
        } catch (RuntimeException | Error e) { // no key, or code of others: nobody else hears it
          failure = Optional.of(e);
        }
      }
    }
    if (exchange.isPresent()) {
      exchange.get().whenDone((reply, broken) -> answered(reply, broken, ended));
      return;
    }
    ended.run();
    if (failure.isPresent()) {
      tell(null, failure.get());
    }
  }

  /** Ends it without an answer. */
  void stop() {
    Runnable end;
    synchronized (this) {
      stopped = true;
      end = current;
    }
    end.run();
  }

  private void answered(@Nullable HttpReply reply, @Nullable Throwable failure, Runnable ended) {
    try {
      read(reply, failure);
    } finally {
      ended.run(); // whoever waits for it is less urgent than what was read, maybe an image
    }
  }

  private void read(@Nullable HttpReply reply, @Nullable Throwable failure) {
    synchronized (this) {
      if (stopped) {
        return;
      }
      current =
          Futures.NOTHING; // a job that waits for its next poll need not hold the reply to the last
    }
    T answer;
    try {
      if (reply == null) {
        failed(failure instanceof PictorException ? (PictorException) failure : broken(failure));
        return;
      }
      if (!reply.isSuccessful()) {
        failed(Engine.error(provider, reply));
        return;
      }
      answer = Engine.read(reply, question::read);
    } catch (PictorException e) {
      failed(e);
      return;
    } catch (RuntimeException | Error e) {
      failed(broken(e));
      return;
    }
    tell(answer, null);
  }

  private PictorException broken(@Nullable Throwable failure) {
    return new TransportException(
        "The call ended in an unexpected way: " + failure,
        ErrorDetails.builder()
            .provider(provider.name())
            .handle(job)
            .cause(Optional.ofNullable(failure))
            .build());
  }

  private void failed(PictorException e) {
    Optional<Duration> wait = Optional.empty();
    synchronized (this) {
      if (stopped) {
        return;
      }
      failures++;
      malformed += e instanceof MalformedReplyException ? 1 : 0;
      lastFailure = Optional.of(e);
      if (backoff.allowsAfter(failures) && mayPass(e)) {
        wait = question.soon(e);
        if (!wait.isPresent()) {
          wait = Optional.of(backoff.wait(failures, least(e), engine.time()));
        }
      }
    }
    if (wait.isPresent()) {
      if (turns.isPresent()) {
        turns.get().line.failed();
      }
      report.retry(job, e, wait.get()); // before it is sent, which may be at once
      again(wait.get());
    } else {
      tell(null, e);
    }
  }

  /** What was silent is asked over another connection, if this one is dead. */
  private static Optional<Duration> least(PictorException e) {
    return e.getCause() instanceof SocketTimeoutException
        ? Optional.of(Timeouts.LOOK_AT_A_CONNECTION)
        : e.details().retryAfter();
  }

  private void again(Duration wait) {
    try {
      synchronized (this) {
        if (!stopped) {
          current = engine.time().after(wait, this::sendAgain)::cancel;
        }
      }
    } catch (RuntimeException | Error e) { // no memory for it: nobody else would end this
      tell(null, broken(e));
    }
  }

  private boolean mayPass(PictorException e) {
    if (question.isDoubtful(e) && ++doubts == 2) {
      return false;
    }
    return e instanceof TransportException
        || e instanceof ServiceException
        || e instanceof RateLimitException
        || (e instanceof MalformedReplyException && malformed < MAX_MALFORMED)
        || question.mayPass(e);
  }
}
