package dev.pictor.internal.plan;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Which headers and query parameters a caller may add to a submission. */
final class HeaderRules {
  /** The engine's own: they frame the message, choose its receiver or carry the key. */
  private static final Set<String> RESERVED =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "authorization",
                  "connection",
                  "content-encoding",
                  "content-length",
                  "content-type",
                  "cookie",
                  "expect",
                  "host",
                  "keep-alive",
                  "proxy-authenticate",
                  "proxy-authorization",
                  "proxy-connection",
                  "te",
                  "trailer",
                  "transfer-encoding",
                  "upgrade")));

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private HeaderRules() {}

  /** What is wrong with a header, to follow its name in a message; empty if nothing is. */
  static String check(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(HeaderRules::isTokenPart)) {
      return "names no header; a name is made of letters, digits and " + TOKEN_MARKS;
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      return "is reserved: Pictor sets this header itself; leave it out";
    }
    // The value is not repeated: it may be a secret.
    return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))
        ? ""
        : "has a value with a line break or a character that no header may have; use plain ASCII";
  }

  /** What is wrong with a query parameter, to follow its name; empty if nothing is. */
  static String checkQuery(String name, String value) {
    if (name.trim().isEmpty()) {
      return "names no query parameter; write its name after the colon";
    }
    return hasControl(name) || hasControl(value)
        ? "has a line break or another control character; remove it"
        : "";
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static boolean isTokenPart(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }
}
