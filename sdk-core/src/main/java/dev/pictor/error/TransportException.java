package dev.pictor.error;

/**
 * A call did not reach the provider: no name, no connection, no TLS. Where it was a submission,
 * nothing was paid, and the same request may be made again.
 */
public final class TransportException extends PictorException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public TransportException(String message, ErrorDetails details) {
    super(message, details);
  }
}
