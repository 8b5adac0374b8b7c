package dev.pictor.spi;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of a URL: the unit in which keys are trusted to servers. Immutable and
 * thread-safe.
 */
public final class Origin {
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
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("not an absolute http or https URL: " + shorten(url));
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("a URL with user information is not accepted");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port);
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
