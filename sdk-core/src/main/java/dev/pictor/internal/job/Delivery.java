package dev.pictor.internal.job;

import dev.pictor.error.PictorException;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Provider;
import dev.pictor.spi.Submission;
import java.time.Duration;
import java.util.Optional;

/**
 * How the reply to a submission is wanted: at once, held back until the image is there, or as the
 * image itself.
 */
final class Delivery {
  /** By itself, no reply is held back for longer: as long as that its job has no handle. */
  static final Duration SHORT = Duration.ofSeconds(5);

  private static final double LIKELY = 0.5;

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Engine engine;
  private final Provider provider;
  private final PlannedCall call;
  private final Limits limits;
  private Optional<HttpCall> direct = Optional.empty();

  Delivery(Engine engine, Provider provider, PlannedCall call, Limits limits) {
    this.engine = engine;
    this.provider = provider;
    this.call = call;
    this.limits = limits;
  }

  /** Whether the model runs while the connection is open, and ends with it. */
  boolean isDirect() {
    return direct.isPresent();
  }

  /** The way for one sending. */
  Sent choose() {
    if (limits.watch() == Limits.Watch.DIRECT) {
      direct = Engine.guarded(provider, Optional.empty(), () -> provider.run(call));
    }
    long now = engine.time().nanos();
    Optional<Duration> hold = isDirect() ? Optional.empty() : hold().filter(wait -> mayHold(now));
    return new Sent(hold, now);
  }

  /** Takes what one needs that is held back; the turn of one alone comes last, as it is scarce. */
  private boolean mayHold(long now) {
    if ((isByItself() && !engine.hasToSpare(provider)) || !engine.room().take()) {
      return false;
    }
    boolean may = !isByItself() || experience().holds().take(now);
    if (!may) {
      engine.room().giveBack();
    }
    return may;
  }

  /** What a user wants held back is so, for far longer, and says nothing of the others. */
  private boolean isByItself() {
    return limits.watch() == Limits.Watch.AUTOMATIC;
  }

  /** How long the reply is to be held back; a job that has to start in time is to be seen. */
  private Optional<Duration> hold() {
    Duration longest = Engine.guarded(provider, Optional.empty(), provider::longestHold);
    if (limits.deadline().compareTo(longest) < 0) {
      longest = limits.deadline();
    }
    if (longest.compareTo(SHORTEST) < 0 || limits.start().isPresent()) {
      return Optional.empty();
    }
    if (limits.watch() == Limits.Watch.HELD_REPLY) {
      return Optional.of(longest);
    }
    return isByItself() && experience().tempo().probability(SHORT) >= LIKELY
        ? Optional.of(longest.compareTo(SHORT) < 0 ? longest : SHORT)
        : Optional.empty();
  }

  private Experience experience() {
    return engine.experiences().with(provider.name(), call.endpoint());
  }

  /** One sending. */
  final class Sent {
    private final Optional<Duration> hold;
    private final long at;
    private boolean isLong;
    private boolean isCounted;

    Sent(Optional<Duration> hold, long at) {
      this.hold = hold;
      this.at = at;
      this.isCounted = hold.isPresent();
    }

    HttpCall translate() {
      HttpCall translated =
          direct.isPresent()
              ? direct.get()
              : hold.isPresent() ? provider.submit(call, hold.get()) : provider.submit(call);
      isLong = !translated.hold().isZero();
      if (isLong && !isCounted) { // the caller wants it so: a direct run, or by an option
        engine.room().takeAnyway();
        isCounted = true;
      }
      return translated;
    }

    /** Whether its reply may take as long as the model; known once it is translated. */
    boolean isLong() {
      return isLong;
    }

    Submission read(HttpReply reply) {
      return direct.isPresent()
          ? provider.readRun(call, reply)
          : provider.readSubmission(call, reply);
    }

    /** A reply that is not 2xx as an exception. */
    PictorException error(HttpReply reply) {
      return direct.isPresent() ? Engine.runError(provider, reply) : Engine.error(provider, reply);
    }

    /** Its reply has come, and names a job. */
    void arrived() {
      if (isHeldByItself()) {
        experience().holds().arrived();
      }
    }

    /** It was not sent, or refused at once, which says nothing of replies that are held back. */
    void madeNothing() {
      if (isHeldByItself()) {
        experience().holds().giveBack(at);
      }
    }

    /** No reply has come that says what became of it. */
    void lost() {
      if (isHeldByItself()) {
        experience().holds().lost(at, engine.time().nanos());
      }
    }

    private boolean isHeldByItself() {
      return hold.isPresent() && isByItself();
    }

    /** Gives back what it has taken. */
    void ended() {
      if (isCounted) {
        engine.room().giveBack();
      }
    }
  }
}
