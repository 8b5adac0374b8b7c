package dev.pictor.internal.http;

import java.time.Duration;
import java.time.Instant;

/** Where time and chance come from. Tests bring their own, so that none of them waits. */
public interface Time {
  /** Nanoseconds on a clock that only moves forward. */
  long nanos();

  /** The wall clock, which may be wrong and may jump; for what is told to others. */
  Instant now();

  /** Runs a task once after a delay. The task must be short and must not block. */
  Alarm after(Duration delay, Runnable task);

  /** A random number, at least 0 and below 1. */
  double chance();

  /** A task that waits for its time. */
  interface Alarm {
    /** Lets the task not run, unless it has begun. */
    void cancel();
  }
}
