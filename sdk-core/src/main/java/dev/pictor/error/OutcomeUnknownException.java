package dev.pictor.error;

/**
 * A submission left this machine, and whether it created a job could not be found out: the
 * connection broke, the reply was cut, or a server in between failed. It may have been paid, so it
 * was not sent again. The details hold what is needed to look at the provider.
 */
public final class OutcomeUnknownException extends PictorException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public OutcomeUnknownException(String message, ErrorDetails details) {
    super(message, details);
  }
}
