package dev.pictor.examples.view;

import dev.pictor.examples.run.RunReport;
import dev.pictor.examples.run.SavedImage;
import dev.pictor.model.Adjustment;
import dev.pictor.model.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What came of a request, for a terminal: one line for each image, and what was changed. */
public final class ReportText {
  private ReportText() {}

  /**
   * The lines.
   *
   * @param plans what each provider would do, also of those that could not serve it
   * @param home the folder that file names are relative to, if they are below it
   */
  public static List<String> of(List<Plan.Candidate> plans, List<RunReport> reports, Path home) {
    List<String> lines = new ArrayList<>();
    for (Plan.Candidate plan : plans) {
      for (String refusal : plan.refusals()) {
        lines.add("not asked: " + plan.provider() + ", because " + OneLine.of(refusal));
      }
    }
    if (reports.stream().anyMatch(report -> !report.images().isEmpty())) {
      lines.addAll(images(reports, home));
    }
    for (RunReport report : reports) {
      Changes changes = Changes.of(report);
      changes
          .lasting()
          .forEach(change -> lines.add("changed for " + report.provider() + ": " + line(change)));
      changes
          .warnings()
          .forEach(text -> lines.add("note on " + report.provider() + ": " + OneLine.of(text)));
    }
    return lines;
  }

  private static String line(Adjustment change) {
    return OneLine.of(change.toString());
  }

  private static List<String> images(List<RunReport> reports, Path home) {
    Table table = new Table();
    table.row("PROVIDER", "MODEL", "SEED", "SIZE", "FORMAT", "TIME", "FILE");
    for (RunReport report : reports) {
      Duration time = report.result().map(result -> result.elapsed()).orElse(report.elapsed());
      for (SavedImage image : report.images()) {
        table.row(
            report.provider(),
            report.plan().model(),
            image.seed(),
            image.size(),
            image.format(),
            Seconds.of(time),
            shortest(image.file(), home));
      }
    }
    return table.lines();
  }

  /** The file as a person in the folder {@code home} would name it. */
  public static String shortest(Path file, Path home) {
    return (file.startsWith(home) ? home.relativize(file) : file).toString();
  }
}
