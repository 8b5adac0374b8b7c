package dev.pictor.error;

/**
 * The account cannot pay: no credit, locked, or a spend limit. Nothing was paid. Top up the
 * account, then try again.
 */
public final class BillingException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public BillingException(String message, ErrorDetails details) {
    super(message, details);
  }
}
