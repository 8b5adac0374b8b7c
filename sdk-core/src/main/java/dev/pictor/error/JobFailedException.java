package dev.pictor.error;

/**
 * The job ran and failed at the provider. The message holds the provider's own words; {@link
 * #isRetryable()} says whether the same request may succeed as a new, newly paid job.
 */
public final class JobFailedException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public JobFailedException(String message, ErrorDetails details) {
    super(message, details);
  }

  /** Always. */
  @Override
  public boolean isOver() {
    return true;
  }
}
