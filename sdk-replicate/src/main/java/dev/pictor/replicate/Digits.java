package dev.pictor.replicate;

/** Numbers in texts, told without a pattern: most replies and all submissions have some. */
final class Digits {
  private Digits() {}

  /** Whether a text has nothing but ASCII digits from there on, and one at least. */
  static boolean are(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (!isOne(text.charAt(i))) {
        return false;
      }
    }
    return text.length() > start;
  }

  static boolean isOne(char c) {
    return c >= '0' && c <= '9';
  }
}
