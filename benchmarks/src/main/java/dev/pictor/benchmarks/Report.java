package dev.pictor.benchmarks;

import dev.pictor.benchmarks.endtoend.EndToEndReport;
import dev.pictor.benchmarks.endtoend.ScaleReport;
import dev.pictor.benchmarks.endtoend.StartUpReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
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
   *     for a quick look; or {@code end-to-end}, {@code scale} or {@code start-up} and their
   *     options
   */
  public static void main(String[] args) throws RunnerException, IOException {
    List<String> words = Arrays.asList(args);
    try {
      if (words.contains("end-to-end")) {
        EndToEndReport.print(without("end-to-end", words), System.out);
      } else if (words.contains("scale")) {
        ScaleReport.print(without("scale", words), System.out);
      } else if (words.contains("start-up")) {
        StartUpReport.print(without("start-up", words), System.out);
      } else {
        print(new HashSet<>(words));
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(64);
    }
  }

  private static List<String> without(String word, List<String> words) {
    List<String> rest = new ArrayList<>(words);
    rest.remove(word);
    return rest;
  }

  private static void print(Set<String> asked) throws RunnerException, IOException {
    if (!WORDS.containsAll(asked)) {
      throw new IllegalArgumentException(
          "usage: java -jar pictor-benchmarks.jar [--short] [plan] [engine] [download]\n"
              + "       java -jar pictor-benchmarks.jar end-to-end|scale|start-up [--short]"
              + " [options]");
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
