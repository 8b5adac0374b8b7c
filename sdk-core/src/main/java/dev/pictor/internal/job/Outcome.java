package dev.pictor.internal.job;

import java.util.Optional;

/** How long one job took, as far as it is known: between which times. In seconds. Immutable. */
final class Outcome {
  private final double totalFrom;
  private final double totalTo;
  private final Optional<Parts> parts;

  /** The time in the queue and the run. */
  private static final class Parts {
    private final double queueFrom;
    private final double queueTo;
    private final double runFrom;
    private final double runTo;

    Parts(double queueFrom, double queueTo, double runFrom, double runTo) {
      this.queueFrom = queueFrom;
      this.queueTo = queueTo;
      this.runFrom = runFrom;
      this.runTo = runTo;
    }
  }

  private Outcome(double totalFrom, double totalTo, Optional<Parts> parts) {
    this.totalFrom = totalFrom;
    this.totalTo = totalTo;
    this.parts = parts;
  }

  /** Of a job that ended between two times, but was not seen to run, nor how long it did. */
  static Outcome ended(double from, double to) {
    return new Outcome(from, to, Optional.empty());
  }

  /** Of a job that had not ended after a time, and whose end was never seen. */
  static Outcome unended(double after) {
    return new Outcome(after, Buckets.LONGEST, Optional.empty());
  }

  /** Of a job that had not ended after a time, and is assumed to have by another. */
  static Outcome expected(double after, double before) {
    return new Outcome(after, before, Optional.empty());
  }

  /** The same with what is known of its parts. */
  Outcome withQueue(double from, double to, double runFrom, double runTo) {
    return new Outcome(totalFrom, totalTo, Optional.of(new Parts(from, to, runFrom, runTo)));
  }

  /** When it had certainly ended. */
  double endedBefore() {
    return totalTo;
  }

  void teach(Durations totals, Durations queues, Durations runs) {
    totals.add(totalFrom, totalTo);
    if (parts.isPresent()) {
      queues.add(parts.get().queueFrom, parts.get().queueTo);
      runs.add(parts.get().runFrom, parts.get().runTo);
    }
  }
}
