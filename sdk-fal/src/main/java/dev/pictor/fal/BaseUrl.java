package dev.pictor.fal;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.spi.Origin;
import java.net.URI;

/** Reads the addresses that a user configures. */
final class BaseUrl {
  private BaseUrl() {}

  /**
   * The origin that a text names, as the beginning of URLs: {@code https://queue.fal.run}.
   *
   * @param setting what the user set, for the message
   * @throws ConfigurationException if it is no origin of http or https
   */
  static String of(String setting, String text) {
    String url = text.trim();
    while (url.endsWith("/")) {
      url = url.substring(0, url.length() - 1);
    }
    try {
      Origin.of(url);
      URI uri = URI.create(url);
      if (uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null) {
        return url;
      }
    } catch (IllegalArgumentException notAnOrigin) {
      // Its message may repeat a password that stands in the URL; ours does not.
    }
    throw new ConfigurationException(
        setting
            + " is "
            + (url.contains("@") ? "a URL with user information" : "\"" + url + "\"")
            + "; it must be scheme, host and optional port, such as "
            + FalUrls.QUEUE,
        ErrorDetails.builder().provider(Fal.NAME).build());
  }

  /** The URL of a host, of which fal's variables hold the name only; a whole origin stays. */
  static String ofHost(String variable, String host, String prefix) {
    String text = host.trim();
    int scheme = text.indexOf("://");
    return scheme < 0
        ? of(variable, "https://" + prefix + text)
        : of(variable, text.substring(0, scheme + 3) + prefix + text.substring(scheme + 3));
  }
}
