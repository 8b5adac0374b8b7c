package dev.pictor.benchmarks.endtoend;

import java.util.HashMap;
import java.util.Map;

/** What one client did in one round. */
final class Measurement {
  private final Map<String, Double> figures = new HashMap<>();
  private String exchanges = "";
  private String threadNames = "";

  /**
   * @param classPath the size of the jars, in bytes
   */
  Measurement(long classPath) {
    put("classPathBytes", classPath);
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
    return figure("submit")
        + figure("stream")
        + figure("status")
        + figure("list")
        + figure("result")
        + figure("cancel");
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
