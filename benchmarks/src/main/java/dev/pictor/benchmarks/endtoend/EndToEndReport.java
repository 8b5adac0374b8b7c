package dev.pictor.benchmarks.endtoend;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs all clients in several rounds, so that whatever else the machine does meets each of them,
 * and prints what an image costs with each, and Pictor's figures by those of the bare loop.
 */
public final class EndToEndReport {
  private final Settings settings;
  private final Map<Contender, List<Measurement>> measured = new EnumMap<>(Contender.class);

  private EndToEndReport(Settings settings) {
    this.settings = settings;
  }

  /**
   * Measures and prints.
   *
   * @throws IllegalArgumentException for an option that there is not
   */
  public static void print(List<String> args, PrintStream out) throws IOException {
    Settings settings = settings(args);
    String times = settings.jobTimes();
    settings.contenders();
    for (String roundTrip : settings.roundTrips()) {
      out.printf(
          "%nround trip %s, job times %s, %s in flight, %s jobs, %s rounds%n",
          roundTrip,
          times,
          settings.text("--in-flight"),
          settings.text("--jobs"),
          settings.text("--rounds"));
      EndToEndReport report = new EndToEndReport(settings);
      report.measure(roundTrip, times);
      new EndToEndTables(report.measured, out).print();
    }
  }

  private static Settings settings(List<String> args) {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("--round-trip", "0ms,40ms");
    defaults.put("--job-times", "2s,0.4");
    defaults.put("--in-flight", "32");
    defaults.put("--jobs", "256");
    defaults.put("--rounds", "5");
    defaults.put("--seed", "1207");
    defaults.put("--warm-jobs", "80000");
    defaults.put("--quick-jobs", "30000");
    defaults.put("--quick-seconds", "30");
    defaults.put("--only", "");
    Map<String, String> shorter = new HashMap<>();
    shorter.put("--job-times", "800ms,0.4");
    shorter.put("--jobs", "96");
    shorter.put("--rounds", "2");
    shorter.put("--warm-jobs", "6000");
    shorter.put("--quick-jobs", "2000");
    shorter.put("--quick-seconds", "5");
    return Settings.parse(args, defaults, shorter);
  }

  private void measure(String roundTrip, String times) throws IOException {
    try (JobServiceProcess service = new JobServiceProcess()) {
      for (int round = 0; round < settings.number("--rounds"); round++) {
        List<Contender> order = new ArrayList<>(settings.contenders());
        if (round % 2 == 1) {
          Collections.reverse(order);
        }
        for (Contender contender : order) {
          measure(contender, settings.number("--seed") + round, roundTrip, times, service);
        }
      }
    }
  }

  private void measure(
      Contender contender, long seed, String roundTrip, String times, JobServiceProcess service)
      throws IOException {
    Optional<Libraries> libraries = contender.libraries();
    if (!libraries.isPresent()) {
      return;
    }
    new ClientProcess(contender, libraries.get(), service)
        .jvm("-Xmx256m")
        .with("inFlight", settings.number("--in-flight"))
        .with("jobs", settings.number("--jobs"))
        .with("warmJobs", settings.number("--warm-jobs"))
        .with("quickJobs", settings.number("--quick-jobs"))
        .with("quickSeconds", settings.number("--quick-seconds"))
        .with("liveAfterSeconds", 0)
        .run(seed, roundTrip, times)
        .ifPresent(one -> measured.computeIfAbsent(contender, any -> new ArrayList<>()).add(one));
  }
}
