package dev.pictor.internal.job;

/**
 * How often to ask about a job that is queued. Such a poll hardly finds an end, but the better the
 * start is known, the fewer polls find the end.
 */
final class StartSearch {
  private static final double SHORTEST = 0.1;
  private static final double LONGEST = 3;
  private static final double STRIDE = 1.12;

  /** Fewer runs tell nothing. */
  private static final double ENOUGH = 6;

  /** How likely a job may end in the same gap in which it began, if that is larger than usual. */
  private static final double UNSEEN = 0.05;

  private StartSearch() {}

  /**
   * The gap with which all that is to come costs least, in seconds, unstretched.
   *
   * @param queued when the job was still queued, in seconds since its submission
   * @param worth how much lag a poll must save
   */
  static double gap(Survival queue, Survival run, double queued, double worth) {
    if (run.count() < ENOUGH) {
      return FixedPolls.PERIOD;
    }
    double wait = (queue.quantile(0.5, queued) - queued) / Math.log(2);
    double best = SHORTEST;
    double lowest = Double.MAX_VALUE;
    double last = 0;
    double lag = 0;
    for (double gap = SHORTEST; gap <= LONGEST; gap *= STRIDE) {
      double unseen = gap - run.area(gap);
      if (gap > FixedPolls.PERIOD && unseen > UNSEEN * gap) {
        break;
      }
      lag += unseen * (gap - last);
      last = gap;
      double polls = worth * wait / gap;
      double cost = polls + Math.sqrt(2 * worth * run.spread(gap)) + lag / gap;
      if (cost < lowest) {
        lowest = cost;
        best = gap;
      }
    }
    return best;
  }
}
