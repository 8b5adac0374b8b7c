package dev.pictor.internal.job;

/**
 * When one job will have ended, by how long others took and by when it began. Times are in seconds
 * since its submission. Immutable.
 */
final class Outlook {
  /** A span that is shorter counts as a moment. */
  private static final double MOMENT = 0.001;

  /** Less is as good as nothing. */
  private static final double NOTHING = 1e-9;

  /** Nothing is less likely than this. */
  private static final double LEAST_CHANCE = 1e-3;

  private final Survival survival;
  private final double from;
  private final double to;
  private final double blur;

  private Outlook(Survival survival, double from, double to) {
    this.survival = survival;
    this.from = from;
    this.to = to;
    this.blur = Math.sqrt(survival.spread(to - from) / Math.max(MOMENT, survival.spread()));
  }

  /** Of a job of which nothing but its submission is known. */
  static Outlook submitted(Survival total) {
    return new Outlook(total, 0, 0);
  }

  /** Of one that has begun to run between two times. */
  static Outlook running(Survival run, double from, double to) {
    return new Outlook(run, from, to);
  }

  /** The chance that it has not ended at a time; never quite nothing. */
  double alive(double at) {
    double alive =
        to - from < MOMENT
            ? survival.alive(at - from)
            : (survival.area(at - from) - survival.area(at - to)) / (to - from);
    return Math.max(NOTHING, alive);
  }

  /** The chance that it ends between two times if it has not at another one. */
  double chance(double given, double after, double before) {
    return Math.max(LEAST_CHANCE, (alive(after) - alive(before)) / alive(given));
  }

  /**
   * What all polls after a time and all lag are together, if it has not ended by then: this times
   * the root of twice the price of a poll.
   */
  double rest(double at) {
    return survival.rest(at - (from + to) / 2) * blur / alive(at);
  }

  /** When half of those that have not ended at a time will have. */
  double median(double at) {
    double middle = (from + to) / 2;
    return middle + survival.quantile(0.5, Math.max(0, at - middle));
  }

  /** On how many jobs rests what is said of the time after this one. */
  double evidence(double at) {
    return survival.count() * survival.known(at - (from + to) / 2);
  }
}
