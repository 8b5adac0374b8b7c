package dev.pictor.error;

/**
 * The provider's moderation refused the prompt, an input image or the outcome. Change the request;
 * trying again does not help, and may count against the account.
 */
public final class ModerationException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public ModerationException(String message, ErrorDetails details) {
    super(message, details);
  }

  /** Always. */
  @Override
  public boolean isOver() {
    return true;
  }
}
