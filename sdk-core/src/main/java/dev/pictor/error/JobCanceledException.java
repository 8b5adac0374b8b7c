package dev.pictor.error;

/**
 * The job was canceled: by the caller, by an interrupt, by closing the client, or at the provider.
 * A running job may have been billed up to that moment. {@link #isOver()} tells whether the
 * provider says so, or only the waiting has ended here.
 */
public final class JobCanceledException extends PictorException {
  private static final long serialVersionUID = 1L;

  private final boolean isOver;

  /** For provider modules, and the engine: the provider says that the job was canceled. */
  public JobCanceledException(String message, ErrorDetails details) {
    this(message, details, true);
  }

  private JobCanceledException(String message, ErrorDetails details, boolean isOver) {
    super(message, details);
    this.isOver = isOver;
  }

  /** For the engine: the waiting has ended here, whatever becomes of the job. */
  public static JobCanceledException endedHere(String message, ErrorDetails details) {
    return new JobCanceledException(message, details, false);
  }

  /**
   * Whether the provider says that the job has ended, so that nothing more can come of it and its
   * handle can be forgotten. If not, the waiting has ended here, by {@code cancel()}, an interrupt
   * or {@code close()}: the job may go on, or have made its images, and to resume its handle tells.
   */
  @Override
  public boolean isOver() {
    return isOver;
  }
}
