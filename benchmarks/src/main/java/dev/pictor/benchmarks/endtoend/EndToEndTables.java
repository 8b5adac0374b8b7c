package dev.pictor.benchmarks.endtoend;

import dev.pictor.benchmarks.figures.Rounds;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints what the clients did: figures of each, and ratios to the bare loop. */
final class EndToEndTables {
  private static final double LAG_BOUND = 1.1;
  private static final double LATE_LAG_BOUND = 1.5;
  private static final double COST_BOUND = 1.25;
  private static final double START_BOUND = 1.1;

  /** Requests are counted, but a job that ends at a poll makes one more or less of them. */
  private static final double EQUAL = 1.005;

  /** Whoever holds jobs back makes none late, and all late. */
  private static final double MOST_AT_ONCE = 0.95;

  private final Map<Contender, List<Measurement>> measured;
  private final PrintStream out;

  EndToEndTables(Map<Contender, List<Measurement>> measured, PrintStream out) {
    this.measured = measured;
    this.out = out;
  }

  void print() {
    out.println();
    line("for an image", "lag ms", "", "", "requests", "CPU us", "of it", "by", "at that", "alloc");
    line("", "p50", "p90", "p99", "", "busy", "threads", "images", "pace", "kB");
    measured.keySet().forEach(this::image);
    out.println();
    line("for the process", "start", "RSS", "heap", "threads", "connec-", "jobs", "all in", "jars");
    line("", "ms", "MB", "MB", "", "tions", "at once", "s", "MB");
    measured.keySet().forEach(this::process);
    out.println();
    out.printf(
        "%-28s%19s%19s%19s%19s%19s%19s%n",
        "ratio to the bare loop", "lag p50", "lag p99", "CPU", "allocation", "requests", "start");
    for (Contender contender : measured.keySet()) {
      contender
          .reference()
          .filter(measured::containsKey)
          .ifPresent(reference -> ratios(contender, reference));
    }
  }

  private void line(String first, String... columns) {
    out.printf("%-28s", first);
    for (String column : columns) {
      out.printf("%10s", column);
    }
    out.println();
  }

  private void image(Contender contender) {
    out.printf(
        Locale.ROOT,
        "%-28s%10.2f%10.2f%10.2f%10.2f%10.0f%10.0f%10.0f%10.0f%10.1f%n",
        contender.label(),
        median(contender, one -> one.figure("lag500") / 1e3),
        median(contender, one -> one.figure("lag900") / 1e3),
        median(contender, one -> one.figure("lag990") / 1e3),
        median(contender, EndToEndTables::requestsPerImage),
        median(contender, one -> one.figure("busyCpuMicros")),
        median(contender, one -> one.figure("busyThreadMicros")),
        median(contender, one -> one.figure("busyImages")),
        median(contender, one -> one.figure("pacedCpuMicros")),
        median(contender, one -> one.figure("busyBytes") / 1e3));
  }

  private void process(Contender contender) {
    out.printf(
        Locale.ROOT,
        "%-28s%10.0f%10.0f%10.0f%10.0f%10.0f%10.0f%10.1f%10.2f%n",
        contender.label(),
        median(contender, one -> one.figure("startMillis")),
        median(contender, one -> one.figure("residentBytes") / 1e6),
        median(contender, one -> one.figure("heapBytes") / 1e6),
        median(contender, one -> one.figure("pacedThreads")),
        median(contender, one -> one.figure("connections")),
        median(contender, one -> one.figure("jobsAtOnce")),
        median(contender, one -> one.figure("seconds")),
        median(contender, one -> one.figure("classPathBytes") / 1e6));
  }

  /** A submission for each image is what all clients have in common. */
  private static double requestsPerImage(Measurement one) {
    return one.requests() / one.figure("submit");
  }

  private double median(Contender contender, ToDoubleFunction<Measurement> figure) {
    return Rounds.median(all(contender, figure));
  }

  private double[] all(Contender contender, ToDoubleFunction<Measurement> figure) {
    return rounds(contender).stream().mapToDouble(figure).toArray();
  }

  private List<Measurement> rounds(Contender contender) {
    return measured.getOrDefault(contender, Collections.emptyList());
  }

  private void ratios(Contender contender, Contender reference) {
    List<String> over = new ArrayList<>();
    StringBuilder row = new StringBuilder(String.format("%-28s", contender.label()));
    append(row, over, "lag", LAG_BOUND, contender, reference, one -> one.figure("lag500"));
    append(
        row, over, "late lag", LATE_LAG_BOUND, contender, reference, one -> one.figure("lag990"));
    append(row, over, "CPU", COST_BOUND, contender, reference, one -> one.figure("busyCpuMicros"));
    append(
        row, over, "allocation", COST_BOUND, contender, reference, one -> one.figure("busyBytes"));
    append(row, over, "requests", EQUAL, contender, reference, EndToEndTables::requestsPerImage);
    append(row, over, "start", START_BOUND, contender, reference, one -> one.figure("startMillis"));
    if (atOnce(contender) < MOST_AT_ONCE * atOnce(reference)) {
      over.add("fewer jobs at once");
    }
    if (contender.isPushed()) {
      row.append(over.isEmpty() ? "  OK" : "  over: " + String.join(", ", over));
    }
    out.println(row);
    String difference =
        Exchanges.difference(first(contender), first(reference)).replace("\n", "\n    ");
    if (!difference.isEmpty()) {
      out.println("  its first image is not asked for like that of the bare loop:" + difference);
    }
  }

  private double atOnce(Contender contender) {
    return median(contender, one -> one.figure("jobsAtOnce"));
  }

  private void append(
      StringBuilder row,
      List<String> over,
      String name,
      double bound,
      Contender contender,
      Contender reference,
      ToDoubleFunction<Measurement> figure) {
    double[] ratios = Rounds.ratios(all(contender, figure), all(reference, figure));
    double median = Rounds.median(ratios);
    if (median > bound) {
      over.add(name);
    }
    row.append(
        String.format(
            Locale.ROOT,
            "%19s",
            String.format(Locale.ROOT, "%.2f ", median) + Rounds.spread(ratios)));
  }

  private String first(Contender contender) {
    return rounds(contender).get(0).exchanges();
  }
}
