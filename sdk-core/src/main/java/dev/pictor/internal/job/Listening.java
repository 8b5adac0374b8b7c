package dev.pictor.internal.job;

import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Exchange;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.internal.http.Transport;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the status stream of one job until the job has ended. Whatever else ends it (a
 * refusal, a break, silence, nonsense), its owner is told once, and has to ask.
 */
final class Listening implements Transport.Events {
  private static final int NOT_FOUND = 404;

  /** Whose job it is. */
  interface Owner {
    /** The job is in this state. */
    void heard(JobSnapshot snapshot);

    /** The stream goes on, and has said nothing for long: the job is to be asked after once. */
    void quiet(Listening stream);

    /** The stream says no more, and the job has not ended as far as anybody knows. */
    void deaf();
  }

  private final Engine engine;
  private final Provider provider;
  private final JobHandle job;
  private final Experience experience;
  private final Owner owner;
  private final HttpCall stream;
  private final long openedAt;
  private final Signs signs;

  private Optional<Exchange> exchange = Optional.empty();
  private Optional<Time.Alarm> alarm = Optional.empty();
  private Optional<Repetition<?>> beside = Optional.empty();
  private volatile Optional<Long> endToldAt = Optional.empty();
  private boolean isOver;

  private Listening(
      Engine engine,
      Provider provider,
      JobHandle job,
      Experience experience,
      Owner owner,
      HttpCall stream,
      long openedAt) {
    this.engine = engine;
    this.provider = provider;
    this.job = job;
    this.experience = experience;
    this.owner = owner;
    this.stream = stream;
    this.openedAt = openedAt;
    this.signs = new Signs(openedAt);
  }

  /**
   * One that is to be started, if there is a stream that is worth a try, and a connection for it,
   * which is taken.
   *
   * @param experience with the endpoint of the job
   */
  static Optional<Listening> to(
      Engine engine, Provider provider, JobHandle job, Experience experience, Owner owner) {
    long now = engine.time().nanos();
    if (!engine.hasToSpare(provider) // of many jobs that is nearly always so, and soon seen
        || !experience.streams().mayTry(now)) {
      return Optional.empty();
    }
    Optional<HttpCall> stream;
    try {
      stream = Engine.guarded(provider, Optional.of(job), () -> provider.stream(job));
    } catch (PictorException untranslatable) {
      return Optional.empty();
    }
    return stream.isPresent() && engine.room().take()
        ? Optional.of(new Listening(engine, provider, job, experience, owner, stream.get(), now))
        : Optional.empty();
  }

  /** Opens the stream. */
  void start() {
    boolean isWatched = false;
    Optional<Exchange> sent = Optional.empty();
    synchronized (this) {
      if (isOver) {
        engine.room().giveBack();
        return;
      }
      try {
        sent = Optional.of(engine.stream(provider, stream, job, this));
        exchange = sent;
        engine.streams().add(this);
        isWatched = isWatchedOver(Signs.FIRST_NEWS);
      } catch (RuntimeException | Error e) {
        // No key any more, for example: the next poll says so.
      }
    }
    if (sent.isPresent()) {
      sent.get()
          .whenDone(
              (reply, failure) -> {
                engine.room().giveBack();
                learn();
                ended(reply);
              });
    } else {
      engine.room().giveBack();
    }
    if (!isWatched) {
      broke();
    }
  }

  /** Ends it without a word. */
  void stop() {
    end().ifPresent(Exchange::abort);
    stopBeside();
  }

  /**
   * A question is put beside the stream, and stopped when that ends. False: that has ended, or has
   * told something since.
   *
   * @param next instead of the one before, if that has no answer yet
   */
  boolean takesAlong(Repetition<?> next) {
    Optional<Repetition<?>> before;
    synchronized (this) {
      if (isOver || !signs.isAskedAfter()) {
        return false;
      }
      before = beside;
      beside = Optional.of(next);
    }
    before.ifPresent(Repetition::stop);
    return true;
  }

  private void stopBeside() {
    Optional<Repetition<?>> asking;
    synchronized (this) {
      asking = beside;
      beside = Optional.empty();
    }
    if (asking.isPresent()) {
      asking.get().stop();
    }
  }

  @Override
  public void alive() {
    signs.alive(engine.time().nanos());
  }

