package dev.pictor.internal.http;

import dev.pictor.spi.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The key that a call carries, to be taken out of its reply: the error pages of proxies repeat the
 * request, and a reply becomes part of messages and logs.
 */
public final class Secrets {
  private static final int SHORTEST = 8;
  private static final String IN_ITS_PLACE = "(key removed)";

  /** With white space between them; the words of a scheme, which are short, are no secrets. */
  private final String words;

  private Secrets(String words) {
    this.words = words;
  }

  /** What the authorized form of a call has in its headers beyond the other. */
  public static Secrets added(HttpCall bare, HttpCall authorized) {
    String words = "";
    for (Map.Entry<String, String> header : authorized.headers().entrySet()) {
      String value = header.getValue();
      if (!value.equals(bare.headers().get(header.getKey()))) {
        words = words.isEmpty() ? value : words + ' ' + value;
      }
    }
    return new Secrets(words);
  }

  private int start(int from) {
    int start = from;
    while (start < words.length() && words.charAt(start) <= ' ') {
      start++;
    }
    return start;
  }

  private int end(int start) {
    int end = start;
    while (end < words.length() && words.charAt(end) > ' ') {
      end++;
    }
    return end;
  }

  String removeFrom(String text) {
    String clean = text;
    int end;
    for (int start = start(0); start < words.length(); start = start(end)) {
      end = end(start);
      if (end - start >= SHORTEST && end - start <= clean.length()) { // most headers are shorter
        clean = clean.replace(words.substring(start, end), IN_ITS_PLACE);
      }
    }
    return clean;
  }

  byte[] removeFrom(byte[] body) {
    int end;
    for (int start = start(0); start < words.length(); start = start(end)) {
      end = end(start);
      if (end - start >= SHORTEST && isIn(body, start, end)) {
        // Latin-1 takes every byte there and back.
        return removeFrom(new String(body, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
      }
    }
    return body;
  }

  /**
   * Looks at the place where the last letter would stand: one that the secret does not have rules
   * out as many places as the secret is long, which passes most of a reply by.
   */
  private boolean isIn(byte[] body, int start, int end) {
    int length = end - start;
    long letters = 0;
    for (int i = start; i < end; i++) {
      letters |= 1L << words.charAt(i); // a bit for each 64th letter: some more than it has
    }
    int last = length - 1;
    while (last < body.length) {
      if ((letters >>> body[last] & 1) == 0) {
        last += length;
      } else if (isAt(body, last - length + 1, start, end)) {
        return true;
      } else {
        last++;
      }
    }
    return false;
  }

  private boolean isAt(byte[] body, int place, int start, int end) {
    for (int i = start; i < end; i++) {
      if (body[place + i - start] != (byte) words.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
