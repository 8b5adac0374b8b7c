package dev.pictor.internal.job;

/**
 * Divides durations into buckets that are 7 to 12 % wide, from 31 ms to 68 minutes; a first one
 * holds all that is shorter. Eight to an octave, each octave divided evenly, so that the bucket of
 * a duration is found from its bits, without a logarithm.
 */
final class Buckets {
  private static final int BITS = 3;
  private static final int LOWEST_OCTAVE = -5;
  private static final int OCTAVES = 17;
  private static final int SHIFT = 52 - BITS;
  private static final long ORIGIN = (1023L + LOWEST_OCTAVE) << BITS;

  static final int COUNT = 1 + (OCTAVES << BITS);

  /** Where the last one ends, in seconds. */
  static final double LONGEST = 4096;

  private static final double[] EDGES = edges();

  private Buckets() {}

  private static double[] edges() {
    double[] edges = new double[COUNT + 1];
    for (int i = 1; i <= COUNT; i++) {
      edges[i] = Double.longBitsToDouble((i - 1 + ORIGIN) << SHIFT);
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
    return 1 + (int) ((Double.doubleToRawLongBits(seconds) >>> SHIFT) - ORIGIN);
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
   */
  static double[] smooth(double[] shares, double count) {
    double squares = 0;
    for (double share : shares) {
      squares += share * share;
    }
    // Three quarters of what Silverman's rule wants for a bell curve, whose deviation is told by
    // the
    // buckets that it fills: two narrow bells fill twice as many, however far apart they are.
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
    double[] smooth = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      if (shares[i] > 1e-12) {
        for (int j = -reach; j <= reach; j++) {
          int to = Math.max(0, Math.min(COUNT - 1, i + j));
          smooth[to] += shares[i] * kernel[Math.abs(j)] / sum;
        }
      }
    }
    return smooth;
  }
}
