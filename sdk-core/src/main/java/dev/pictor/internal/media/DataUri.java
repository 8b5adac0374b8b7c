package dev.pictor.internal.media;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** An image inside a URL: {@code data:image/png;base64,...}. */
final class DataUri {
  private static final Pattern BASE64 = Pattern.compile("; *base64 *$", Pattern.CASE_INSENSITIVE);
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

  /** How many bytes the content has, if it is base64; counted each time. */
  long length() {
    Text text = new Text();
    byte[] piece = piece();
    long count = 0;
    for (int size = text.read(piece); size > 0; size = text.read(piece)) {
      count += size;
      for (int at = size - 1; at >= 0 && piece[at] == '='; at--) {
        count--;
      }
    }
    return count * 3 / 4;
  }

  /**
   * Writes the content, a piece at a time: a text of megabytes is not copied.
   *
   * @throws IllegalArgumentException if it is not base64
   */
  void writeTo(OutputStream out) throws IOException {
    if (comma < 0 || !BASE64.matcher(uri.substring(0, comma)).find()) {
      throw new IllegalArgumentException("the data URI does not say ;base64, before its content");
    }
    Text text = new Text();
    byte[] piece = piece();
    byte[] content = new byte[CHUNK / 4 * 3];
    boolean isPadded = false;
    for (int size = text.read(piece); size > 0; size = text.read(piece)) {
      if (isPadded) {
        throw new IllegalArgumentException("it goes on behind its padding");
      }
      isPadded = piece[size - 1] == '=';
      byte[] whole = size == piece.length ? piece : Arrays.copyOf(piece, size);
      out.write(content, 0, Base64.getDecoder().decode(whole, content));
    }
  }

  private byte[] piece() {
    return new byte[(int) Math.min(CHUNK, uri.length() - comma - 1L)];
  }

  /** The base64 as browsers take it: white space is left out, percent escapes are undone. */
  private final class Text {
    private int at = comma + 1;

    /** Puts there what comes next, as much as there is room for; returns how much, 0 at the end. */
    int read(byte[] into) {
      int size = 0;
      int place = at;
      while (size < into.length && place < uri.length()) {
        int octet = uri.charAt(place);
        if (octet == '%' && isEscape(place)) {
          octet = digit(place + 1) << 4 | digit(place + 2);
          place += 2;
        }
        place++;
        if (!isSpace(octet)) {
          into[size++] = (byte) (octet < 128 ? octet : '?'); // which is not base64
        }
      }
      at = place;
      return size;
    }

    private boolean isEscape(int place) {
      return place + 2 < uri.length() && digit(place + 1) >= 0 && digit(place + 2) >= 0;
    }

    private int digit(int place) {
      char character = uri.charAt(place);
      return character < 128 ? Character.digit(character, 16) : -1;
    }
  }

  private static boolean isSpace(int octet) {
    return octet <= ' '
        && (octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t' || octet == '\f');
  }
}
