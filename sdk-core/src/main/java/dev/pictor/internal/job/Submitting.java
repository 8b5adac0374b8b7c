package dev.pictor.internal.job;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.TransportException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Exchange;
import dev.pictor.internal.http.Time;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Provider;
import dev.pictor.spi.Submission;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One paid submission. It is sent again in three cases only: nothing of its body has left this
 * machine, the provider refused it with status 429, or its reply was lost and {@link Settling} has
 * shown that it made no job. What stays unknown ends as {@link OutcomeUnknownException}, unless the
 * caller accepts to pay twice.
 */
final class Submitting {
  /** Who decides about it, and is told its end. */
  interface Owner {
    /** Whether it is not to be sent after all; asked when its turn has come. */
    boolean holdsBack();

    /** Whether another provider is asked if this one fails. */
    boolean mayGoOn();

    /** It was sent, and what became of it is not known yet. */
    void lost(RuntimeException why);

    /** It has become a job. */
    void became(Submission submission);

    /** It has become no job as far as anybody knows; mostly a {@link PictorException}. */
    void refused(Throwable why);
  }

  private final Engine engine;
  private final Provider provider;
  private final PlannedCall call;
  private final Retries retries;
  private final Delivery delivery;
  private final Aftermath aftermath;
  private final Pace.Turn turn;
  private final Owner owner;
  private final Report report;

  private int unsent;
  private int refused;
  private boolean revoked;
  private boolean isOver;
  private boolean mayRepeatRefused;
  private volatile boolean isOnItsWay; // asked without the lock: code of users runs under that
  private long sentAt;
  private Optional<Exchange> exchange = Optional.empty();
  private Optional<Time.Alarm> alarm = Optional.empty();

  Submitting(
      Engine engine,
      Provider provider,
      PlannedCall call,
      Limits limits,
      Owner owner,
      Report report) {
    this.engine = engine;
    this.provider = provider;
    this.call = call;
    this.retries = limits.retries();
    this.delivery = new Delivery(engine, provider, call, limits);
    this.aftermath = new Aftermath(engine, provider, call, limits, this);
    this.owner = owner;
    this.report = report;
    this.turn = engine.pace(provider).turn(this::send);
  }

  /** When it left for the last time, in the nanoseconds of {@link Time}. */
  synchronized long sentAt() {
    return sentAt;
  }

  /** Sends it when its turn has come. */
  void start() {
    turn.await();
  }

  private void send() {
    Delivery.Sent way;
    try {
      way = way();
    } catch (RuntimeException | Error e) {
      turn.unused();
      turn.giveWay();
      fail(unsent(e));
      return;
    }
    Optional<Exchange> sent = Optional.empty();
    Optional<Throwable> failure = Optional.empty();
    synchronized (this) {
      if (!revoked) {
        sentAt = engine.time().nanos();
        aftermath.leaves();
        engine.claims().open(this, call);
        isOnItsWay = true;
        try {
          HttpCall paid = Engine.guarded(provider, Optional.empty(), () -> translate(way));
          sent = Optional.of(engine.send(provider, paid, Optional.empty()));
          exchange = sent;
          if (revoked) { // meanwhile, by the user's own code that was asked for the key
            isOver = sent.get().revoke();
          }
        } catch (RuntimeException | Error e) { // its own, and not that of whoever gave way to it
          failure = Optional.of(e);
          isOnItsWay = sent.isPresent();
        }
      }
    }
    if (sent.isPresent()) {
      Exchange started = sent.get();
      started.whenDone(
          (reply, why) -> {
            way.ended();
            answered(started, way, reply, why);
          });
      if (way.isLong()) { // it would hold up the others for as long as the model runs
        turn.giveWay();
      }
      return;
    }
    way.ended();
    way.madeNothing();
    turn.unused();
    turn.giveWay();
    if (failure.isPresent()) {
      fail(unsent(failure.get()));
    }
  }

  private Delivery.Sent way() {
    if (owner.holdsBack()) {
      throw new TransportException(
          "It was not sent: the provider has failed since it was chosen, and there is another",
          about(null).build());
    }
    report.submitting();
    return delivery.choose();
  }

  private HttpCall translate(Delivery.Sent way) {
    HttpCall translated = way.translate();
    mayRepeatRefused = translated.refusal() == HttpCall.Refusal.SEND_AGAIN;
    return translated;
  }

  /**
   * Takes the submission back if it still can be. True: nothing of it is at the provider, and
   * nothing will be, nor will the owner be told. False: it may be there, and the owner will hear.
   */
  boolean revoke() {
    synchronized (this) {
      alarm.ifPresent(Time.Alarm::cancel);
      turn.leave();
      revoked = true;
      if (!exchange.map(Exchange::revoke).orElse(true)) {
        return false;
      }
    }
    Optional<OutcomeUnknownException> left = aftermath.doubt();
    if (left.isPresent()) {
      end(left.get());
    } else {
      isFirstEnd();
    }
    return !left.isPresent();
  }

  /**
   * Whether it was sent as a run of the model itself, which the provider starts in time or ends.
   */
  synchronized boolean isDirectRun() {
    return exchange.isPresent() && delivery.isDirect();
  }

  /** Whether something of it may be at the provider, or is about to be. */
  boolean mayHaveLeft() {
    return isOnItsWay || aftermath.doubt().isPresent();
  }

  /**
   * Nobody waits much longer: asks the provider now, once, whether or not the reply still comes.
   */
  void hurry() {
    Optional<Exchange> direct;
    synchronized (this) {
      direct = exchange.filter(sent -> delivery.isDirect());
    }
    direct.ifPresent(Exchange::abort); // which ends the model, too
    aftermath.hurry();
  }

