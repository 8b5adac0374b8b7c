package dev.pictor.error;

/**
 * Time ran out. The message says which limit and its value. If there is a handle, the job was
 * submitted: unless it was canceled on expiry, pick it up again instead of paying anew.
 */
public final class DeadlineExceededException extends PictorException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public DeadlineExceededException(String message, ErrorDetails details) {
    super(message, details);
  }
}
