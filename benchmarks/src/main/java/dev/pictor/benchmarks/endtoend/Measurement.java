package dev.pictor.benchmarks.endtoend;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What one client did in one round. */
final class Measurement {
  private static final List<String> KINDS =
      Arrays.asList("submit", "stream", "status", "list", "result", "cancel");

  private final Map<String, Double> figures = new HashMap<>();
  private String exchanges = "";
  private String threadNames = "";

  /**
   * @param classPath the size of the jars, in bytes
   */
  Measurement(long classPath) {
    put("classPathBytes", (double) classPath);
  }

  void put(String name, double value) {
    figures.put(name, value);
  }

  /** A figure; 0 for what was not counted, such as a kind of request that was never sent. */
  double figure(String name) {
    return figures.getOrDefault(name, 0.0);
  }

  /** All requests. */
  double requests() {
    return KINDS.stream().mapToDouble(this::figure).sum();
  }

  /** How many there were of each kind. */
  String requestsByKind() {
    return KINDS.stream()
        .filter(kind -> figure(kind) > 0)
        .map(kind -> kind + "=" + (long) figure(kind))
        .collect(Collectors.joining(", "));
  }

  void exchanges(String sent) {
    exchanges = sent;
  }

  /** What was sent for the first image. */
  String exchanges() {
    return exchanges;
  }

  void threadNames(String names) {
    threadNames = names;
  }

  /** How many threads there were of each name. */
  String threadNames() {
    return threadNames;
  }
}