  /** Nobody waits any longer: asks for nothing more. */
  void abandon() {
    aftermath.abandon();
  }

  /** All that a person needs to find the job at the provider. */
  String whereToLook() {
    return aftermath.whereToLook();
  }

  private void answered(
      Exchange sent, Delivery.Sent way, @Nullable HttpReply reply, @Nullable Throwable failure) {
    try {
      if (reply == null) {
        broken(sent, way, failure);
      } else if (reply.isSuccessful()) {
        accepted(way, reply);
      } else {
        refused(way, reply);
      }
    } catch (RuntimeException | Error e) { // whatever it is, a paid job may stand behind it
      lost(way, Loss.unhandled(e));
    } finally {
      if (!way.isLong()) {
        turn.giveWay(); // after the handle of this one, which is worth money, has gone on
      }
    }
  }

  private void accepted(Delivery.Sent way, HttpReply reply) {
    turn.accepted(Engine.budget(provider, reply));
    Submission submission;
    try {
      submission = Engine.read(reply, way::read);
    } catch (PictorException e) {
      lost(way, Loss.unreadable(reply, e));
      return;
    }
    way.arrived();
    engine.claims().hold(submission.handle());
    end(submission);
  }

  private void refused(Delivery.Sent way, HttpReply reply) {
    PictorException error = way.error(reply);
    int status = reply.status();
    boolean neverStarted = delivery.isDirect() && error instanceof DeadlineExceededException;
    boolean isKnown = status == 429 || isRefusal(status) || neverStarted;
    if (isKnown) {
      way.madeNothing(); // before it is sent again, which may be at once
    }
    if (status == 429 && mayRepeatRefused && error instanceof RateLimitException) {
      if (throttled(error)) {
        return;
      }
    } else {
      turn.answered(Engine.budget(provider, reply));
    }
    if (!isKnown) {
      lost(way, Loss.failed(provider, reply, error));
      return;
    }
    fail(error);
  }

  /** Makes it, and all others, wait. True: it will be sent again. */
  private boolean throttled(PictorException error) {
    refused++;
    Backoff backoff = retries.refused();
    Optional<Duration> hint = error.details().retryAfter().filter(told -> !isNothing(told));
    Duration wait = backoff.wait(refused, hint, engine.time());
    turn.refused(wait, hint.isPresent());
    boolean tooLong = hint.filter(told -> told.compareTo(Backoff.MAX_HINT) > 0).isPresent();
    if (tooLong || !backoff.allowsAfter(refused)) {
      return false;
    }
    boolean isWanted = isWantedAgain();
    if (isWanted) {
      report.retry(Optional.empty(), error, wait);
      start();
    }
    return isWanted;
  }

  private static boolean isNothing(Duration wait) {
    return wait.isZero() || wait.isNegative();
  }

  /**
   * Whether a status proves that no job was created. A server error, a timeout and a redirect to
   * another resource do not: the job may have been created before it went wrong.
   */
  private static boolean isRefusal(int status) {
    boolean redirectOfTheRequest = status == 301 || status == 307 || status == 308;
    boolean clientError = status >= 400 && status < 500 && status != 408 && status != 499;
    return redirectOfTheRequest || clientError;
  }

  private void broken(Exchange sent, Delivery.Sent way, @Nullable Throwable failure) {
    if (sent.isSent()) {
      turn.answered(Optional.empty());
      lost(way, Loss.broken(failure));
      return;
    }
    way.madeNothing();
    turn.unused();
    unsent++;
    Backoff backoff = retries.unsent();
    if (failure instanceof TransportException && backoff.allowsAfter(unsent)) {
      again(backoff.wait(unsent, Optional.empty(), engine.time()), failure);
    } else {
      fail(unsent(failure));
    }
  }

  private PictorException unsent(@Nullable Throwable failure) {
    return failure instanceof PictorException
        ? (PictorException) failure
        : new TransportException(
            "The submission could not be sent: " + failure, about(failure).build());
  }

  /** Sends it once more after a wait, unless nobody wants it any more. */
  void again(Duration wait, Throwable unless) {
    if (isWantedAgain()) {
      report.retry(Optional.empty(), unless, wait); // before it is sent, which may be at once
      synchronized (this) {
        if (!revoked) {
          alarm = Optional.of(engine.time().after(wait, this::start));
          return;
        }
      }
    }
    fail(unless); // nobody wants it any more, and nothing came of it
  }

  private synchronized boolean isWantedAgain() {
    exchange = Optional.empty();
    isOnItsWay = false;
    return !revoked;
  }

  /** Ends it without a job; what an earlier try has left behind comes first. */
  void fail(Throwable why) {
    Optional<OutcomeUnknownException> left = aftermath.doubt();
    if (left.isPresent() && !(why instanceof OutcomeUnknownException)) {
      left.get().addSuppressed(why);
      end(left.get());
    } else {
      end(why);
    }
  }

  /** Ends it with the job that it has become. */
  void end(Submission made) {
    if (isFirstEnd()) {
      owner.became(made);
    }
  }

  private void end(Throwable why) {
    if (isFirstEnd()) {
      owner.refused(why);
    }
  }

  private boolean isFirstEnd() {
    synchronized (this) {
      if (isOver) {
        return false;
      }
      isOver = true;
    }
    engine.claims().close(this);
    return true;
  }

  private void lost(Delivery.Sent way, Loss loss) {
    way.lost();
    boolean isUrgent;
    synchronized (this) {
      isUrgent = revoked;
    }
    owner.lost(aftermath.unknown(loss));
    aftermath.lost(loss, isUrgent);
  }

  private ErrorDetails.Builder about(@Nullable Throwable cause) {
    return ErrorDetails.builder().provider(provider.name()).cause(Optional.ofNullable(cause));
  }
}
