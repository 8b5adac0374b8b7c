package dev.pictor.internal.job;

import java.util.concurrent.TimeUnit;

/**
 * Whether an endpoint ends a stream as soon as it has told the end of the job. Only then may the
 * thread that reads it ask for the result itself and hand the image over when it has closed the
 * stream: OkHttp waits up to a tenth of a second for the rest of one that goes on. Thread-safe.
 */
final class StreamEnds {
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(10);

  private volatile boolean areSoon;

  /** Whether the last one did. */
  boolean areSoon() {
    return areSoon;
  }

  /** A stream has been closed, so many nanoseconds after what it was listened to for. */
  void took(long nanos) {
    areSoon = nanos <= SOON;
  }
}
