package dev.pictor.internal.job;

import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.LastUsed;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Which endpoints can be listened to at the moment. One whose stream is refused or breaks is polled
 * for a while, the longer the more often that happens in a row, and then tried again. Thread-safe.
 */
final class StreamHealth {
  private static final int MAX_ENDPOINTS = 256;
  private static final Duration FIRST_AFTER_BREAK = Duration.ofSeconds(1);
  private static final Duration LONGEST_AFTER_BREAK = Duration.ofMinutes(1);
  private static final Duration FIRST_AFTER_REFUSAL = Duration.ofMinutes(1);
  private static final Duration LONGEST_AFTER_REFUSAL = Duration.ofMinutes(30);

  private final Map<String, Pause> pauses = new LastUsed<>(MAX_ENDPOINTS);

  /** How often it failed in a row, and when it may be tried again. */
  private static final class Pause {
    final int failures;
    final long until;

    Pause(int failures, long until) {
      this.failures = failures;
      this.until = until;
    }
  }

  /** Whether a stream of this endpoint is worth a try now. */
  synchronized boolean mayTry(String endpoint, long now) {
    Pause pause = pauses.get(endpoint);
    return pause == null || now - pause.until >= 0;
  }

  /** A stream has told the end of a job. */
  synchronized void worked(String endpoint) {
    pauses.remove(endpoint);
  }

  /** A stream has broken, or was silent, or made no sense. */
  synchronized void broke(String endpoint, long now) {
    pause(endpoint, now, FIRST_AFTER_BREAK, LONGEST_AFTER_BREAK);
  }

  /** There is no stream. */
  synchronized void refused(String endpoint, long now, Optional<Duration> hint) {
    Duration told = hint.map(Backoff::bounded).orElse(FIRST_AFTER_REFUSAL);
    Duration first = told.compareTo(FIRST_AFTER_REFUSAL) > 0 ? told : FIRST_AFTER_REFUSAL;
    pause(endpoint, now, first, LONGEST_AFTER_REFUSAL);
  }

  private void pause(String endpoint, long now, Duration first, Duration longest) {
    Pause before = pauses.get(endpoint);
    int failures = before == null ? 0 : before.failures;
    long wait = Math.min(longest.toNanos(), first.toNanos() << Math.min(failures, 12));
    pauses.put(endpoint, new Pause(failures + 1, now + wait));
  }
}
