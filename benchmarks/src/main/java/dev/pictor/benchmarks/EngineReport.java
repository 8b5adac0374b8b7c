package dev.pictor.benchmarks;

import dev.pictor.benchmarks.figures.Rounds;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs both sides of {@link EngineBenchmark} in several rounds, so that whatever else the machine
 * does meets both, and prints the ratios with their spread over the rounds.
 */
final class EngineReport {
  /** How many times the reference a job of the engine may cost, in time and in allocation. */
  private static final double BOUND = 1.25;

  private static final String NAME = EngineBenchmark.class.getName();

  private final List<Collection<RunResult>> rounds;
  private final PrintStream out;

  private EngineReport(List<Collection<RunResult>> rounds, PrintStream out) {
    this.rounds = rounds;
    this.out = out;
  }

  static void print(boolean isShort, PrintStream out) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(NAME)
            .addProfiler(CpuTimeProfiler.class)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    int[] inFlight = isShort ? new int[] {64} : new int[] {1, 64};
    if (isShort) {
      options.param("inFlight", "64");
      options.warmupIterations(1).warmupTime(TimeValue.milliseconds(500));
      options.measurementIterations(3).measurementTime(TimeValue.milliseconds(300));
    }
    List<Collection<RunResult>> rounds = new ArrayList<>();
    for (int round = 0; round < (isShort ? 2 : 5); round++) {
      rounds.add(new Runner(options.build()).run());
    }
    new EngineReport(rounds, out).print(inFlight);
  }

  private void print(int[] numbersInFlight) {
    out.printf(
        "%-22s%9s%9s%7s%14s%9s%9s%7s%14s%9s%9s%n",
        "per job, in flight",
        "CPU us",
        "by hand",
        "ratio",
        "(spread)",
        "bytes",
        "by hand",
        "ratio",
        "(spread)",
        "time us",
        "by hand");
    for (EngineCase engineCase : EngineCase.values()) {
      for (int inFlight : numbersInFlight) {
        row(engineCase, inFlight);
      }
    }
  }

  private void row(EngineCase engineCase, int inFlight) {
    ToDoubleFunction<RunResult> cpu =
        result -> Figures.median(result, Figures.CPU) / 1e3 / inFlight;
    ToDoubleFunction<RunResult> bytes = result -> Figures.median(result, Figures.BYTES) / inFlight;
    ToDoubleFunction<RunResult> time =
        result -> result.getPrimaryResult().getStatistics().getPercentile(50) / 1e3 / inFlight;
    double[] engineCpu = figures("engine", engineCase, inFlight, cpu);
    double[] handCpu = figures("byHand", engineCase, inFlight, cpu);
    double[] engineBytes = figures("engine", engineCase, inFlight, bytes);
    double[] handBytes = figures("byHand", engineCase, inFlight, bytes);
    double[] cpuRatio = Rounds.ratios(engineCpu, handCpu);
    double[] bytesRatio = Rounds.ratios(engineBytes, handBytes);
    boolean isWithin = Rounds.median(cpuRatio) <= BOUND && Rounds.median(bytesRatio) <= BOUND;
    out.printf(
        Locale.ROOT,
        "%-22s%9.1f%9.1f%7.2f%14s%9.0f%9.0f%7.2f%14s%9.0f%9.0f  %s%n",
        engineCase + " " + inFlight,
        Rounds.median(engineCpu),
        Rounds.median(handCpu),
        Rounds.median(cpuRatio),
        Rounds.spread(cpuRatio),
        Rounds.median(engineBytes),
        Rounds.median(handBytes),
        Rounds.median(bytesRatio),
        Rounds.spread(bytesRatio),
        Rounds.median(figures("engine", engineCase, inFlight, time)),
        Rounds.median(figures("byHand", engineCase, inFlight, time)),
        isWithin ? "OK" : "over " + BOUND);
  }

  /** One for each round. */
  private double[] figures(
      String method, EngineCase engineCase, int inFlight, ToDoubleFunction<RunResult> figure) {
    return rounds.stream()
        .map(round -> find(round, method, engineCase, inFlight))
        .mapToDouble(figure)
        .toArray();
  }

  private static RunResult find(
      Collection<RunResult> round, String method, EngineCase engineCase, int inFlight) {
    return round.stream()
        .filter(result -> result.getParams().getBenchmark().equals(NAME + "." + method))
        .filter(result -> engineCase.name().equals(result.getParams().getParam("engineCase")))
        .filter(
            result -> Integer.toString(inFlight).equals(result.getParams().getParam("inFlight")))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("No result of " + method + " for " + engineCase));
  }
}
