package dev.pictor.benchmarks.endtoend;

import dev.pictor.benchmarks.figures.Rounds;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From the start of a JVM to its first image, which is there at once: Pictor beside a program of
 * OkHttp and Moshi that does the same exchanges, without and with a shared archive of classes.
 */
public final class StartUpReport implements AutoCloseable {
  private static final double BOUND = 1.1;

  private final Settings settings;
  private final PrintStream out;
  private final JobServiceProcess service = new JobServiceProcess();
  private final Path folder = Files.createTempDirectory("pictor-start-up");
  private final Map<String, List<Measurement>> measured = new HashMap<>();

  private StartUpReport(Settings settings, PrintStream out) throws IOException {
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
    defaults.put("--runs", "31");
    defaults.put("--only", "pictor-fal-automatic,pictor-replicate-held");
    Map<String, String> shorter = new HashMap<>();
    shorter.put("--runs", "7");
    try (StartUpReport report = new StartUpReport(Settings.parse(args, defaults, shorter), out)) {
      report.print();
    }
  }

  private void print() throws IOException {
    out.printf(
        "%nto the first image, %s runs in turn%n%-28s%20s%20s%12s%20s%20s%n",
        settings.text("--runs"), "", "ms", "CPU ms", "classes", "ms, archive", "CPU ms, archive");
    for (Contender contender : settings.contenders()) {
      Contender reference =
          contender
              .reference()
              .orElseThrow(
                  () -> new IllegalArgumentException(contender.label() + " has no reference"));
      if (measure(contender, reference)) {
        row(reference);
        row(contender);
        ratios(contender, reference);
        classes(contender, reference);
      } else {
        out.println(contender.label() + " cannot be run");
      }
    }
  }

  private boolean measure(Contender contender, Contender reference) throws IOException {
    List<Contender> both = Arrays.asList(reference, contender);
    for (Contender one : both) {
      if (!one.libraries().isPresent() || !run(one, "-XX:ArchiveClassesAtExit=" + archive(one))) {
        return false;
      }
    }
    for (int i = 0; i < settings.number("--runs"); i++) {
      for (Contender one : both) {
        keep(one, "plain");
        keep(one, "archive", "-XX:SharedArchiveFile=" + archive(one));
      }
    }
    return true;
  }

  private Path archive(Contender contender) {
    return folder.resolve(contender.label() + ".jsa");
  }

  private boolean run(Contender contender, String... options) throws IOException {
    return client(contender, options).run(0, "0ms", "0s,0").isPresent();
  }

  private void keep(Contender contender, String kind, String... options) throws IOException {
    client(contender, options)
        .run(0, "0ms", "0s,0")
        .ifPresent(
            one ->
                measured
                    .computeIfAbsent(contender.label() + kind, any -> new ArrayList<>())
                    .add(one));
  }

  private ClientProcess client(Contender contender, String... options) {
    return new ClientProcess(
            contender,
            contender.libraries().orElseThrow(() -> new IllegalStateException("not built")),
            service)
        .jvm(options)
        .with("inFlight", 1)
        .with("jobs", 0);
  }

  private double[] all(Contender contender, String kind, String figure) {
    return measured.getOrDefault(contender.label() + kind, Collections.emptyList()).stream()
        .mapToDouble(one -> one.figure(figure))
        .toArray();
  }

  private void row(Contender contender) throws IOException {
    out.printf(
        Locale.ROOT,
        "%-28s%20.0f%20.0f%12d%20.0f%20.0f%n",
        contender.label(),
        Rounds.median(all(contender, "plain", "startMillis")),
        Rounds.median(all(contender, "plain", "startCpuMillis")),
        loaded(contender).values().stream().mapToInt(Integer::intValue).sum(),
        Rounds.median(all(contender, "archive", "startMillis")),
        Rounds.median(all(contender, "archive", "startCpuMillis")));
  }

  private void ratios(Contender contender, Contender reference) {
    out.printf(
        "%-28s%20s%20s%12s%20s%20s  %s%n",
        "  ratio",
        ratio(contender, reference, "plain", "startMillis"),
        ratio(contender, reference, "plain", "startCpuMillis"),
        "",
        ratio(contender, reference, "archive", "startMillis"),
        ratio(contender, reference, "archive", "startCpuMillis"),
        median(contender, reference) <= BOUND ? "OK" : "over " + BOUND);
  }

  private double median(Contender contender, Contender reference) {
    return Rounds.median(
        Rounds.ratios(
            all(contender, "plain", "startMillis"), all(reference, "plain", "startMillis")));
  }

  private String ratio(Contender contender, Contender reference, String kind, String figure) {
    double[] ratios = Rounds.ratios(all(contender, kind, figure), all(reference, kind, figure));
    return String.format(Locale.ROOT, "%.2f ", Rounds.median(ratios)) + Rounds.spread(ratios);
  }

  private void classes(Contender contender, Contender reference) throws IOException {
    Map<String, Integer> more = loaded(contender);
    Map<String, Integer> less = loaded(reference);
    out.println("  classes loaded: " + more);
    out.println("  by the bare one: " + less);
  }

  /** How many classes are loaded until the first image is there, by where they are from. */
  private Map<String, Integer> loaded(Contender contender) throws IOException {
    Path log = folder.resolve(contender.label() + ".log");
    run(contender, "-Xlog:class+load:file=" + log);
    return LoadedClasses.of(log);
  }

  @Override
  public void close() throws IOException {
    service.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
