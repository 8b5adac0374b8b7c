package dev.pictor.internal.job;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.PictorException;
import java.util.function.BiFunction;

/** Why a run ends before its job does, and what that means for the job. */
final class Stop {
  /** Who is left to be told of the end. */
  private enum Listener {
    /** Another provider, which may be asked instead. */
    NEXT_PROVIDER,
    /** Whoever waits for the result. */
    CALLER,
    /** Nobody. */
    NOBODY,
    /** Nobody, and nothing runs any longer. */
    NOBODY_AT_ALL
  }

  private final String reason;
  private final boolean cancelsRemote;
  private final Listener listener;
  private final BiFunction<String, ErrorDetails, PictorException> exception;

  private Stop(
      String reason,
      boolean cancelsRemote,
      Listener listener,
      BiFunction<String, ErrorDetails, PictorException> exception) {
    this.reason = reason;
    this.cancelsRemote = cancelsRemote;
    this.listener = listener;
    this.exception = exception;
  }

  /** The caller does not want it any more. */
  static Stop canceled() {
    return new Stop(
        "It was canceled by the caller", true, Listener.CALLER, JobCanceledException::endedHere);
  }

  /** The caller has ended the future itself, and looks at nothing that comes. */
  static Stop unwanted() {
    return new Stop(
        "It was canceled by the caller", true, Listener.NOBODY, JobCanceledException::endedHere);
  }

  /** The client goes away; the job stays, to be resumed. */
  static Stop closed() {
    return new Stop(
        "The client was closed", false, Listener.NOBODY_AT_ALL, JobCanceledException::endedHere);
  }

  /** Another provider has made the image meanwhile. */
  static Stop superseded() {
    return new Stop(
        "Another provider was faster",
        true,
        Listener.NEXT_PROVIDER,
        JobCanceledException::endedHere);
  }

  /** Time is up. */
  static Stop deadline(Limits limits) {
    return new Stop(
        "It did not end within its deadline of " + limits.deadline(),
        limits.expiry() == Limits.Expiry.CANCEL_REMOTE,
        Listener.CALLER,
        DeadlineExceededException::new);
  }

  /** It did not even start in time. */
  static Stop startDeadline(Limits limits) {
    return new Stop(
        "It did not start within its start timeout of "
            + limits.start().map(Object::toString).orElse("?"),
        limits.expiry() == Limits.Expiry.CANCEL_REMOTE,
        Listener.NEXT_PROVIDER,
        DeadlineExceededException::new);
  }

  /** Whether nobody wants the images any more, from whatever provider. */
  boolean isFinal() {
    return listener != Listener.NEXT_PROVIDER;
  }

  /** Whether nobody is left to wait for a late reply. */
  boolean isClosing() {
    return listener == Listener.NOBODY_AT_ALL;
  }

  /** Whether nobody looks at what the job has made. */
  boolean isUnwanted() {
    return listener == Listener.NOBODY;
  }

  /** Whether the remote job is to be cancelled. */
  boolean cancelsRemote() {
    return cancelsRemote;
  }

  /** The reason alone. */
  String reason() {
    return reason;
  }

  /** The reason as an exception. */
  PictorException exception(String consequence, ErrorDetails details) {
    return exception.apply(reason + "; " + consequence, details);
  }
}
