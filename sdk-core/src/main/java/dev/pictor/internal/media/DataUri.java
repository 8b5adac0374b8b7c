package dev.pictor.internal.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** An image inside a URL: {@code data:image/png;base64,...}. */
final class DataUri {
  private static final int CHUNK = 64 * 1024; // a multiple of 4, so that chunks decode alone

  private final String uri;
  private final int comma;

  private DataUri(String uri, int comma) {
    this.uri = uri;
    this.comma = comma;
  }

  /** Empty for a URL of another scheme. */
  static Optional<DataUri> of(String url) {
    return url.regionMatches(true, 0, "data:", 0, 5)
        ? Optional.of(new DataUri(url, url.indexOf(',')))
        : Optional.empty();
  }

  /** How many bytes the content has. */
  long length() {
    int end = uri.length();
    while (end > comma + 1 && uri.charAt(end - 1) == '=') {
      end--;
    }
    return (end - comma - 1L) * 3 / 4;
  }

  /**
   * Writes the content, a piece at a time.
   *
   * @throws IllegalArgumentException if it is not base64
   */
  void writeTo(OutputStream out) throws IOException {
    if (comma < 0 || !uri.substring(0, comma).toLowerCase(Locale.ROOT).trim().endsWith(";base64")) {
      throw new IllegalArgumentException("the data URI does not say ;base64, before its content");
    }
    for (int from = comma + 1; from < uri.length(); from += CHUNK) {
      int to = Math.min(from + CHUNK, uri.length());
      out.write(
          Base64.getDecoder().decode(uri.substring(from, to).getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
