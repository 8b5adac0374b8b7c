package dev.pictor.internal.job;

/**
 * Counts what a fixed schedule would have asked about one job, which waits 0.5 s after each reply:
 * the measure for a learned one. Times are in seconds since the submission. Not thread-safe.
 */
final class FixedPolls {
  /** Between a reply and the next poll. */
  static final double PERIOD = 0.5;

  /** A reply that takes longer has waited for more than the provider. */
  private static final double LONGEST_REPLY = 1;

  private final double reply;
  private double polls;
  private double until;
  private double perSecond;

  /**
   * @param reply how long a reply takes
   */
  FixedPolls(double reply) {
    this.reply = Math.max(0, Math.min(LONGEST_REPLY, reply));
  }

  /** From a time on all gaps are larger by a factor, until the next call of this method. */
  void from(double time, double stretch) {
    boolean isFirst = perSecond == 0;
    polls = at(time);
    until = time;
    perSecond = 1 / (PERIOD * stretch + reply);
    if (isFirst) {
      polls = reply * perSecond; // the first poll does not wait for a reply
    }
  }

  /** How many there would have been by a time, as a fraction: the last one at the last integer. */
  double at(double time) {
    return polls + (time - until) * perSecond;
  }

  /** When there would have been so many. */
  double reaching(double count) {
    return until + (count - polls) / perSecond;
  }

  /** How many it takes to see an end that lies between two times: the mean. */
  double toSee(double from, double to) {
    double low = Math.max(0, at(from));
    double high = Math.max(low, at(to));
    double mean =
        high - low < 1e-6 ? Math.ceil(low) : (ceilings(high) - ceilings(low)) / (high - low);
    return Math.max(1, mean);
  }

  /** The integral of the ceiling function from 0. */
  private static double ceilings(double x) {
    double whole = Math.floor(x);
    return whole * (whole + 1) / 2 + (x - whole) * (whole + 1);
  }
}
