package dev.pictor.internal.job;

import java.time.Duration;

/**
 * When something has come of a stream, and what follows from what has not. One thread tells, the
 * alarm of the stream looks.
 */
final class Signs {
  /** fal keeps a stream alive every 15 seconds. */
  static final Duration SILENCE = Duration.ofSeconds(20);

  /** fal tells the state of the job at once: a stream that has not may never do. */
  static final Duration FIRST_NEWS = Duration.ofMillis(2500);

  /** Whoever is alive and says nothing of the job for so long may have lost its end. */
  static final Duration QUIET = Duration.ofSeconds(60);

  /** What a look has shown. */
  enum Seen {
    /** News, or not long since. */
    FINE,
    /** It goes on without news for so long that the job is to be asked after once. */
    QUIET,
    /** It does not go on. */
    SILENT
  }

  private final long openedAt;
  private volatile long lastSign;
  private volatile long askAt;
  private volatile boolean hasTold;
  private volatile boolean isAskedAfter;

  Signs(long openedAt) {
    this.openedAt = openedAt;
    this.lastSign = openedAt;
    this.askAt = openedAt + FIRST_NEWS.toNanos();
  }

  /** Something has come, if only a sign of life. */
  void alive(long now) {
    lastSign = now;
  }

  /** News of the job has come. */
  void news(long now) {
    hasTold = true;
    askAt = now + QUIET.toNanos();
    isAskedAfter = false;
  }

  /** Whether the job is to be asked after, and no news has come since that was seen. */
  boolean isAskedAfter() {
    return isAskedAfter;
  }

  /** Whether no news has ever come, and the job is to be asked after for that. */
  boolean isMute() {
    return isAskedAfter && !hasTold;
  }

  /** What has come by now. One look alone says that it is quiet, and the next a while later. */
  Seen look(long now) {
    if (now - lastSign >= SILENCE.toNanos()) {
      return Seen.SILENT;
    }
    if (now - askAt < 0) {
      return Seen.FINE;
    }
    // The answer is news, too; of a job that may be queued for long it is not asked for often.
    askAt = now + (hasTold ? QUIET.toNanos() : Math.min(now - openedAt, QUIET.toNanos()));
    isAskedAfter = true;
    return Seen.QUIET;
  }

  /** How long it may go on as it does until the next look. */
  Duration rest(long now) {
    Duration rest = SILENCE.minusNanos(now - lastSign);
    Duration mute = Duration.ofNanos(askAt - now);
    return isMute() && mute.compareTo(rest) < 0 ? mute : rest;
  }
}
