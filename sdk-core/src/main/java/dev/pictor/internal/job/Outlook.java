package dev.pictor.internal.job;

/**
 * When one job will have ended, by all that is known of it: how long its like take, and in which
 * spans of time, each as likely as the others, it may have begun. Times are in seconds since its
 * submission. Immutable.
 */
final class Outlook {
  private static final int SPANS = 4;

  /** Where the last span ends: what takes longer still is left out. */
  private static final double LAST = 0.03;

  /** A span that is shorter counts as a moment. */
  private static final double MOMENT = 0.001;

  private final Survival survival;
  private final double[] spans;

  private Outlook(Survival survival, double... spans) {
    this.survival = survival;
    this.spans = spans;
  }

  /** Of a job of which nothing but its submission is known. */
  static Outlook submitted(Survival total) {
    return new Outlook(total, 0, 0);
  }

  /** Of one that has begun to run between two times. */
  static Outlook running(Survival run, double from, double to) {
    return new Outlook(run, from, to);
  }

  /** Of one that had not begun to run at a time. */
  static Outlook queued(Survival queue, Survival run, double at) {
    double[] spans = new double[SPANS + 1];
    spans[0] = at;
    for (int i = 1; i <= SPANS; i++) {
      double share = i == SPANS ? LAST : 1 - (double) i / SPANS;
      spans[i] = Math.max(spans[i - 1], queue.quantile(share, at));
    }
    return new Outlook(run, spans);
  }

  /** Whether the job may still be queued, so that the next poll may tell more than its end. */
  boolean isQueued() {
    return spans.length > 2;
  }

  /** The chance that it has not ended at a time. */
  double alive(double at) {
    double sum = 0;
    for (int i = 1; i < spans.length; i++) {
      double from = spans[i - 1];
      double to = spans[i];
      sum +=
          to - from < MOMENT
              ? survival.alive(at - from)
              : (survival.area(at - from) - survival.area(at - to)) / (to - from);
    }
    return sum / (spans.length - 1);
  }

  /** As {@link Survival#rest}: what is still to come for the polls after a time. */
  double rest(double at) {
    double sum = 0;
    for (int i = 1; i < spans.length; i++) {
      sum += survival.rest(at - (spans[i - 1] + spans[i]) / 2);
    }
    // Two spreads that are independent add up like deviations do; 4/9 is that of an even span.
    double ofStart = (spans[spans.length - 1] - spans[0]) * 4 / 9;
    double ratio = ofStart / Math.max(MOMENT, survival.spread());
    return sum / (spans.length - 1) * Math.sqrt(Math.sqrt(1 + ratio * ratio));
  }

  /** On how many jobs rests what is said of the time after this one. */
  double evidence(double at) {
    return survival.count() * survival.known(at - (spans[0] + spans[spans.length - 1]) / 2);
  }
}
