package dev.pictor.replicate;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.spi.Origin;
import java.net.URI;

/** Where the API is, and which URLs belong to it: the token travels to those only. */
final class BaseUrl {
  private final String text;
  private final String v1;
  private final Origin origin;

  private BaseUrl(String text, String v1, Origin origin) {
    this.text = text;
    this.v1 = v1;
    this.origin = origin;
  }

  /**
   * Reads a base URL, with or without {@code /v1} at its end.
   *
   * @param setting what the user set, for the message
   * @throws ConfigurationException if the text is none
   */
  static BaseUrl parse(String setting, String text) {
    String base = withoutEnd(text.trim(), "/");
    base = withoutEnd(withoutEnd(base, "/v1"), "/");
    // The value may hold a password, which stays out of the message, and so does what is made of
    // it.
    if (base.indexOf('@') < 0 && base.indexOf('?') < 0 && base.indexOf('#') < 0) {
      try {
        return new BaseUrl(text, base + "/v1", Origin.of(base));
      } catch (IllegalArgumentException notAnOrigin) {
        // Ours says what to write instead.
      }
    }
    throw new ConfigurationException(
        setting
            + " is "
            + (base.indexOf('@') >= 0 ? "a URL with user information" : "\"" + base + "\"")
            + "; it must be scheme, host, optional port and path, such as "
            + Replicate.DEFAULT_BASE_URL,
        ErrorDetails.builder().provider(Replicate.NAME).build());
  }

  private static String withoutEnd(String text, String end) {
    String rest = text;
    while (rest.endsWith(end)) {
      rest = rest.substring(0, rest.length() - end.length());
    }
    return rest;
  }

  /** Whether it is what {@link #parse} makes of this text. */
  boolean isReadFrom(String other) {
    return text.equals(other);
  }

  /** The origin that the token may go to. */
  Origin origin() {
    return origin;
  }

  /** The URL of a path that begins with a slash, such as {@code /predictions}. */
  String url(String path) {
    return v1.concat(path);
  }

  /** Whether a URL is that of a path, which is given in parts and not put together for this. */
  boolean isUrl(String url, String start, String name, String end) {
    int nameAt = v1.length() + start.length();
    return url.length() == nameAt + name.length() + end.length()
        && url.startsWith(v1)
        && url.startsWith(start, v1.length())
        && url.startsWith(name, nameAt)
        && url.endsWith(end);
  }

  /** Whether a URL that the service sent is one of this API: same origin, below the same path. */
  boolean owns(String url) {
    return origin.includes(url) && URI.create(url).getRawPath().startsWith(path());
  }

  private String path() {
    return URI.create(v1).getRawPath() + "/";
  }

  /** The origin, which holds no secret. */
  @Override
  public String toString() {
    return origin.toString();
  }
}
