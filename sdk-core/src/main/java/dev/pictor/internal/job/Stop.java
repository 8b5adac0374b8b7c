package dev.pictor.internal.job;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.PictorException;
import java.util.function.BiFunction;

/** Why a run ends before its job does, and what that means for the job. */
final class Stop {
  private final String reason;
  private final boolean cancelsRemote;
  private final boolean isClosing;
  private final boolean isFinal;
  private final BiFunction<String, ErrorDetails, PictorException> exception;

  private Stop(
      String reason,
      boolean cancelsRemote,
      boolean isClosing,
      boolean isFinal,
      BiFunction<String, ErrorDetails, PictorException> exception) {
    this.reason = reason;
    this.cancelsRemote = cancelsRemote;
    this.isClosing = isClosing;
    this.isFinal = isFinal;
    this.exception = exception;
  }

  /** The caller does not want it any more. */
  static Stop canceled() {
    return new Stop("It was canceled by the caller", true, false, true, JobCanceledException::new);
  }

  /** The client goes away; the job stays, to be resumed. */
  static Stop closed() {
    return new Stop("The client was closed", false, true, true, JobCanceledException::new);
  }

  /** Another provider has made the image meanwhile. */
  static Stop superseded() {
    return new Stop("Another provider was faster", true, false, false, JobCanceledException::new);
  }

  /** Time is up. */
  static Stop deadline(Limits limits) {
    return new Stop(
        "It did not end within its deadline of " + limits.deadline(),
        limits.expiry() == Limits.Expiry.CANCEL_REMOTE,
        false,
        true,
        DeadlineExceededException::new);
  }

  /** It did not even start in time. */
  static Stop startDeadline(Limits limits) {
    return new Stop(
        "It did not start within its start timeout of "
            + limits.start().map(Object::toString).orElse("?"),
        limits.expiry() == Limits.Expiry.CANCEL_REMOTE,
        false,
        false,
        DeadlineExceededException::new);
  }

  /** Whether nobody wants the images any more, from whatever provider. */
  boolean isFinal() {
    return isFinal;
  }

  /** Whether nobody is left to wait for a late reply. */
  boolean isClosing() {
    return isClosing;
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
