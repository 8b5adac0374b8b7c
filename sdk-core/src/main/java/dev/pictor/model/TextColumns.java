package dev.pictor.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in columns of a fixed width: wraps at blanks, commas and slashes where it can, else
 * anywhere.
 */
final class TextColumns {
  private TextColumns() {}

  /** Appends cells side by side, each wrapped in its width, without blanks at the end of a line. */
  static void row(StringBuilder out, int indent, int[] widths, String... cells) {
    List<List<String>> columns = new ArrayList<>(cells.length);
    int height = 1;
    for (int i = 0; i < cells.length; i++) {
      List<String> lines = wrap(cells[i], widths[i]);
      columns.add(lines);
      height = Math.max(height, lines.size());
    }
    for (int y = 0; y < height; y++) {
      int start = out.length();
      int at = indent;
      for (int i = 0; i < cells.length; i++) {
        if (y < columns.get(i).size() && !columns.get(i).get(y).isEmpty()) {
          pad(out, start + at);
          out.append(columns.get(i).get(y));
        }
        at += widths[i] + 2;
      }
      out.append('\n');
    }
  }

  private static void pad(StringBuilder out, int length) {
    while (out.length() < length) {
      out.append(' ');
    }
  }

  /** The lines of a text, each at most so wide; control characters become blanks. */
  static List<String> wrap(String text, int width) {
    String rest = flat(text);
    List<String> lines = new ArrayList<>();
    while (rest.length() > width) {
      int end = breakAt(rest, width);
      lines.add(trimEnd(rest.substring(0, end)));
      rest = rest.substring(end).trim();
    }
    lines.add(trimEnd(rest));
    return lines;
  }

  private static int breakAt(String text, int width) {
    for (int end = width; end > width / 2; end--) {
      char before = text.charAt(end - 1);
      if (text.charAt(end) == ' ' || before == ' ' || before == ',' || before == '/') {
        return end;
      }
    }
    return Character.isHighSurrogate(text.charAt(width - 1)) ? width - 1 : width;
  }

  private static String flat(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? ' ' : c);
    }
    return out.toString();
  }

  private static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  /** A text cut to a length, with a mark that it was. */
  static String shorten(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = length - 3;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}
