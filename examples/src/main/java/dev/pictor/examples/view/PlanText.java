package dev.pictor.examples.view;

import dev.pictor.model.Adjustment;
import dev.pictor.model.PlanCandidate;
import dev.pictor.model.PlannedCall;
import java.util.ArrayList;
import java.util.List;

/** What would be sent to one provider, for a terminal. */
public final class PlanText {
  private PlanText() {}

  /** The lines. */
  public static List<String> of(PlanCandidate candidate) {
    List<String> lines = new ArrayList<>();
    lines.add(candidate.provider() + ": " + candidate.endpoint());
    if (!candidate.isUsable()) {
      candidate.refusals().forEach(reason -> add(lines, "refused", reason));
      return lines;
    }
    candidate.effectiveSize().ifPresent(size -> add(lines, "size", size));
    candidate.cost().ifPresent(cost -> add(lines, "cost", cost));
    for (PlannedCall call : candidate.calls()) {
      add(lines, "sends", call.input());
    }
    candidate.postProcessing().forEach(step -> add(lines, "then", step));
    candidate.adjustments().stream()
        .filter(fate -> fate.mode() != Adjustment.Mode.PASSTHROUGH)
        .forEach(fate -> add(lines, fate.isChange() ? "changed" : "adapted", fate));
    candidate.warnings().forEach(warning -> add(lines, "note", warning));
    return lines;
  }

  private static void add(List<String> lines, String name, Object value) {
    StringBuilder line = new StringBuilder("  ").append(name);
    while (line.length() < "  changed  ".length()) {
      line.append(' ');
    }
    lines.add(line.append(OneLine.of(value.toString())).toString());
  }
}
