package dev.pictor.error;

/**
 * The provider failed to answer a call: an outage, an overload, a proxy in between. The job, if
 * there is one, may well be alive: pick it up again by its handle.
 */
public final class ServiceException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public ServiceException(String message, ErrorDetails details) {
    super(message, details);
  }
}
