package dev.pictor.error;

/**
 * The provider refused a call because there were too many. Nothing was paid for the refused call.
 * Try again no earlier than {@link ErrorDetails#retryAfter()} says.
 */
public final class RateLimitException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public RateLimitException(String message, ErrorDetails details) {
    super(message, details);
  }
}
