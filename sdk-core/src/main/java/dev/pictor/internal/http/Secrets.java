package dev.pictor.internal.http;

import dev.pictor.spi.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The key that a call carries, to be taken out of its reply: the error pages of proxies repeat the
 * request, and a reply becomes part of messages and logs.
 */
public final class Secrets {
  private static final int SHORTEST = 8;
  private static final String IN_ITS_PLACE = "(key removed)";

  private final List<String> texts;

  private Secrets(List<String> texts) {
    this.texts = texts;
  }

  /** What the authorized form of a call has in its headers beyond the other. */
  public static Secrets added(HttpCall bare, HttpCall authorized) {
    List<String> texts = new ArrayList<>(1);
    authorized
        .headers()
        .forEach(
            (name, value) -> {
              if (!value.equals(bare.headers().get(name))) {
                addWords(value, texts);
              }
            });
    return new Secrets(texts);
  }

  /** Without the scheme that stands before the key, which is no secret. */
  private static void addWords(String value, List<String> texts) {
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || value.charAt(i) <= ' ') {
        if (i - start >= SHORTEST) {
          texts.add(value.substring(start, i));
        }
        start = i + 1;
      }
    }
  }

  String removeFrom(String text) {
    String clean = text;
    for (String secret : texts) {
      clean = clean.replace(secret, IN_ITS_PLACE);
    }
    return clean;
  }

  byte[] removeFrom(byte[] body) {
    for (String secret : texts) {
      if (contains(body, secret)) {
        // Latin-1 takes every byte there and back.
        return removeFrom(new String(body, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
      }
    }
    return body;
  }

  private static boolean contains(byte[] body, String part) {
    for (int from = 0; from <= body.length - part.length(); from++) {
      int same = 0;
      while (same < part.length() && body[from + same] == (byte) part.charAt(same)) {
        same++;
      }
      if (same == part.length()) {
        return true;
      }
    }
    return false;
  }
}
