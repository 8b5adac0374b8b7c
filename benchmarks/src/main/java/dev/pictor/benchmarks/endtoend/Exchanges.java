package dev.pictor.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was sent for one image, made comparable. */
final class Exchanges {
  private Exchanges() {}

  /** What one side sends and the other does not, a line for each; empty if there is nothing. */
  static String difference(String subject, String reference) {
    List<String> added = lines(subject);
    List<String> missing = lines(reference);
    lines(reference).forEach(added::remove);
    lines(subject).forEach(missing::remove);
    StringBuilder all = new StringBuilder();
    added.forEach(line -> all.append("\n+ ").append(line));
    missing.forEach(line -> all.append("\n- ").append(line));
    return all.toString();
  }

  /** Of all requests, each with its number, without the numbers of jobs. */
  private static List<String> lines(String recorded) {
    if (recorded.isEmpty()) {
      return new ArrayList<>();
    }
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (String request : recorded.split("\n(?=(?:GET|POST|PUT) )", -1)) {
      number++;
      for (String line : request.trim().split("\n+", -1)) {
        lines.add(number + ": " + withSmallName(line).replaceAll("[0-9]{10,}", "#"));
      }
    }
    return lines;
  }

  /** As HTTP sees the names of headers. */
  private static String withSmallName(String line) {
    int colon = line.indexOf(": ");
    return colon < 0
        ? line
        : line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
  }
}
