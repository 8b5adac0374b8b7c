package dev.pictor.internal.media;

import java.io.IOException;
import java.io.OutputStream;
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
   * Writes the content, a piece at a time: a text of megabytes is not copied.
   *
   * @throws IllegalArgumentException if it is not base64
   */
  void writeTo(OutputStream out) throws IOException {
    if (comma < 0 || !uri.substring(0, comma).toLowerCase(Locale.ROOT).trim().endsWith(";base64")) {
      throw new IllegalArgumentException("the data URI does not say ;base64, before its content");
    }
    byte[] text = new byte[(int) Math.min(CHUNK, uri.length() - comma - 1L)];
    byte[] content = new byte[CHUNK / 4 * 3];
    for (int from = comma + 1; from < uri.length(); from += CHUNK) {
      int size = Math.min(CHUNK, uri.length() - from);
      byte[] chunk = size == text.length ? text : new byte[size];
      for (int i = 0; i < size; i++) {
        char character = uri.charAt(from + i);
        chunk[i] = (byte) (character < 128 ? character : '?'); // which is not base64
      }
      out.write(content, 0, Base64.getDecoder().decode(chunk, content));
    }
  }
}
