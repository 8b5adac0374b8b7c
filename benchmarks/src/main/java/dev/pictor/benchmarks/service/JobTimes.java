package dev.pictor.benchmarks.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * How long jobs take: recorded times in their order, or a median and a spread, by a seed. The n-th
 * job takes as long for every client.
 */
public final class JobTimes {
  private JobTimes() {}

  /**
   * The times, one after the other.
   *
   * @param times {@code 3s,0.4}: the median, and the standard deviation of the logarithm; or a file
   *     that has one time a line, such as {@code 2.31s}
   * @throws IllegalArgumentException if it is neither
   */
  public static LongSupplier of(String times, long seed) throws IOException {
    int comma = times.indexOf(',');
    if (comma > 0) {
      long median = nanos(times.substring(0, comma));
      double spread = Double.parseDouble(times.substring(comma + 1));
      Random random = new Random(seed);
      return () -> (long) (median * Math.exp(spread * random.nextGaussian()));
    }
    Path file = Paths.get(times);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "\"" + times + "\" is no file of times, and no median and spread such as 3s,0.4");
    }
    return recorded(file);
  }

  private static LongSupplier recorded(Path file) throws IOException {
    List<Long> all = new ArrayList<>();
    for (String line : Files.readAllLines(file, UTF_8)) {
      if (!line.trim().isEmpty()) {
        all.add(nanos(line.trim()));
      }
    }
    int[] next = {0};
    return () -> all.get(next[0]++ % all.size());
  }

  /**
   * Nanoseconds.
   *
   * @param text such as {@code 40ms} or {@code 2.5s}
   * @throws IllegalArgumentException if it is not like that
   */
  public static long nanos(String text) {
    if (!text.matches("[0-9]+(\\.[0-9]+)?(ms|s)")) {
      throw new IllegalArgumentException("\"" + text + "\" is no time such as 40ms or 2.5s");
    }
    return text.endsWith("ms")
        ? (long) (Double.parseDouble(text.substring(0, text.length() - 2)) * 1e6)
        : (long) (Double.parseDouble(text.substring(0, text.length() - 1)) * 1e9);
  }
}
