package dev.pictor.examples.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows whose columns stand below each other. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table row(String... cells) {
    rows.add(Arrays.asList(cells));
    return this;
  }

  /** The rows, without spaces at their ends. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        StringBuilder cell = new StringBuilder(row.get(column));
        int width = width(column);
        while (column < row.size() - 1 && cell.length() < width) {
          cell.append(' ');
        }
        line.append(column == 0 ? "" : GAP).append(cell);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
