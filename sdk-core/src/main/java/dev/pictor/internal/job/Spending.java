package dev.pictor.internal.job;

/**
 * How much lag a poll must save to be worth it, so that all polls together are no more than those
 * of a fixed schedule. A first price follows from how wide the durations are spread; what the jobs
 * then take corrects it. Times are in seconds. Not thread-safe.
 */
final class Spending {
  /** The part of the polls of a fixed schedule that may be used. */
  private static final double SHARE = 0.985;

  /** A mean lag that is short enough: below, polls are saved instead. */
  private static final double SHORT_LAG = 0.06;

  /** Whatever the lag, nobody needs a poll that saves less. */
  private static final double LEAST = 0.0005;

  /** Where the best polls would hardly be better than fixed ones, none are placed. */
  private static final double NO_GAIN = 0.92;

  /** How much more a poll must be worth while little is known: this, divided by the jobs. */
  private static final double CAUTION = 4;

  /** How fast old jobs lose their weight. */
  private static final double DECAY = 1 - 1 / 100.0;

  private static final double STEP = 0.2;
  private static final double CHEAPEST = -3;
  private static final double DEAREST = 4;

  /** How fast too dear a price falls by itself: with few polls nothing new is learned. */
  private static final double THAW = 0.998;

  private double used;
  private double fixed;
  private double lag;
  private double jobs;
  private double correction;

  /**
   * Counts a job.
   *
   * @param polls how many it took
   * @param fixedPolls how many a fixed schedule would have taken
   * @param lagged from its end to the poll that saw it, unstretched
   */
  void count(double polls, double fixedPolls, double lagged) {
    used = used * DECAY + polls;
    fixed = fixed * DECAY + fixedPolls;
    lag = lag * DECAY + lagged;
    jobs = jobs * DECAY + 1;
    double over = used / fixed - SHARE;
    double spare = Math.min(0.3, 1 - lag / jobs / SHORT_LAG);
    double error = Math.max(-1, Math.min(1, Math.max(over, spare)));
    double before = correction > 0 ? THAW * correction : correction;
    correction = Math.max(CHEAPEST, Math.min(DEAREST, before + STEP * error));
  }

  /**
   * The lag that a poll must save, unstretched.
   *
   * @param total what all jobs take
   * @param placed by what polls are placed
   */
  double worth(Survival total, Survival placed) {
    double spread = Math.max(1e-6, placed.spread());
    if (spread > NO_GAIN * total.mean()) {
      return Double.MAX_VALUE;
    }
    double polls = Math.max(0.7, SHARE * (total.mean() / FixedPolls.PERIOD + 0.5) - 0.5);
    double byPolls = spread / (2 * polls * polls);
    double byLag = 2 * SHORT_LAG * SHORT_LAG / spread;
    double caution = 1 + CAUTION / Math.max(1, total.count());
    return Math.max(LEAST, Math.max(byPolls, byLag) * Math.exp(correction) * caution);
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "used/fixed %.3f, lag %.3f, correction %.2f",
        used / fixed,
        lag / jobs,
        correction);
  }
}
