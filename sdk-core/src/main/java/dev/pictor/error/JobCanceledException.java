package dev.pictor.error;

/**
 * The job was canceled: by the caller, by an interrupt, by closing the client, or at the provider.
 * A running job may have been billed up to that moment.
 */
public final class JobCanceledException extends PictorException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public JobCanceledException(String message, ErrorDetails details) {
    super(message, details);
  }
}
