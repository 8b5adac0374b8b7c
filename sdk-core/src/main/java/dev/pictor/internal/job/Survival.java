package dev.pictor.internal.job;

/**
 * The share of jobs that take longer than a given time, as learned, mixed with a small doubt: the
 * chance that the next job is like none before. Times are in seconds. Immutable.
 */
final class Survival {
  /** What is foreseen of a job like none before: between these, each octave alike. */
  private static final double SHORTEST_DOUBT = 0.25;

  private static final double LONGEST_DOUBT = 1024;

  /** So many durations weigh as much as the doubt. */
  private static final double DOUBTED = 1.5;

  private static final double LEAST_DOUBT = 0.01;

  /** What is foreseen without knowing anything, at each edge of a bucket. */
  private static final double[] UNTAUGHT = untaught();

  /** Before anything is learned. */
  static final Survival UNKNOWN = new Survival(new double[Buckets.COUNT], 0);

  private final double count;
  private final double doubt;
  private final double mean;
  private final double spread;
  private final double[] alive = new double[Buckets.COUNT + 1];
  private final double[] area = new double[Buckets.COUNT + 1];

  /** What a wait is weighed by needs no more digits. */
  private final float[] rest = new float[Buckets.COUNT + 1];

  /**
   * @param shares the share of durations in each bucket; the sum is 1
   * @param count on how many durations they rest
   */
  Survival(double[] shares, double count) {
    this.count = count;
    this.doubt = Math.max(LEAST_DOUBT, DOUBTED / (DOUBTED + count));
    double left = 1;
    double sum = 0;
    double root = 0;
    for (int i = 0; i <= Buckets.COUNT; i++) {
      alive[i] = (1 - doubt) * left + doubt * UNTAUGHT[i];
      if (i > 0) {
        area[i] = area[i - 1] + (alive[i - 1] + alive[i]) / 2 * Buckets.width(i - 1);
      }
      if (i < Buckets.COUNT) {
        double share = Math.min(left, shares[i]);
        root += root(share, left - share / 2, i);
        sum += share * (Buckets.edge(i) + Buckets.edge(i + 1)) / 2;
        left -= share;
      }
    }
    double ahead = 0;
    for (int i = Buckets.COUNT - 1; i >= 0; i--) {
      ahead += root(alive[i] - alive[i + 1], (alive[i] + alive[i + 1]) / 2, i);
      rest[i] = (float) ahead;
    }
    this.mean = sum;
    this.spread = root * root;
  }

  private static double[] untaught() {
    double[] alive = new double[Buckets.COUNT + 1];
    for (int i = 0; i <= Buckets.COUNT; i++) {
      alive[i] = untaught(Buckets.edge(i));
    }
    return alive;
  }

  private static double untaught(double edge) {
    return edge <= SHORTEST_DOUBT
        ? 1
        : Math.max(0, Math.log(LONGEST_DOUBT / edge) / Math.log(LONGEST_DOUBT / SHORTEST_DOUBT));
  }

  private static double root(double share, double alive, int bucket) {
    return Math.sqrt(share * alive * Buckets.width(bucket));
  }

  /** On how many durations it rests, each as far as it still counts. */
  double count() {
    return count;
  }

  /** The mean duration. */
  double mean() {
    return mean;
  }

  /**
   * How wide the durations are spread: with the best placed polls, twice the product of their
   * number and the mean lag. It is the square of the integral of the root of density times
   * survival: 4/9 of the width if all durations between two are alike, and the mean if a job has no
   * memory.
   */
  double spread() {
    return spread;
  }

  /** The same if the start is known only to lie in a span of so many seconds. */
  double spread(double span) {
    // Two spreads that are independent add up like deviations do; 4/9 is that of an even span.
    double ofStart = span * 4 / 9;
    return Math.sqrt(spread * spread + ofStart * ofStart);
  }

  /** The share that takes longer than a time; all take longer than a negative one. */
  double alive(double seconds) {
    return seconds <= 0 ? 1 : at(alive, seconds);
  }

  /** As {@link #alive}, without the doubt. */
  double known(double seconds) {
    return seconds <= 0
        ? 1
        : Math.max(
            0, Math.min(1, (at(alive, seconds) - doubt * at(UNTAUGHT, seconds)) / (1 - doubt)));
  }

  /** Where an end is to be expected that lies between two times: the mean. */
  double mean(double from, double to) {
    double share = alive(from) - alive(to);
    return share < 1e-6
        ? (from + to) / 2
        : from + (area(to) - area(from) - alive(to) * (to - from)) / share;
  }

  /** The integral behind {@link #spread}, from a time on, with the doubt. */
  double rest(double seconds) {
    if (seconds <= 0) {
      return rest[0];
    }
    if (seconds >= Buckets.LONGEST) {
      return rest[Buckets.COUNT];
    }
    int i = Buckets.of(seconds);
    return rest[i] + part(i, seconds) * (rest[i + 1] - rest[i]);
  }

  private static double at(double[] values, double seconds) {
    if (seconds >= Buckets.LONGEST) {
      return values[Buckets.COUNT];
    }
    int i = Buckets.of(seconds);
    return values[i] + part(i, seconds) * (values[i + 1] - values[i]);
  }

  private static double part(int bucket, double seconds) {
    return (seconds - Buckets.edge(bucket)) / Buckets.width(bucket);
  }

  /** The integral of {@link #alive} from 0; negative for negative times. */
  double area(double seconds) {
    if (seconds <= 0) {
      return seconds;
    }
    int i = Buckets.of(seconds);
    return area[i] + (alive[i] + alive(seconds)) / 2 * (seconds - Buckets.edge(i));
  }

  /** The time which a share takes longer than, of those that take longer than another time. */
  double quantile(double share, double given) {
    return reaching(share * alive(given), given);
  }

  /** The time which a share takes longer than, of those that lie between two times. */
  double quantile(double share, double from, double to) {
    double last = alive(to);
    return Math.min(to, reaching(last + share * (alive(from) - last), from));
  }

  private double reaching(double level, double from) {
    int low = Buckets.of(Math.max(0, from));
    int high = Buckets.COUNT;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (alive[middle] >= level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double drop = alive[low] - alive[low + 1];
    double part = drop <= 0 ? 0 : Math.max(0, Math.min(1, (alive[low] - level) / drop));
    return Math.max(from, Buckets.edge(low) + part * Buckets.width(low));
  }
}
