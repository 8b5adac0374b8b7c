package dev.pictor.error;

/**
 * A reply could not be read: HTML, empty, cut short, too long, or JSON of another form. The bounded
 * body is in the details. If there is a handle, the job exists.
 */
public final class MalformedReplyException extends PictorException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public MalformedReplyException(String message, ErrorDetails details) {
    super(message, details);
  }
}
