package dev.pictor.internal.job;

import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.util.Optional;

/** How long to wait between two questions about a job. Always finite, never zero. */
final class Waits {
  private static final double FIRST_POLL = 0.5;
  private static final double POLL_GROWTH = 1.5;
  private static final double LONGEST_POLL = 3;
  private static final double POLL_JITTER = 0.1;

  private Waits() {}

  /**
   * Until the next question about a job: 0.5 s, growing by half to 3 s, ± 10 %.
   *
   * @param polls how many questions were asked before
   * @param hint what the provider wants, which wins
   */
  static Duration poll(int polls, Optional<Duration> hint, Time time) {
    if (hint.isPresent()) {
      return Backoff.bounded(hint.get());
    }
    double seconds =
        Math.min(LONGEST_POLL, FIRST_POLL * Math.pow(POLL_GROWTH, Math.min(polls, 30)));
    double spread = 1 - POLL_JITTER + 2 * POLL_JITTER * time.chance();
    return Duration.ofNanos((long) (seconds * spread * 1e9));
  }
}
