package dev.pictor.error;

/**
 * A finished image could not be fetched or was not what it should be. It was paid for: the URL in
 * the message and the handle lead back to it until the provider deletes it.
 */
public final class DownloadException extends PictorException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public DownloadException(String message, ErrorDetails details) {
    super(message, details);
  }
}
