package dev.pictor.examples.run;

import dev.pictor.model.JobHandle;
import dev.pictor.model.JobUpdate;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of one provider: one for each of its jobs, there before the jobs have names. */
final class JobRows {
  private final List<PlannedCall> calls;
  private final List<Progress.Row> rows = new ArrayList<>();
  private final Map<JobHandle, Progress.Row> byHandle = new HashMap<>();

  JobRows(Progress progress, Plan.Candidate plan) {
    calls = plan.calls();
    int jobs = Math.max(1, calls.size());
    for (int i = 1; i <= jobs; i++) {
      Progress.Row row =
          progress.row(jobs == 1 ? plan.provider() : plan.provider() + " " + i + "/" + jobs);
      row.show("submitting");
      rows.add(row);
    }
  }

  /** Gives the jobs their rows, in the order in which they were planned. */
  synchronized void name(List<JobHandle> handles) {
    for (int i = 0; i < handles.size() && i < rows.size(); i++) {
      byHandle.put(handles.get(i), rows.get(i));
    }
  }

  synchronized void update(JobUpdate update) {
    Progress.Row row = byHandle.getOrDefault(update.handle(), rows.get(0));
    // What comes with the end was written before it.
    if (update.state().isTerminal()) {
      update.newLogLines().forEach(row::log);
      row.show(StateText.of(update));
    } else {
      row.show(StateText.of(update));
      update.newLogLines().forEach(row::log);
    }
  }

  /** Shows that this image, counted from 0, did not come. */
  void missing(int image) {
    for (int i = 0; i < calls.size(); i++) {
      int first = calls.get(i).firstImage();
      if (image >= first && image < first + calls.get(i).imageCount()) {
        rows.get(i).end("image " + (image + 1) + " is missing");
      }
    }
  }

  /** Shows how all ended that have not ended yet. */
  void end(String outcome) {
    rows.forEach(row -> row.end(outcome));
  }
}
