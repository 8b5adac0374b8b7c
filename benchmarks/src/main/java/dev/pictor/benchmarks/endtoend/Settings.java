package dev.pictor.benchmarks.endtoend;

import dev.pictor.benchmarks.service.JobTimes;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is asked for on the command line. */
final class Settings {
  private final boolean isShort;
  private final Map<String, String> values;

  private Settings(boolean isShort, Map<String, String> values) {
    this.isShort = isShort;
    this.values = values;
  }

  /**
   * Reads them.
   *
   * @param defaults the values that there are, by the name of their option
   * @param shortDefaults those that differ with {@code --short}
   * @throws IllegalArgumentException for another option, or one without its value
   */
  static Settings parse(
      List<String> args, Map<String, String> defaults, Map<String, String> shortDefaults) {
    boolean isShort = args.contains("--short");
    Map<String, String> values = new HashMap<>(defaults);
    if (isShort) {
      values.putAll(shortDefaults);
    }
    for (int i = 0; i < args.size(); i++) {
      String option = args.get(i);
      if (option.equals("--short")) {
        continue;
      }
      if (!defaults.containsKey(option) || i + 1 == args.size()) {
        throw new IllegalArgumentException(
            option + " is no option with a value; there are --short and " + defaults.keySet());
      }
      values.put(option, args.get(++i));
    }
    return new Settings(isShort, values);
  }

  boolean isShort() {
    return isShort;
  }

  int number(String option) {
    return Integer.parseInt(text(option));
  }

  String text(String option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException("There is no " + option);
    }
    return value;
  }

  /** Values that are separated by commas. */
  List<String> list(String option) {
    return Arrays.stream(text(option).split(",", -1))
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toList());
  }

  /** Round trips, each such as 40ms. */
  List<String> roundTrips() {
    List<String> all = list("--round-trip");
    all.forEach(JobTimes::nanos);
    return all;
  }

  /** Job times that can be read. */
  String jobTimes() throws IOException {
    JobTimes.of(text("--job-times"), 0);
    return text("--job-times");
  }

  /** The clients that are asked for; all, if none is. */
  List<Contender> contenders() {
    List<String> only = list("--only");
    List<Contender> asked =
        Arrays.stream(Contender.values())
            .filter(one -> only.isEmpty() || only.contains(one.label()))
            .collect(Collectors.toList());
    if (!only.isEmpty() && asked.size() != only.size()) {
      throw new IllegalArgumentException(
          "--only takes some of "
              + Arrays.stream(Contender.values())
                  .map(Contender::label)
                  .collect(Collectors.joining(","))
              + "; it is "
              + text("--only"));
    }
    return asked;
  }
}
