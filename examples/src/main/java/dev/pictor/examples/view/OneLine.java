package dev.pictor.examples.view;

/** Text of others, made fit for one line of a terminal. */
public final class OneLine {
  private OneLine() {}

  /**
   * The text without line ends and without control characters, with which a provider's log could
   * otherwise steer the terminal.
   */
  public static String of(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
  }
}
