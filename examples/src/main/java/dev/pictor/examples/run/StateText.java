package dev.pictor.examples.run;

import dev.pictor.model.JobUpdate;

/** What a job is doing, in a few words. */
final class StateText {
  private StateText() {}

  static String of(JobUpdate update) {
    switch (update.state()) {
      case QUEUED:
        return update
            .queuePosition()
            .map(ahead -> ahead == 0 ? "queued, next in line" : "queued, " + ahead + " ahead")
            .orElse("queued");
      case RUNNING:
        return "running";
      case COMPLETED:
        return "made, fetching the result";
      case FAILED:
        return "failed";
      case CANCELED:
        return "canceled";
      default:
        return "in the state " + update.rawStatus();
    }
  }
}
