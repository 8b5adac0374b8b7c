package dev.pictor.error;

/**
 * The provider refused the input of the model: a missing field, a value out of range, an image that
 * it cannot read. The message holds the provider's own words. Change the request; trying again does
 * not help.
 */
public final class InvalidInputException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public InvalidInputException(String message, ErrorDetails details) {
    super(message, details);
  }

  /** Always. */
  @Override
  public boolean isOver() {
    return true;
  }
}
