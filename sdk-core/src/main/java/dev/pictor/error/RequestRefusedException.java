package dev.pictor.error;

/**
 * The request cannot be served as it is: an unknown model, a value that the endpoint does not take,
 * or a change that strict mode forbids. Nothing was sent and nothing was paid. The message lists
 * every reason with the supported values.
 */
public final class RequestRefusedException extends PictorException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public RequestRefusedException(String message, ErrorDetails details) {
    super(message, details);
  }

  /** Always. */
  @Override
  public boolean isOver() {
    return true;
  }
}
