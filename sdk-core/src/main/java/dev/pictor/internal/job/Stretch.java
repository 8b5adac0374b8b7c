package dev.pictor.internal.job;

/**
 * By what the waits between two polls of a job are larger, because so many jobs are polled.
 * Immutable.
 */
final class Stretch {
  /** Not at all. */
  static final Stretch NONE = new Stretch(1, 1);

  private static final double MOST = 100;

  /** From this on polls are too few to ask after all jobs alike. */
  private static final double SCARCE = 1.5;

  private final double byLine;
  private final double byLimit;

  /**
   * @param byLine because polls wait in line
   * @param byLimit because no more are to be sent, whoever would send them
   */
  Stretch(double byLine, double byLimit) {
    this.byLine = byLine;
    this.byLimit = byLimit;
  }

  /** From 1 to 100. */
  double factor() {
    return Math.max(within(byLine), within(byLimit));
  }

  /** Whether a poll that is left out lets others be sent earlier that are of more use. */
  boolean isOfScarcePolls() {
    return within(byLine) >= SCARCE;
  }

  private static double within(double factor) {
    return factor > 1 ? Math.min(factor, MOST) : 1; // not a number: 1
  }
}
