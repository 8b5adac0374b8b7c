package dev.pictor.internal.job;

/**
 * How much lag a poll must save to be worth it, so that all polls together are no more than those
 * of a fixed schedule. A first price follows from how wide the durations are spread; what the jobs
 * then take corrects it, at once. Times are in seconds. Thread-safe.
 */
final class Spending {
  /** More than any poll saves: then none is placed. */
  static final double NEVER = Double.MAX_VALUE;

  /** The part of the polls of a fixed schedule that may be used. */
  private static final double SHARE = 0.99;

  /** A mean lag that is short enough: below, polls are saved instead. */
  private static final double SHORT_LAG = 0.06;

  /** Whatever the lag, nobody needs a poll that saves less. */
  private static final double LEAST = 0.0005;

  /**
   * Where the spread is a greater part of the mean, the best polls would hardly be better than
   * fixed ones. It is all of it if a job has no memory.
   */
  private static final double NO_GAIN = 0.92;

  /** So many durations leave the spread twice as uncertain as it is. */
  private static final double UNCERTAIN = 5;

  /** How much more a poll must be worth while little is known: this, divided by the jobs. */
  private static final double CAUTION = 12;

  /** How fast old jobs lose their weight. */
  private static final double DECAY = 0.99;

  /** How fast the price follows. */
  private static final double STEP = 0.1;

  /** How steeply it rises at once if too many polls are used: e to this power for twice as many. */
  private static final double AT_ONCE = 16;

  private static final double CHEAPEST = -3;
  private static final double DEAREST = 5;

  /** How fast too dear a price falls by itself: with few polls nothing new is learned. */
  private static final double THAW = 0.998;

  /** By how much all gaps may grow if no price helps. */
  private static final double BRAKE = 0.1;

  /**
   * By what part, by how many polls and by the polls of how many jobs more may be used than by a
   * fixed schedule until nothing is placed any longer: more than what chance does while the price
   * is right.
   */
  private static final double OVERDRAFT = 1.03;

  private static final double FEW = 5;
  private static final double SWINGS = 6;

  /** Fewer jobs do not tell how many polls one takes. */
  private static final double ENOUGH = 50;

  private double used;
  private double fixed;
  private double lag;
  private double jobs;
  private double correction;

  /**
   * The lag that a poll must save by all that is learned of the jobs, unstretched: a first price.
   *
   * @param total what all jobs take
   * @param placed that by which polls are placed
   */
  static double price(Survival total, Survival placed) {
    double count = Math.max(1, total.count());
    if (placed.spread() * (1 + UNCERTAIN / count) > NO_GAIN * total.mean()) {
      return NEVER;
    }
    double spread = Math.max(1e-6, total.spread());
    double polls = Math.max(0.7, SHARE * (total.mean() / FixedPolls.PERIOD + 0.5) - 0.5);
    double byPolls = spread / (2 * polls * polls);
    double byLag = 2 * SHORT_LAG * SHORT_LAG / spread;
    return Math.max(byPolls, byLag) * (1 + CAUTION / count);
  }

  /** The same, corrected by what was spent until now. */
  synchronized double corrected(double price) {
    return Math.max(LEAST, price * Math.exp(correction + AT_ONCE * Math.max(0, over())));
  }

  /** Whether so many polls are used that none may be nearer than in a fixed schedule. */
  synchronized boolean isOverdrawn() {
    return used > OVERDRAFT * fixed + FEW + SWINGS * fixed / Math.max(jobs, ENOUGH);
  }

  /** By what the gaps of a fixed schedule are larger while too many polls are used. */
  synchronized double brake() {
    return 1 + Math.max(0, Math.min(BRAKE, 3 * (over() - (1 - SHARE))));
  }

  /**
   * A job is polled once more.
   *
   * @param fixedPolls how many more a fixed schedule would have used by then
   */
  synchronized void polled(double fixedPolls) {
    used++;
    fixed += fixedPolls;
  }

  /**
   * A job has ended.
   *
   * @param fixedPolls how many more a fixed schedule would have used until it had seen the end
   * @param lagged from the end to the poll that saw it, unstretched
   */
  synchronized void ended(double fixedPolls, double lagged) {
    fixed += fixedPolls;
    lag += lagged;
    jobs++;
    double spare = Math.min(0.3, 1 - lag / jobs / SHORT_LAG);
    double error = Math.max(-1, Math.min(1, Math.max(3 * over(), spare)));
    double before = correction > 0 ? THAW * correction : correction;
    correction = Math.max(CHEAPEST, Math.min(DEAREST, before + STEP * error));
    used *= DECAY;
    fixed *= DECAY;
    lag *= DECAY;
    jobs *= DECAY;
  }

  private double over() {
    return fixed > 1 ? used / fixed - SHARE : 0;
  }
}
