package dev.pictor.internal.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The jobs that a {@link Tempo} learns from, and when: not as they end, which is when somebody
 * waits for an image, but when the next poll is planned. Where all is pushed, that is never.
 *
 * <p>Not thread-safe, but for {@link #areDue}.
 */
final class Lessons {
  /** Up to so many jobs the tables are made anew with each one, then with each few ... */
  private static final double EAGER = 16;

  private static final int FEW = 4;

  /** ... from so many on with twice as many, as each of them then changes little ... */
  private static final double MANY = 96;

  /** ... but not all the time. */
  private static final long OFTEN = Duration.ofMillis(100).toNanos();

  /** Of what is older than so many others, {@link Durations} keeps nothing. */
  private static final int KEPT = 128;

  private final Durations totals = new Durations();
  private final Durations queues = new Durations();
  private final Durations runs = new Durations();
  private final Deque<Outcome> untaught = new ArrayDeque<>();
  private volatile int due;
  private int learned;
  private int news;
  private boolean wasRenewed;
  private long renewedAt;

  /** Seeds what is not learned yet; false once a job was seen. */
  boolean expect(double shortest, double longest) {
    if (!totals.isEmpty() || !untaught.isEmpty()) {
      return false;
    }
    totals.add(shortest, longest);
    totals.add(shortest, longest);
    return true;
  }

  /**
   * Takes what there is to learn.
   *
   * @param count on how many jobs rests what is known
   */
  void add(List<Outcome> outcomes, double count, long nowNanos) {
    for (Outcome outcome : outcomes) {
      if (untaught.size() == KEPT) {
        untaught.remove(); // if it was due, the next one is in its place
      }
      untaught.add(outcome);
      learned++;
      news++;
    }
    boolean isNews = news >= (count < EAGER ? 1 : count < MANY ? FEW : 2 * FEW);
    boolean isLongAgo = !wasRenewed || nowNanos - renewedAt >= OFTEN;
    if (isNews && (learned <= FEW || isLongAgo)) {
      due = untaught.size();
      news = 0;
      wasRenewed = true;
      renewedAt = nowNanos;
    }
  }

  /** Whether {@link #foresee} says something else than the last time. */
  boolean areDue() {
    return due > 0;
  }

  /** Learns what is due. */
  Foresight foresee(boolean byStart) {
    for (int i = due; i > 0; i--) {
      untaught.remove().teach(totals, queues, runs);
    }
    due = 0;
    return new Foresight(totals.survival(), queues.survival(), runs.survival(), byStart);
  }
}
