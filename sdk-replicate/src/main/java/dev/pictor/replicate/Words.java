package dev.pictor.replicate;

/** The service's words as a part of a message: one line of bounded length. */
final class Words {
  private static final int MAX = 600;

  private Words() {}

  static String line(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").trim();
    return line.length() <= MAX ? line : line.substring(0, MAX) + "...";
  }

  /** One line that ends like a sentence. */
  static String sentence(String text) {
    String line = line(text);
    return line.matches(".*[.!?)]") ? line : line + ".";
  }
}
