package dev.pictor.internal.job;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which endpoints end a stream as soon as it has told the end of the job. Only then may the thread
 * that reads it ask for the result itself and hand the image over when it has closed the stream:
 * OkHttp waits up to a tenth of a second for the rest of one that goes on. Thread-safe.
 */
final class StreamEnds {
  private static final int MAX_ENDPOINTS = 256;
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(10);

  private final Set<String> soon = new HashSet<>();

  /** Whether the last one did. */
  synchronized boolean areSoon(String endpoint) {
    return soon.contains(endpoint);
  }

  /** A stream has been closed, so many nanoseconds after what it was listened to for. */
  synchronized void took(String endpoint, long nanos) {
    if (nanos > SOON) {
      soon.remove(endpoint);
    } else if (soon.size() < MAX_ENDPOINTS) {
      soon.add(endpoint);
    }
  }
}
