package dev.pictor.internal.job;

import dev.pictor.model.PlannedCall;
import java.time.Duration;
import java.util.Optional;

/** What all runs of one request share. */
final class RunContext {
  final Engine engine;
  final Limits limits;
  final Optional<Route> route;
  final Reports reports;
  final Uploads uploads;
  private final long startedAt;

  RunContext(
      Engine engine, Limits limits, Optional<Route> route, Reports reports, Uploads uploads) {
    this.engine = engine;
    this.limits = limits;
    this.route = route;
    this.reports = reports;
    this.uploads = uploads;
    this.startedAt = engine.time().nanos();
  }

  /** A call that tells the provider, too, how long it may take. */
  PlannedCall limited(PlannedCall planned) {
    PlannedCall.Builder call = planned.toBuilder().startLimit(limits.start());
    if (limits.expiry() == Limits.Expiry.CANCEL_REMOTE) {
      call.remoteTimeLimit(limits.deadline());
    }
    return call.build();
  }

  Duration elapsed() {
    return Duration.ofNanos(engine.time().nanos() - startedAt);
  }

  /** What is left of the deadline, which counts for all runs of a request together. */
  Duration deadlineIn() {
    Duration left = limits.deadline().minus(elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
