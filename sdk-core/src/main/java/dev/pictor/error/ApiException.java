package dev.pictor.error;

/** The provider answered, and the answer was no. Subclasses say what kind of no. */
public abstract class ApiException extends PictorException {
  private static final long serialVersionUID = 1L;

  ApiException(String message, ErrorDetails details) {
    super(message, details);
  }
}
