package dev.pictor.benchmarks.client;

import java.util.HashMap;
import java.util.Map;

/** Where the services are and what is to be done there, from the arguments of a process. */
public final class Target {
  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads the arguments.
   *
   * @param args such as {@code jobs=100}
   */
  public Target(String[] args) {
    for (String arg : args) {
      int equals = arg.indexOf('=');
      values.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
  }

  /** The address of fal's queue, of Replicate and of OpenAI: scheme, host and port. */
  public String url() {
    return text("url");
  }

  /** The address of direct calls of fal. */
  public String directUrl() {
    return text("directUrl");
  }

  /** How many images are made at a time. */
  public int inFlight() {
    return number("inFlight");
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  int number(String name) {
    return Integer.parseInt(text(name));
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("There is no argument " + name);
    }
    return value;
  }
}
