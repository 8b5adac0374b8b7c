package dev.pictor.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An image that goes into a request, by its public URL or as a {@code data:} URI.
 *
 * <p>Immutable and thread-safe.
 */
public final class ImageSource {
  private static final int SHOWN = 80;

  private final String url;

  private ImageSource(String url) {
    this.url = url;
  }

  /**
   * An image at a URL that the provider can reach.
   *
   * @param url {@code https:}, {@code http:} or {@code data:}
   * @throws IllegalArgumentException if the text is no absolute URL of these schemes
   */
  public static ImageSource url(String url) {
    String trimmed = url.trim();
    String scheme = trimmed.substring(0, Math.max(0, trimmed.indexOf(':')));
    if (scheme.equalsIgnoreCase("data")) {
      if (trimmed.indexOf(',') < 0) {
        throw refused(trimmed, "a data URI has a comma before its content");
      }
    } else if (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http")) {
      requireHost(trimmed);
    } else {
      throw refused(trimmed, "write an absolute https:, http: or data: URL");
    }
    return new ImageSource(trimmed);
  }

  private static void requireHost(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw refused(url, "it is no valid URL: percent-encode what is not allowed in one");
    }
    if (uri.getHost() == null) {
      throw refused(url, "it names no host");
    }
  }

  private static IllegalArgumentException refused(String url, String why) {
    return new IllegalArgumentException("image is \"" + shorten(url) + "\"; " + why);
  }

  private static String shorten(String url) {
    return url.length() <= SHOWN ? url : url.substring(0, SHOWN) + "...";
  }

  /** The URL as it is sent. */
  public String url() {
    return url;
  }

  /** The URL, shortened: a data URI can be megabytes long. */
  @Override
  public String toString() {
    return shorten(url);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageSource && url.equals(((ImageSource) other).url);
  }

  @Override
  public int hashCode() {
    return url.hashCode();
  }
}
