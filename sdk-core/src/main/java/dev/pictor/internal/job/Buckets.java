package dev.pictor.internal.job;

import java.util.Arrays;

/**
 * Divides durations into buckets that are 8 to 10 % wide, from 31 ms to 68 minutes; a first one
 * holds all that is shorter.
 *
 * <p>Eight to an octave, by a parabola instead of the logarithm, which is faster. It is smooth from
 * one octave to the next, or else the density of durations would not be.
 */
final class Buckets {
  private static final int TO_AN_OCTAVE = 8;
  private static final int LOWEST_OCTAVE = -5;
  private static final int OCTAVES = 17;
  private static final long MANTISSA = (1L << 52) - 1;

  static final int COUNT = 1 + OCTAVES * TO_AN_OCTAVE;

  /** Where the last one ends, in seconds. */
  static final double LONGEST = 4096;

  private static final double[] EDGES = edges();

  private Buckets() {}

  private static double[] edges() {
    double[] edges = new double[COUNT + 1];
    for (int i = 0; i < COUNT; i++) {
      double part = (double) (i % TO_AN_OCTAVE) / TO_AN_OCTAVE;
      double mantissa = 3 - Math.sqrt(4 - 3 * part);
      edges[i + 1] = mantissa * Math.pow(2, LOWEST_OCTAVE + i / TO_AN_OCTAVE);
    }
    return edges;
  }

  /** The bucket of a duration in seconds. */
  static int of(double seconds) {
    if (!(seconds >= EDGES[1])) {
      return 0;
    }
    if (seconds >= LONGEST) {
      return COUNT - 1;
    }
    long bits = Double.doubleToRawLongBits(seconds);
    double over = Double.longBitsToDouble((bits & MANTISSA) | (1023L << 52)) - 1;
    double octave = (bits >>> 52) - 1023 - LOWEST_OCTAVE + over * (4 - over) / 3;
    return Math.min(COUNT - 1, 1 + (int) (octave * TO_AN_OCTAVE));
  }

  /** Where a bucket begins; that of {@link #COUNT} is where the last one ends. */
  static double edge(int bucket) {
    return EDGES[bucket];
  }

  static double width(int bucket) {
    return EDGES[bucket + 1] - EDGES[bucket];
  }

  /** The part of a bucket that lies between two durations, of which it holds a part. */
  static double part(int bucket, double low, double high) {
    return (Math.min(high, EDGES[bucket + 1]) - Math.max(low, EDGES[bucket])) / width(bucket);
  }

  /**
   * Spreads each share over its neighbours: the less the more durations it rests on, and the less
   * the fewer buckets they lie in.
   *
   * @param smooth takes the result
   */
  static void smooth(double[] shares, double count, double[] smooth) {
    double squares = 0;
    for (double share : shares) {
      squares += share * share;
    }
    // Three quarters of what Silverman's rule wants for a bell curve, whose deviation is told by
    // the buckets that it fills: two narrow bells fill twice as many, however far apart they are.
    double filled = 1 / Math.max(1.0 / COUNT, squares - 1 / count);
    double width = 0.7 * filled / 3.5 * Math.pow(count, -0.2);
    width = Math.max(0.6 + 2 / count, Math.min(4, width));
    int reach = (int) Math.ceil(2.5 * width);
    double[] kernel = new double[reach + 1];
    double sum = 0;
    for (int i = 0; i <= reach; i++) {
      kernel[i] = Math.exp(-0.5 * i * i / (width * width));
      sum += i == 0 ? kernel[i] : 2 * kernel[i];
    }
    Arrays.fill(smooth, 0);
    for (int i = 0; i < COUNT; i++) {
      if (shares[i] > 1e-12) {
        for (int j = -reach; j <= reach; j++) {
          int to = Math.max(0, Math.min(COUNT - 1, i + j));
          smooth[to] += shares[i] * kernel[Math.abs(j)] / sum;
        }
      }
    }
  }
}
