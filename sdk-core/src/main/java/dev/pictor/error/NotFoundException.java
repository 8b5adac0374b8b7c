package dev.pictor.error;

/**
 * The provider knows no such model, version, job or path. Before a job: check the model id. After
 * one: it has expired, and its images are gone.
 */
public final class NotFoundException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public NotFoundException(String message, ErrorDetails details) {
    super(message, details);
  }

  /** Always. */
  @Override
  public boolean isOver() {
    return true;
  }
}
