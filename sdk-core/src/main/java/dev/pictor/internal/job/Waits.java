package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait between two calls. Always finite, never zero: no server can make a busy loop.
 */
final class Waits {
  /** A hint beyond this is not followed. */
  static final Duration MAX_HINT = Duration.ofSeconds(60);

  private static final Duration SHORTEST = Duration.ofMillis(50);

  private static final double FIRST_POLL = 0.5;
  private static final double POLL_GROWTH = 1.5;
  private static final double LONGEST_POLL = 3;
  private static final double POLL_JITTER = 0.1;

  private static final double FIRST_RETRY = 0.5;
  private static final double LONGEST_RETRY = 8;

  private Waits() {}

  /**
   * Until the next question about a job: 0.5 s, growing by half to 3 s, ± 10 %.
   *
   * @param polls how many questions were asked before
   * @param hint what the provider wants, which wins
   */
  static Duration poll(int polls, Optional<Duration> hint, Time time) {
    if (hint.isPresent()) {
      return bounded(hint.get());
    }
    double seconds =
        Math.min(LONGEST_POLL, FIRST_POLL * Math.pow(POLL_GROWTH, Math.min(polls, 30)));
    return seconds(seconds * (1 - POLL_JITTER + 2 * POLL_JITTER * time.chance()));
  }

  /**
   * Until a failed call is repeated: 0.5 s, doubling to 8 s, less up to a quarter at random; never
   * less than the provider's hint, up to 60 s.
   *
   * @param failures how often it failed, from 1
   */
  static Duration retry(int failures, Optional<Duration> hint, Time time) {
    double seconds = Math.min(LONGEST_RETRY, FIRST_RETRY * Math.pow(2, Math.min(failures, 30) - 1));
    Duration own = seconds(seconds * (0.75 + 0.25 * time.chance()));
    return hint.map(Waits::bounded).filter(wait -> wait.compareTo(own) > 0).orElse(own);
  }

  private static Duration bounded(Duration hint) {
    if (hint.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return hint.compareTo(MAX_HINT) > 0 ? MAX_HINT : hint;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
