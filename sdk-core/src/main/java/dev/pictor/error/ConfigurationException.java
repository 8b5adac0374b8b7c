package dev.pictor.error;

/**
 * Something is missing or wrong on this side: a key, a provider, a base URL. Nothing was sent. The
 * message names the setting.
 */
public final class ConfigurationException extends PictorException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public ConfigurationException(String message, ErrorDetails details) {
    super(message, details);
  }
}
