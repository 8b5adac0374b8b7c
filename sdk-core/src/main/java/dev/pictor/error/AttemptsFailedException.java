package dev.pictor.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Several providers were tried, one after the other or side by side, and none made the image. The
 * message lists every attempt; {@link #attempts()} has their failures, the first one first; handle,
 * status and body are those of the last one. Where one of the attempts may have been paid and no
 * handle names its job, {@link #hasUnknownOutcome()} says so.
 */
public final class AttemptsFailedException extends PictorException {
  private static final long serialVersionUID = 1L;

  private final ArrayList<PictorException> attempts;

  /** For the engine. */
  public AttemptsFailedException(
      String message, List<PictorException> attempts, ErrorDetails details) {
    super(message, details);
    this.attempts = new ArrayList<>(attempts);
  }

  /** Why each provider did not make it, in the order in which they were tried. */
  public List<PictorException> attempts() {
    return Collections.unmodifiableList(attempts);
  }

  /** Whether that holds for the job of each attempt. */
  @Override
  public boolean isOver() {
    return attempts.stream().allMatch(PictorException::isOver);
  }
}
