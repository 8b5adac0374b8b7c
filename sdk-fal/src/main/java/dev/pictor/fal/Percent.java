package dev.pictor.fal;

import java.nio.charset.StandardCharsets;

/** Percent-encoding that is safe in a path segment and in a query alike. */
final class Percent {
  private static final String HEX = "0123456789ABCDEF";

  private Percent() {}

  /** The text with everything but letters, digits and {@code -._~} encoded as UTF-8. */
  static String encode(String text) {
    return isUnreserved(text, "") ? text : encoded(text); // almost always as it is
  }

  /** A path of sound segments, each of them encoded. */
  static String path(String text) {
    if (isUnreserved(text, "/")) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (String segment : text.split("/", -1)) {
      out.append(out.length() == 0 ? "" : "/").append(segment(segment));
    }
    return out.toString();
  }

  private static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (octet & 0xff);
      if (isUnreserved(character)) {
        out.append(character);
      } else {
        out.append('%').append(HEX.charAt(character >> 4)).append(HEX.charAt(character & 0xf));
      }
    }
    return out.toString();
  }

  private static boolean isUnreserved(String text, String also) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (!isUnreserved(character) && also.indexOf(character) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnreserved(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= '0' && character <= '9')
        || (character >= 'A' && character <= 'Z')
        || "-._~".indexOf(character) >= 0;
  }

  /**
   * The text as one segment of a path.
   *
   * @throws IllegalArgumentException if it is empty, or a dot segment, which URL parsers resolve
   *     into another path even when it is encoded
   */
  static String segment(String text) {
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException("\"" + text + "\" cannot be a part of a URL's path");
    }
    return encode(text);
  }
}
