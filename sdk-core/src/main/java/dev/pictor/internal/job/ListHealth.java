package dev.pictor.internal.job;

import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a provider's list of jobs can be had at the moment. Where it cannot, each job asks by
 * itself until there is a page again, which is tried once in a while. Nobody waits for that: what
 * was silent once mostly is again.
 *
 * <p>A list that is refused because there were too many calls is asked for again, later: a call for
 * each job instead would be many more. Only where that goes on for long may it be that the list
 * alone is refused. Thread-safe.
 */
final class ListHealth {
  /** So long all jobs wait for a page; then each asks by itself. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_IN_A_ROW = 3;
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Backoff BREAKS =
      Backoff.of(Integer.MAX_VALUE, Duration.ofMillis(500), Duration.ofSeconds(1));

  private final Time time;
  private int breaks;
  private int refusals;
  private long refusedSince;
  private Optional<Long> pausedUntil = Optional.empty();

  ListHealth(Time time) {
    this.time = time;
  }

  /** Whether each job is to ask by itself now. */
  synchronized boolean isPaused() {
    return pausedUntil.isPresent();
  }

  /** Whether it is time for a page that nobody waits for. Another one has its time later. */
  synchronized boolean mayTryAgain() {
    boolean may = pausedUntil.isPresent() && time.nanos() - pausedUntil.get() >= 0;
    if (may) {
      pause();
    }
    return may;
  }

  /** There was a page. */
  synchronized void worked() {
    breaks = 0;
    refusals = 0;
    pausedUntil = Optional.empty();
  }

  /** There is no list, or it says nothing. */
  synchronized void isMissing() {
    pause();
  }

  /** When to ask for the same page again; empty if each job is to ask by itself. */
  synchronized Optional<Duration> failed(Throwable why) {
    if (isPaused()) {
      return pause();
    }
    return why instanceof RateLimitException ? refused((PictorException) why) : broke();
  }

  private Optional<Duration> refused(PictorException why) {
    refusals++;
    if (refusals == 1) {
      refusedSince = time.nanos();
    }
    boolean isForLong = time.nanos() - refusedSince >= PATIENCE.toNanos();
    return isForLong && refusals >= MOST_IN_A_ROW
        ? pause()
        : Optional.of(Backoff.DEFAULT.wait(refusals, why.details().retryAfter(), time));
  }

  private Optional<Duration> broke() {
    breaks++;
    return breaks >= MOST_IN_A_ROW
        ? pause()
        : Optional.of(BREAKS.wait(breaks, Optional.empty(), time));
  }

  private Optional<Duration> pause() {
    pausedUntil = Optional.of(time.nanos() + PAUSE.toNanos());
    return Optional.empty();
  }
}
