package dev.pictor.benchmarks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of plans and JSON and prints what they say as ratios within this run. */
final class PlanReport {
  /** How many times the reference a plan may cost, in time and in allocation. */
  private static final double BOUND = 8;

  private static final String PLAN = PlanBenchmark.class.getName();
  private static final String JSON = JsonBenchmark.class.getName();

  private final Collection<RunResult> results;
  private final PrintStream out;

  private PlanReport(Collection<RunResult> results, PrintStream out) {
    this.results = results;
    this.out = out;
  }

  /** Prints the table; the short one has the plans only. */
  static void print(boolean isShort, PrintStream out) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(PLAN)
            .addProfiler(CpuTimeProfiler.class)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    if (isShort) {
      options.forks(1);
      options.warmupIterations(3).warmupTime(TimeValue.milliseconds(250));
      options.measurementIterations(3).measurementTime(TimeValue.milliseconds(150));
    } else {
      options.include(JSON);
    }
    new PlanReport(new Runner(options.build()).run(), out).print(!isShort);
  }

  private void print(boolean withJson) {
    out.printf(
        "%-34s%8s%9s%7s%8s%9s%7s%n", "", "ns/op", "by hand", "ratio", "B/op", "by hand", "ratio");
    for (PlanCase planCase : PlanCase.values()) {
      Optional<PlanCase> parameter = Optional.of(planCase);
      RunResult byHand = find(PLAN + ".byHand", parameter);
      row(planCase + " plan", find(PLAN + ".plan", parameter), byHand, true);
      row(planCase + " client.plan", find(PLAN + ".clientPlan", parameter), byHand, true);
    }
    if (withJson) {
      jsonRow("parse");
      jsonRow("write");
    }
  }

  private void jsonRow(String method) {
    RunResult subject = find(JSON + "." + method, Optional.empty());
    row("JSON " + method, subject, find(JSON + "." + method + "ByMoshi", Optional.empty()), false);
  }

  private void row(String name, RunResult subject, RunResult reference, boolean isBounded) {
    double time = time(subject) / time(reference);
    double bytes = bytes(subject) / bytes(reference);
    String verdict = time <= BOUND && bytes <= BOUND ? "OK" : "over " + (int) BOUND;
    out.printf(
        Locale.ROOT,
        "%-34s%8.0f%9.0f%7.2f%8.0f%9.0f%7.2f  %s%n",
        name,
        time(subject),
        time(reference),
        time,
        bytes(subject),
        bytes(reference),
        bytes,
        isBounded ? verdict : "");
  }

  private RunResult find(String benchmark, Optional<PlanCase> planCase) {
    for (RunResult result : results) {
      if (result.getParams().getBenchmark().equals(benchmark)
          && (!planCase.isPresent()
              || planCase.get().name().equals(result.getParams().getParam("planCase")))) {
        return result;
      }
    }
    throw new IllegalStateException("There is no result of " + benchmark + " for " + planCase);
  }

  private static double time(RunResult result) {
    return Figures.median(result, Figures.CPU);
  }

  private static double bytes(RunResult result) {
    return Figures.median(result, Figures.BYTES);
  }
}
