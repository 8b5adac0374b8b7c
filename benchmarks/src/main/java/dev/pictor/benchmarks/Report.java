package dev.pictor.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.openjdk.jmh.runner.RunnerException;

/** Runs the benchmarks and prints their tables. */
public final class Report {
  private static final Set<String> WORDS =
      new HashSet<>(Arrays.asList("--short", "plan", "engine", "download"));

  private Report() {}

  /**
   * Prints the tables; figures are never a failure.
   *
   * @param args {@code plan}, {@code engine} or {@code download} for one of them, {@code --short}
   *     for a quick look
   */
  public static void main(String[] args) throws RunnerException, IOException {
    Set<String> asked = new HashSet<>(Arrays.asList(args));
    if (!WORDS.containsAll(asked)) {
      System.err.println(
          "usage: java -jar pictor-benchmarks.jar [--short] [plan] [engine] [download]");
      System.exit(64);
    }
    boolean isShort = asked.remove("--short");
    if (asked.isEmpty()) {
      Collections.addAll(asked, "plan", "engine", "download");
    }
    System.out.println("Measuring, for " + (isShort ? "a minute or two" : "some minutes") + " ...");
    if (asked.contains("plan")) {
      PlanReport.print(isShort, System.out);
    }
    if (asked.contains("engine")) {
      EngineReport.print(isShort, System.out);
    }
    if (asked.contains("download")) {
      DownloadReport.print(isShort, System.out);
    }
  }
}