  @Override
  public boolean event(HttpReply event) {
    signs.news(engine.time().nanos());
    JobSnapshot snapshot;
    try {
      snapshot = Engine.read(event, text -> provider.readEvent(job, text));
    } catch (PictorException nonsense) {
      broke();
      return false;
    }
    if (snapshot.state().isTerminal()) {
      experience.streams().worked();
      synchronized (this) {
        if (isOver) {
          return false;
        }
        over();
      }
      stopBeside();
      if (experience.streamEnds().areSoon()) {
        Transport.leadOn(() -> owner.heard(snapshot));
      } else {
        owner.heard(snapshot);
      }
      endToldAt = Optional.of(engine.time().nanos());
      return false;
    }
    synchronized (this) {
      if (isOver) {
        return false;
      }
    }
    owner.heard(snapshot);
    return true;
  }

  /** How long its stream went on behind the end of the job. */
  private void learn() {
    Optional<Long> told = endToldAt;
    if (told.isPresent()) {
      experience.streamEnds().took(engine.time().nanos() - told.get());
    }
  }

  private void ended(@Nullable HttpReply reply) {
    if (reply == null || isStream(reply) || isNotKnownYet(reply)) {
      broke();
      return;
    }
    fails(() -> refused(reply));
  }

  private void refused(HttpReply reply) {
    Optional<Duration> hint =
        reply.isSuccessful()
            ? Optional.empty()
            : Engine.error(provider, reply).details().retryAfter();
    experience.streams().refused(openedAt, engine.time().nanos(), hint);
  }

  private static boolean isStream(HttpReply reply) {
    return reply.isSuccessful() && reply.header("content-type").orElse("").contains("event-stream");
  }

  /** A service that is spread over many machines may not know a job at once that it accepted. */
  private static boolean isNotKnownYet(HttpReply reply) {
    return reply.status() == NOT_FOUND;
  }

  /**
   * The job has ended, as others say; it goes on and has not told. Where it has spoken since they
   * were asked, its word is on its way.
   */
  void hasMissedTheEnd() {
    if (signs.isAskedAfter()) {
      experience.streams().silent(openedAt, engine.time().nanos());
    }
  }

  /**
   * The job runs, as others say. True: it has told nothing at all, though whoever tells of a job
   * tells its state at once, and is ended. False also where it has ended by itself meanwhile: then
   * its owner knows, and asks.
   */
  boolean hasMissedTheStart() {
    Optional<Exchange> mute;
    synchronized (this) {
      if (isOver || !signs.isMute()) {
        return false;
      }
      mute = over();
    }
    experience.streams().silent(openedAt, engine.time().nanos());
    mute.ifPresent(Exchange::abort);
    return true;
  }

  private void broke() {
    fails(() -> experience.streams().broke(openedAt, engine.time().nanos()));
  }

  boolean isTo(Provider other) {
    return provider == other;
  }

  /** Ends, as its connection is needed more elsewhere, which says nothing of streams. */
  void giveWay() {
    fails(Futures.NOTHING);
  }

  private void fails(Runnable lesson) {
    Optional<Exchange> broken;
    synchronized (this) {
      if (isOver) {
        return;
      }
      broken = over();
    }
    if (broken.isPresent()) {
      broken.get().abort();
    }
    lesson.run();
    stopBeside();
    owner.deaf();
  }

  /**
   * One alarm for the whole stream: what comes moves only the time that it looks at. False: there
   * is no memory for it, and nobody would see that the stream is silent.
   */
  private boolean isWatchedOver(Duration rest) {
    try {
      alarm = Optional.of(engine.time().after(rest, this::look));
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  private void look() {
    Signs.Seen seen;
    boolean isWatched = true;
    synchronized (this) {
      if (isOver) {
        return;
      }
      long now = engine.time().nanos();
      seen = signs.look(now);
      if (seen != Signs.Seen.SILENT) {
        isWatched = isWatchedOver(signs.rest(now));
      }
    }
    if (seen == Signs.Seen.SILENT) {
      fails(() -> experience.streams().silent(openedAt, engine.time().nanos()));
    } else if (!isWatched) {
      broke();
    } else if (seen == Signs.Seen.QUIET) {
      owner.quiet(this);
    }
  }

  /** Empty if it had ended before. */
  private synchronized Optional<Exchange> end() {
    return isOver ? Optional.empty() : over();
  }

  private Optional<Exchange> over() {
    isOver = true;
    engine.streams().remove(this);
    if (alarm.isPresent()) {
      alarm.get().cancel();
    }
    return exchange;
  }
}
