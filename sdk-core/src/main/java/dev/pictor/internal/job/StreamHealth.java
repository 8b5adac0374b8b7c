package dev.pictor.internal.job;

import dev.pictor.internal.http.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether an endpoint can be listened to at the moment. One whose stream is refused or breaks is
 * polled for a while, the longer the more often that happens in a row, and then tried again. Each
 * is counted by itself: a service that was away for minutes has broken many streams, and may refuse
 * the first one when it is back. Thread-safe.
 */
final class StreamHealth {
  private static final Duration FIRST_AFTER_BREAK = Duration.ofSeconds(1);
  private static final Duration LONGEST_AFTER_BREAK = Duration.ofMinutes(1);
  private static final Duration FIRST_AFTER_REFUSAL = Duration.ofMinutes(1);
  private static final Duration LONGEST_AFTER_REFUSAL = Duration.ofMinutes(30);

  private final Pauses breaks = new Pauses();
  private final Pauses refusals = new Pauses();

  /** Whether a stream is worth a try now. */
  boolean mayTry(long now) {
    return breaks.areOver(now) && refusals.areOver(now);
  }

  /** A stream has told the end of a job. */
  void worked() {
    breaks.end();
    refusals.end();
  }

  /**
   * A stream has broken, or made no sense.
   *
   * @param openedAt when it was opened
   */
  void broke(long openedAt, long now) {
    breaks.failed(openedAt, now, FIRST_AFTER_BREAK, LONGEST_AFTER_BREAK);
  }

  /**
   * A stream was silent, or has kept the end of its job for itself. That takes the longest to be
   * seen, and where it is so once it is mostly always so.
   *
   * @param openedAt when it was opened
   */
  void silent(long openedAt, long now) {
    refused(openedAt, now, Optional.empty());
  }

  /**
   * There is no stream.
   *
   * @param openedAt when it was to be opened
   */
  void refused(long openedAt, long now, Optional<Duration> hint) {
    Duration told = hint.map(Backoff::bounded).orElse(FIRST_AFTER_REFUSAL);
    Duration first = told.compareTo(FIRST_AFTER_REFUSAL) > 0 ? told : FIRST_AFTER_REFUSAL;
    refusals.failed(openedAt, now, first, LONGEST_AFTER_REFUSAL);
  }
}
