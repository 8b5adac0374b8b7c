package dev.pictor.internal.http;

import dev.pictor.spi.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The key that a call carries, to be taken out of its reply: the error pages of proxies repeat the
 * request, and a reply becomes part of messages and logs.
 */
public final class Secrets {
  /** Those of a call without a key. */
  public static final Secrets NONE = new Secrets(Collections.emptyList());

  private static final int SHORTEST = 8;
  private static final String IN_ITS_PLACE = "(key removed)";

  private final List<String> headers;
  private final List<String> texts = new ArrayList<>(1);

  private Secrets(List<String> headers) {
    this.headers = headers;
    for (String value : headers) {
      addWords(value, texts);
    }
  }

  /**
   * What the authorized form of a call has in its headers beyond the other.
   *
   * @param before those of another call: mostly they are the same
   */
  public static Secrets added(HttpCall bare, HttpCall authorized, Secrets before) {
    Comparison comparison = new Comparison(bare.headers(), before.headers);
    authorized.headers().forEach(comparison);
    return comparison.isAllAsBefore() ? before : new Secrets(comparison.added());
  }

  /** Collects what is added; nothing as long as it is what was added before. */
  private static final class Comparison implements BiConsumer<String, String> {
    private final Map<String, String> bare;
    private final List<String> before;
    private int asBefore;
    private List<String> added = Collections.emptyList();

    Comparison(Map<String, String> bare, List<String> before) {
      this.bare = bare;
      this.before = before;
    }

    @Override
    public void accept(String name, String value) {
      if (value.equals(bare.get(name))) {
        return;
      }
      boolean isAsBefore =
          added.isEmpty() && asBefore < before.size() && before.get(asBefore).equals(value);
      if (isAsBefore) {
        asBefore++;
      } else {
        added = added();
        added.add(value);
      }
    }

    boolean isAllAsBefore() {
      return added.isEmpty() && asBefore == before.size();
    }

    List<String> added() {
      return added.isEmpty() ? new ArrayList<>(before.subList(0, asBefore)) : added;
    }
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
    for (int i = 0; i < texts.size(); i++) {
      if (clean.length() >= texts.get(i).length()) { // most headers are shorter
        clean = clean.replace(texts.get(i), IN_ITS_PLACE);
      }
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

  /**
   * Looks at the place where the last letter would stand: one that the secret does not have rules
   * out as many places as the secret is long, which passes most of a reply by.
   */
  private static boolean contains(byte[] body, String secret) {
    int length = secret.length();
    long letters = 0;
    for (int i = 0; i < length; i++) {
      letters |= 1L << secret.charAt(i); // a bit for each 64th letter: some more than it has
    }
    int last = length - 1;
    while (last < body.length) {
      if ((letters >>> body[last] & 1) == 0) {
        last += length;
      } else if (isAt(body, last - length + 1, secret)) {
        return true;
      } else {
        last++;
      }
    }
    return false;
  }

  private static boolean isAt(byte[] body, int place, String secret) {
    for (int i = 0; i < secret.length(); i++) {
      if (body[place + i] != (byte) secret.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
