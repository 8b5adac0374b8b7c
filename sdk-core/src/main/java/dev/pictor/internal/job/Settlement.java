package dev.pictor.internal.job;

import dev.pictor.spi.Submission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the provider's own list says of a submission whose reply was lost. */
final class Settlement {
  private static final int MOST_SHOWN = 10;

  private final Optional<Submission> job;
  private final boolean isAbsent;
  private final String finding;
  private final Optional<Throwable> cause;

  private Settlement(
      Optional<Submission> job, boolean isAbsent, String finding, Optional<Throwable> cause) {
    this.job = job;
    this.isAbsent = isAbsent;
    this.finding = finding;
    this.cause = cause;
  }

  static Settlement found(Submission job) {
    return new Settlement(Optional.of(job), false, "", Optional.empty());
  }

  static Settlement absent(String finding) {
    return new Settlement(Optional.empty(), true, finding, Optional.empty());
  }

  static Settlement open(String finding, Optional<Throwable> cause) {
    return new Settlement(Optional.empty(), false, finding, cause);
  }

  /** The one job that it is, which belongs to this submission from now on. */
  Optional<Submission> job() {
    return job;
  }

  /** Whether the list was seen whole, several times, without any job that it may be. */
  boolean isAbsent() {
    return isAbsent;
  }

  /** What was found, as a clause of a message. */
  String finding() {
    return finding;
  }

  /** Why nothing could be found out. */
  Optional<Throwable> cause() {
    return cause;
  }

  /** The ids of some jobs, as part of a message. */
  static String ids(List<Submission> jobs) {
    String ids =
        jobs.stream()
            .limit(MOST_SHOWN)
            .map(job -> job.handle().id())
            .collect(Collectors.joining(", "));
    return jobs.size() <= MOST_SHOWN ? ids : ids + " and " + (jobs.size() - MOST_SHOWN) + " more";
  }
}
