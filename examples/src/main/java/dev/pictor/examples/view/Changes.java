package dev.pictor.examples.view;

import dev.pictor.examples.run.RunReport;
import dev.pictor.model.Adjustment;
import java.util.List;
import java.util.stream.Collectors;

/** How the request was fitted to one provider: by the result, or by the plan if there is none. */
final class Changes {
  private final List<Adjustment> adjustments;
  private final List<String> warnings;

  private Changes(List<Adjustment> adjustments, List<String> warnings) {
    this.adjustments = adjustments;
    this.warnings = warnings;
  }

  static Changes of(RunReport report) {
    return report
        .result()
        .map(result -> new Changes(result.adjustments(), result.warnings()))
        .orElseGet(() -> new Changes(report.plan().adjustments(), report.plan().warnings()));
  }

  /** The fate of each parameter. */
  List<Adjustment> all() {
    return adjustments;
  }

  /** Those by which the image differs from what was asked for. */
  List<Adjustment> lasting() {
    return adjustments.stream().filter(Adjustment::isChange).collect(Collectors.toList());
  }

  /** What a person should know beyond single parameters. */
  List<String> warnings() {
    return warnings;
  }
}
