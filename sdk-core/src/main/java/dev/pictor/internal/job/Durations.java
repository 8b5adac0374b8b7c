package dev.pictor.internal.job;

import java.util.Arrays;

/**
 * How long something took lately. Each duration counts a little less with each one that follows, by
 * two memories: a long one that one outlier hardly changes, and a short one that counts while it
 * foretells better. So a model that has become another one is learned anew within a few jobs.
 *
 * <p>What is known of a duration is often only that it lies between two polls. Where in between,
 * the others tell.
 *
 * <p>Durations are in seconds, from nothing to a little more than an hour; what lies outside counts
 * as the nearest of these. Constant memory. Thread-safe.
 */
final class Durations {
  private static final int KEPT = 128;
  private static final double LONG_MEMORY = 128;
  private static final double SHORT_MEMORY = 8;

  /** The chance, with each duration, that from now on the short memory foretells better. */
  private static final double CHANGE = 0.01;

  /** The chance that the long one does again. */
  private static final double CALM = 0.15;

  /** The chance that either gives to what it has never seen. */
  private static final double SURPRISE = 0.02;

  /** Two durations are alike if they differ by less than this factor. */
  private static final double ALIKE = 1.15;

  /** How often the durations are shared out anew, at most, and what is near enough. */
  private static final int ROUNDS = 4;

  /** So much of a bucket's share does not depend on the round before. */
  private static final double EVEN = 1e-4;

  private static final double SETTLED = 0.01;

  private final double[] low = new double[KEPT];
  private final double[] high = new double[KEPT];
  private final double[] longWeight = new double[KEPT];
  private final double[] shortWeight = new double[KEPT];
  private int next;
  private int size;

  /** How the durations were shared out last. */
  private double[] latest = new double[Buckets.COUNT];

  /**
   * Room for how they are shared out next: much is worked out for each survival, and kept never.
   */
  private double[] spare = new double[Buckets.COUNT];

  private final double[] shares = new double[Buckets.COUNT];
  private final double[] weights = new double[KEPT];

  /** The chance that the short memory foretells better. */
  private double change = CHANGE;

  /** Learns a duration that is known exactly. */
  void add(double seconds) {
    add(seconds, seconds);
  }

  /** Learns a duration of which is known only that it lies between two others. */
  synchronized void add(double shortest, double longest) {
    double from = within(shortest);
    double to = Math.max(from, within(longest));
    compare(from, to);
    // A long memory that foretells worse is of something that is no more.
    double forget = 1 / LONG_MEMORY + Math.max(0, change - 0.5) / SHORT_MEMORY;
    for (int i = 0; i < size; i++) {
      longWeight[i] *= 1 - forget;
      shortWeight[i] *= 1 - 1 / SHORT_MEMORY;
    }
    low[next] = from;
    high[next] = to;
    longWeight[next] = 1;
    shortWeight[next] = 1;
    next = (next + 1) % KEPT;
    size = Math.min(KEPT, size + 1);
  }

  private static double within(double seconds) {
    return seconds > 0 ? Math.min(seconds, Buckets.LONGEST) : 0; // not a number: 0
  }

  private void compare(double from, double to) {
    if (size < 2) {
      return;
    }
    double longHit = 0;
    double shortHit = 0;
    for (int i = 0; i < size; i++) {
      if (low[i] <= to * ALIKE && high[i] * ALIKE >= from) {
        longHit += longWeight[i];
        shortHit += shortWeight[i];
      }
    }
    double bySort = change * (shortHit / sum(shortWeight) + SURPRISE);
    double byLong = (1 - change) * (longHit / sum(longWeight) + SURPRISE);
    change = CHANGE + (1 - CHANGE - CALM) * bySort / (bySort + byLong);
  }

  private double sum(double[] weights) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += weights[i];
    }
    return sum;
  }

  /** Whether nothing was learned yet. */
  synchronized boolean isEmpty() {
    return size == 0;
  }

  /** What is known now. */
  synchronized Survival survival() {
    if (size == 0) {
      return Survival.UNKNOWN;
    }
    double longSum = sum(longWeight);
    double shortSum = sum(shortWeight);
    double squares = 0;
    for (int i = 0; i < size; i++) {
      weights[i] = (1 - change) * longWeight[i] / longSum + change * shortWeight[i] / shortSum;
      squares += weights[i] * weights[i];
    }
    double count = 1 / squares;
    double moved = SETTLED;
    for (int round = 0; round < ROUNDS && moved >= SETTLED; round++) {
      Arrays.fill(shares, 0);
      for (int i = 0; i < size; i++) {
        spread(weights[i], low[i], high[i], latest, shares);
      }
      double[] before = latest;
      latest = spare;
      spare = before;
      Buckets.smooth(shares, count, latest);
      moved = distance(before, latest);
    }
    return new Survival(latest, count);
  }

  /**
   * Shares one duration out among the buckets in which it may lie, by what the round before says
   * (the EMS algorithm of Silverman et al., 1990).
   */
  private static void spread(
      double weight, double low, double high, double[] before, double[] shares) {
    int first = Buckets.of(low);
    int last = Buckets.of(high);
    if (first == last) {
      shares[first] += weight;
      return;
    }
    double all = 0;
    for (int i = first; i <= last; i++) {
      all += before[i] * Buckets.part(i, low, high) + EVEN;
    }
    for (int i = first; i <= last; i++) {
      shares[i] += weight * (before[i] * Buckets.part(i, low, high) + EVEN) / all;
    }
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum;
  }
}
