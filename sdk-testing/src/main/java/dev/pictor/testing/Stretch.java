package dev.pictor.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One part of a job's life, as long as a time or as a number of looks at the job. */
final class Stretch {
  private final int polls;
  private final Optional<Duration> time;

  private Stretch(int polls, Optional<Duration> time) {
    this.polls = polls;
    this.time = time;
  }

  static Stretch polls(int polls) {
    if (polls < 0) {
      throw new IllegalArgumentException("a number of polls cannot be negative: " + polls);
    }
    return new Stretch(polls, Optional.empty());
  }

  static Stretch lasting(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a time cannot be negative: " + time);
    }
    return new Stretch(0, Optional.of(time));
  }

  static Stretch endless() {
    return new Stretch(Integer.MAX_VALUE, Optional.empty());
  }

  /** When a stretch that began at {@code start} ends by itself; empty if looks end it. */
  Optional<Instant> endAfter(Instant start) {
    return time.map(start::plus);
  }

  /** Whether {@code polls} looks have used this stretch up. */
  boolean isUsedUpBy(int seen) {
    return polls != Integer.MAX_VALUE && seen >= polls;
  }

  /** Whether looks end it, sooner or later. */
  boolean isCounted() {
    return !time.isPresent() && polls != Integer.MAX_VALUE;
  }

  /** How much of it is over, from 0 to 1. */
  double part(Instant start, Instant now, int seen) {
    if (!time.isPresent()) {
      return isCounted() ? Math.min(1, seen / (double) Math.max(1, polls)) : 0;
    }
    double whole = Math.max(1, time.get().toNanos());
    return Math.min(1, Duration.between(start, now).toNanos() / whole);
  }

  /** When that part of a stretch of time will be over. */
  Optional<Instant> moment(Instant start, double part) {
    return time.map(whole -> start.plusNanos((long) (whole.toNanos() * part)));
  }

  /** How many more looks will find it, at least 0; 0 for a stretch of time. */
  int left(int seen) {
    return time.isPresent() ? 0 : Math.max(0, polls - seen);
  }
}
