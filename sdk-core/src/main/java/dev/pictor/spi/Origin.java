package dev.pictor.spi;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of a URL: the unit in which keys are trusted to servers. Immutable and
 * thread-safe.
 */
public final class Origin {
  /**
   * A host with an underscore, as in networks of containers, and perhaps a port: {@link URI} reads
   * neither of it. Nothing else may stand there: keys go where an origin says.
   */
  private static final String UNDERSCORED =
      "(?=[^:]*_)(?!.*\\.(?:[.:]|$))[A-Za-z0-9_-][A-Za-z0-9_.-]{0,260}(?::[0-9]{1,5})?";

  private final String value;

  private Origin(String value) {
    this.value = value;
  }

  /**
   * The origin of an absolute {@code http:} or {@code https:} URL.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Origin of(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a URL: " + shorten(url), e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (authority.indexOf('@') >= 0) {
      throw new IllegalArgumentException("a URL with user information is not accepted");
    }
    String host = uri.getHost();
    int port = uri.getPort();
    if (host == null && authority.matches(UNDERSCORED)) {
      int colon = authority.indexOf(':');
      host = colon < 0 ? authority : authority.substring(0, colon);
      port = colon < 0 ? -1 : Integer.parseInt(authority.substring(colon + 1));
    }
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("not an absolute http or https URL: " + shorten(url));
    }
    int known = port >= 0 ? port : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme + "://" + host.toLowerCase(Locale.ROOT) + ":" + known);
  }

  private static String shorten(String url) {
    return url.length() <= 200 ? url : url.substring(0, 200) + "...";
  }

  /** Whether this URL is of this origin; {@code false} for what is no URL. */
  public boolean includes(String url) {
    try {
      return equals(of(url));
    } catch (IllegalArgumentException notAUrl) {
      return false;
    }
  }

  /** The origin as {@code https://queue.fal.run:443}. */
  @Override
  public String toString() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin && value.equals(((Origin) other).value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
