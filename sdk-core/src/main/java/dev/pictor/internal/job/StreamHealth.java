package dev.pictor.internal.job;

import dev.pictor.internal.http.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether an endpoint can be listened to at the moment. One whose stream is refused or breaks is
 * polled for a while, the longer the more often that happens in a row, and then tried again.
 * Thread-safe.
 */
final class StreamHealth {
  private static final Duration FIRST_AFTER_BREAK = Duration.ofSeconds(1);
  private static final Duration LONGEST_AFTER_BREAK = Duration.ofMinutes(1);
  private static final Duration FIRST_AFTER_REFUSAL = Duration.ofMinutes(1);
  private static final Duration LONGEST_AFTER_REFUSAL = Duration.ofMinutes(30);

  /** In a row. */
  private int failures;

  private long pausedUntil;

  /** Whether a stream is worth a try now. */
  synchronized boolean mayTry(long now) {
    return failures == 0 || now - pausedUntil >= 0;
  }

  /** A stream has told the end of a job. */
  synchronized void worked() {
    failures = 0;
  }

  /** A stream has broken, or was silent, or made no sense. */
  synchronized void broke(long now) {
    pause(now, FIRST_AFTER_BREAK, LONGEST_AFTER_BREAK);
  }

  /** There is no stream. */
  synchronized void refused(long now, Optional<Duration> hint) {
    Duration told = hint.map(Backoff::bounded).orElse(FIRST_AFTER_REFUSAL);
    Duration first = told.compareTo(FIRST_AFTER_REFUSAL) > 0 ? told : FIRST_AFTER_REFUSAL;
    pause(now, first, LONGEST_AFTER_REFUSAL);
  }

  private void pause(long now, Duration first, Duration longest) {
    long wait = Math.min(longest.toNanos(), first.toNanos() << Math.min(failures, 12));
    pausedUntil = now + wait;
    failures++;
  }
}
