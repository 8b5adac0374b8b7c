package dev.pictor.internal.job;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Of how many jobs the pages of a list have told the end lately: in this round through all jobs and
 * in the one before. What is saved of the calls is spent where they bring much: the first and the
 * last of many jobs that were submitted together end one by one, the others all at once. Not
 * thread-safe.
 */
final class Harvest {
  /** So long the ends of jobs mostly come that were submitted at one moment. */
  private static final long SPREAD = TimeUnit.SECONDS.toNanos(22);

  /** More may come, however long they have come already. */
  private static final long LEAST = TimeUnit.SECONDS.toNanos(4);

  /** Of jobs that were created further apart some will have ended before the others do. */
  private static final Duration MOST_SPAN = Duration.ofMinutes(2);

  private int ends;
  private int pages;
  private int endsBefore;
  private int pagesBefore;
  private Duration span = Duration.ZERO;
  private Optional<Long> busyUntil = Optional.empty();

  /**
   * A round begins.
   *
   * @param span of the creation of its jobs: their ends will come as far apart
   */
  void roundBegins(Duration span) {
    this.span = span;
    endsBefore = ends;
    pagesBefore = pages;
    ends = 0;
    pages = 0;
  }

  void pageIsAskedFor() {
    pages++;
  }

  void endIsTold() {
    ends++;
  }

  CallBudget.Pace pace(long now) {
    int all = ends + endsBefore;
    if (all == 0) {
      busyUntil = Optional.empty();
      return CallBudget.Pace.IDLE;
    }
    if (2 * all < pages + pagesBefore) {
      return CallBudget.Pace.SPARSE;
    }
    if (!busyUntil.isPresent() || now - busyUntil.get() > LEAST) { // others may end by now
      busyUntil =
          Optional.of(now + (span.compareTo(MOST_SPAN) < 0 ? span : MOST_SPAN).toNanos() + SPREAD);
    }
    return CallBudget.Pace.BUSY;
  }

  /** For how long many jobs are still to be expected to end, in nanoseconds. */
  long rest(long now) {
    return busyUntil.map(until -> Math.max(LEAST, until - now)).orElse(SPREAD);
  }
}
