package dev.pictor.benchmarks.endtoend;

import dev.pictor.benchmarks.figures.Rounds;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Very many jobs in flight in one client, beside few of them in the same set-up: how much later an
 * image is, and what the client holds meanwhile.
 */
public final class ScaleReport {
  /** How many times later an image may be among many jobs than among few. */
  private static final double BOUND = 3;

  private static final int WARM_JOBS = 6000;
  private static final int WARM_SECONDS = 10;

  private final Settings settings;
  private final PrintStream out;

  private ScaleReport(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @throws IllegalArgumentException for an option that there is not
   */
  public static void print(List<String> args, PrintStream out) throws IOException {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("--jobs", "10000");
    defaults.put("--few", "100");
    defaults.put("--job-times", "42s,0.12");
    defaults.put("--round-trip", "0ms");
    defaults.put("--connections", "6");
    defaults.put("--live-after", "20");
    defaults.put("--rounds", "3");
    defaults.put("--seed", "1207");
    defaults.put("--only", "pictor-fal-automatic,pictor-replicate-automatic");
    Map<String, String> shorter = new HashMap<>();
    shorter.put("--rounds", "1");
    new ScaleReport(Settings.parse(args, defaults, shorter), out).print();
  }

  private void print() throws IOException {
    String times = settings.jobTimes();
    for (String roundTrip : settings.roundTrips()) {
      out.printf(
          "%nround trip %s, job times %s, %s rounds, -Xmx256m%n%n",
          roundTrip, times, settings.text("--rounds"));
      out.printf(
          "%-28s%7s%10s%8s%10s%10s%10s%10s%9s%8s%8s%8s%8s%n",
          "",
          "jobs",
          "delivered",
          "at once",
          "lag p50",
          "p99 ms",
          "requests",
          "CPU us",
          "threads",
          "connec-",
          "live",
          "heap",
          "RSS MB");
      for (Contender contender : settings.contenders()) {
        compare(contender, roundTrip, times);
      }
    }
  }

  private void compare(Contender contender, String roundTrip, String times) throws IOException {
    List<Measurement> few = new ArrayList<>();
    List<Measurement> many = new ArrayList<>();
    try (JobServiceProcess service = new JobServiceProcess()) {
      for (int round = 0; round < settings.number("--rounds"); round++) {
        int seed = settings.number("--seed") + round;
        few.addAll(run(contender, settings.number("--few"), seed, roundTrip, times, service));
        many.addAll(run(contender, settings.number("--jobs"), seed, roundTrip, times, service));
      }
    }
    if (many.isEmpty()) {
      out.println(contender.label() + " cannot be run");
      return;
    }
    row(contender, settings.number("--few"), few);
    row(contender, settings.number("--jobs"), many);
    ratio("lag p50", few, many, one -> one.figure("lag500"));
    ratio("lag p99", few, many, one -> one.figure("lag990"));
    out.println("  threads: " + many.get(0).threadNames());
    out.println("  requests: " + many.get(0).requestsByKind());
  }

  private List<Measurement> run(
      Contender contender,
      int jobs,
      long seed,
      String roundTrip,
      String times,
      JobServiceProcess service)
      throws IOException {
    List<Measurement> measured = new ArrayList<>();
    if (contender.libraries().isPresent()) {
      new ClientProcess(contender, contender.libraries().get(), service)
          .jvm("-Xmx256m")
          .with("inFlight", jobs)
          .with("jobs", jobs)
          .with("warmJobs", WARM_JOBS)
          .with("quickJobs", 1)
          .with("quickSeconds", WARM_SECONDS)
          .with("connections", settings.number("--connections"))
          .with("liveAfterSeconds", settings.number("--live-after"))
          .run(seed, roundTrip, times)
          .ifPresent(measured::add);
    }
    return measured;
  }

  private void row(Contender contender, int jobs, List<Measurement> rounds) {
    out.printf(
        Locale.ROOT,
        "%-28s%7d%10.0f%8.0f%10.2f%10.2f%10.2f%10.0f%9.0f%8.0f%8.0f%8.0f%8.0f%n",
        contender.label(),
        jobs,
        median(rounds, one -> one.figure("pacedImages")),
        median(rounds, one -> one.figure("jobsAtOnce")),
        median(rounds, one -> one.figure("lag500") / 1e3),
        median(rounds, one -> one.figure("lag990") / 1e3),
        median(rounds, one -> one.requests() / one.figure("submit")),
        median(rounds, one -> one.figure("pacedCpuMicros")),
        median(rounds, one -> one.figure("pacedThreads")),
        median(rounds, one -> one.figure("connections")),
        median(rounds, one -> one.figure("liveBytes") / 1e6),
        median(rounds, one -> one.figure("heapBytes") / 1e6),
        median(rounds, one -> one.figure("residentBytes") / 1e6));
  }

  private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
    return Rounds.median(rounds.stream().mapToDouble(figure).toArray());
  }

  private void ratio(
      String name,
      List<Measurement> few,
      List<Measurement> many,
      ToDoubleFunction<Measurement> figure) {
    double[] ratios =
        Rounds.ratios(
            many.stream().mapToDouble(figure).toArray(),
            few.stream().mapToDouble(figure).toArray());
    out.printf(
        Locale.ROOT,
        "  %s of many jobs to that of few: %.2f %s  %s%n",
        name,
        Rounds.median(ratios),
        Rounds.spread(ratios),
        Rounds.median(ratios) <= BOUND ? "OK" : "over " + (int) BOUND);
  }
}
