package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Futures;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What follows when the reply to a submission is lost: the provider is asked, a job that is found
 * is taken, one that is shown not to exist is submitted again, and what stays unknown is told, or
 * paid for again by those who accept that.
 */
final class Aftermath {
  private static final int MAX_RESUBMISSIONS = 2;

  private final Engine engine;
  private final Provider provider;
  private final PlannedCall call;
  private final Retries retries;
  private final Limits.Resubmission resubmission;
  private final Submitting submission;

  private int resubmissions;
  private boolean abandoned;
  private long sentAt;
  private Instant sentTime = Instant.EPOCH;
  private Optional<Settling> settling = Optional.empty();
  private Optional<OutcomeUnknownException> doubt = Optional.empty();

  Aftermath(
      Engine engine, Provider provider, PlannedCall call, Limits limits, Submitting submission) {
    this.engine = engine;
    this.provider = provider;
    this.call = call;
    this.retries = limits.retries();
    this.resubmission = limits.resubmission();
    this.submission = submission;
  }

  /** The submission is about to leave this machine. */
  synchronized void leaves() {
    if (resubmissions == 0) {
      sentAt = engine.time().nanos();
      sentTime = engine.time().now();
    }
  }

  /** Of an earlier try, which may have made a job, and was sent again all the same. */
  synchronized Optional<OutcomeUnknownException> doubt() {
    return doubt;
  }

  /**
   * Nobody waits much longer: asks the provider now, once, whether or not the reply still comes.
   */
  void hurry() {
    Optional<Settling> begun = Optional.empty();
    Optional<Settling> look;
    synchronized (this) {
      if (!settling.isPresent() && Settling.isPossible(engine, provider, call)) {
        begun = Optional.of(newLook());
        settling = begun;
      }
      look = settling;
    }
    begun.ifPresent(this::takeWhatItFinds);
    look.ifPresent(Settling::hurry);
  }

  private void takeWhatItFinds(Settling look) {
    Futures.whenDone(
        look.outcome(),
        (found, failure) -> {
          if (found != null) {
            found.job().ifPresent(submission::end);
          }
        });
    look.start();
  }

  private Settling newLook() {
    return new Settling(
        engine, provider, call, submission, new Window(engine.time(), sentAt, sentTime));
  }

  /** Nobody waits any longer: asks for nothing more. */
  void abandon() {
    Optional<Settling> underWay;
    synchronized (this) {
      abandoned = true;
      underWay = settling;
    }
    underWay.ifPresent(Settling::stop);
  }

  /**
   * Asks the provider, where it can be asked, before it gives up; not beside a look that is under
   * way: of two, one finds the job, and the other one that there is none left.
   */
  void lost(Loss loss, boolean isUrgent) {
    Optional<Settling> before;
    synchronized (this) {
      before = settling;
    }
    if (!before.isPresent()) {
      look(loss, isUrgent);
      return;
    }
    engine.claims().lost(submission);
    Futures.whenDone(
        before.get().outcome(),
        (found, failure) -> {
          if (found == null || !found.job().isPresent()) {
            look(loss, isUrgent);
          }
        });
  }

  private void look(Loss loss, boolean isUrgent) {
    Optional<Settling> look = Optional.empty();
    synchronized (this) {
      if (!abandoned && Settling.isPossible(engine, provider, call)) {
        look = Optional.of(newLook());
        settling = look;
      }
    }
    if (look.isPresent()) {
      settle(look.get(), loss, isUrgent);
    } else {
      unsettled(loss, Settlement.open("", Optional.empty()));
    }
  }

  private void settle(Settling look, Loss loss, boolean isUrgent) {
    engine.claims().lost(submission);
    Futures.whenDone(
        look.outcome(),
        (found, failure) ->
            settled(loss, found == null ? Settlement.open("", Optional.empty()) : found));
    look.start();
    if (isUrgent) {
      look.hurry();
    }
  }

  private void settled(Loss loss, Settlement found) {
    if (found.job().isPresent()) {
      submission.end(found.job().get());
    } else if (found.isAbsent() && loss.isOver()) {
      Throwable why = loss.cause().orElseGet(() -> unknown(loss, found));
      if (resubmissions < MAX_RESUBMISSIONS) {
        resubmit(why);
      } else {
        submission.fail(why);
      }
    } else {
      unsettled(loss, found);
    }
  }

  private void unsettled(Loss loss, Settlement found) {
    OutcomeUnknownException unknown = unknown(loss, found);
    boolean mayPayTwice =
        resubmission == Limits.Resubmission.EVERYTHING
            || (resubmission == Limits.Resubmission.GATEWAY_ERRORS && loss.isOfGateway());
    if (mayPayTwice && resubmissions < MAX_RESUBMISSIONS) {
      synchronized (this) {
        doubt = Optional.of(unknown);
      }
      resubmit(unknown);
    } else {
      submission.fail(unknown);
    }
  }

  private void resubmit(Throwable why) {
    Optional<Duration> hint =
        why instanceof PictorException
            ? ((PictorException) why).details().retryAfter()
            : Optional.empty();
    engine.claims().found(submission);
    synchronized (this) {
      resubmissions++;
      settling = Optional.empty();
    }
    submission.again(retries.unsent().wait(resubmissions, hint, engine.time()), why);
  }

  /** What is to be told as long as nobody was asked. */
  OutcomeUnknownException unknown(Loss loss) {
    return unknown(loss, Settlement.open("", Optional.empty()));
  }

  private OutcomeUnknownException unknown(Loss loss, Settlement found) {
    Optional<Throwable> cause = loss.cause();
    ErrorDetails.Builder details = ErrorDetails.builder().provider(provider.name()).cause(cause);
    if (cause.isPresent() && cause.get() instanceof PictorException) {
      ErrorDetails known = ((PictorException) cause.get()).details();
      details.copyFrom(known).cause(cause).retry(ErrorDetails.Retry.USELESS);
    }
    OutcomeUnknownException unknown =
        new OutcomeUnknownException(
            "The submission to "
                + call.endpoint()
                + " was sent, and "
                + loss.why()
                + ". A job may exist and may have been paid for"
                + (resubmissions == 0 ? ", so it was not sent again" : "")
                + "; "
                + (found.finding().isEmpty()
                    ? "this provider has no list of jobs that could be asked"
                    : "the provider was asked, and " + found.finding())
                + ". "
                + whereToLook(),
            details.build());
    found.cause().ifPresent(unknown::addSuppressed);
    return unknown;
  }

  /** All that a person needs to find the job at the provider. */
  synchronized String whereToLook() {
    return "Look for a job of "
        + call.endpoint()
        + call.seed().map(seed -> " with seed " + seed).orElse("")
        + " sent at "
        + sentTime
        + (resubmissions == 0 ? "" : " and " + resubmissions + " times more since");
  }
}
