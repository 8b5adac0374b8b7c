package dev.pictor.benchmarks.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Counts the classes in a log of the JVM. */
final class LoadedClasses {
  private static final String[] GROUPS = {
    "dev.pictor.benchmarks.", "dev.pictor.", "okhttp3.", "okio.", "kotlin.", "com.squareup.moshi."
  };

  private LoadedClasses() {}

  /**
   * By the package they are in; those of the platform by whether its own archive had them.
   *
   * @param log as {@code -Xlog:class+load} writes it
   */
  static Map<String, Integer> of(Path log) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (String line : Files.readAllLines(log, UTF_8)) {
      int source = line.indexOf(" source: ");
      if (source > 0) {
        String name = line.substring(line.lastIndexOf(']') + 1, source).trim();
        counts.merge(group(name, line.substring(source)), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static String group(String name, String source) {
    if (name.contains("$$Lambda") || name.contains("LambdaForm") || name.contains("/0x")) {
      return source.contains("shared objects file") ? "platform, shared" : "hidden (lambdas)";
    }
    for (String group : GROUPS) {
      if (name.startsWith(group)) {
        return group + "*";
      }
    }
    return source.contains("shared objects file") ? "platform, shared" : "platform, read";
  }
}
