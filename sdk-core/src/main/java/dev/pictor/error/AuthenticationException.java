package dev.pictor.error;

/**
 * The provider refused the key: it is wrong, revoked, or not allowed to do this. Nothing was paid.
 * Check the key and its scope; trying again does not help. Also where a proxy asks who calls: the
 * message says so.
 */
public final class AuthenticationException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public AuthenticationException(String message, ErrorDetails details) {
    super(message, details);
  }
}
