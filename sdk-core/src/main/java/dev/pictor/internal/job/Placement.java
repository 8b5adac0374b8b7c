package dev.pictor.internal.job;

/**
 * Where the next poll of a job belongs: where the lag that is expected until it, and all polls and
 * lag that are expected after it, cost least together. Times are in seconds since the submission.
 *
 * <p>What comes after it is not searched but known: polls are best placed with a density in
 * proportion to the root of the hazard, and then cost the root of twice the price of one times the
 * integral of the root of density times survival.
 *
 * <p>A fixed schedule is a bound. A gap is larger than its gaps only where the job hardly ends.
 */
final class Placement {
  /** No poll is nearer. */
  static final double SHORTEST = 0.05;

  /** No gap is larger, even if the job hardly ends in it: it may have changed. */
  private static final double LONGEST = 3;

  /** A job hardly ends in a gap that has less than this chance of it ... */
  private static final double HARDLY = 0.05;

  /** ... and less than this part of what a gap of this length has in the mean of all to come ... */
  private static final double QUIET = 0.1;

  /** ... if so many jobs have lasted longer ... */
  private static final double ENOUGH = 6;

  /** ... of which so many would have ended in it, were it like the others. */
  private static final double SIGNIFICANT = 2;

  /** Where the chance that it has ended begins. */
  private static final double BEGINS = 0.005;

  /** By how much of its room a poll is moved, so that those of many jobs do not come together. */
  private static final double SWING = 0.2;

  private static final double STEP = 0.02;
  private static final double STEP_GROWTH = 1.1;
  private static final double STRIDE = 1.2;
  private static final int HALVINGS = 10;

  private final Outlook outlook;
  private final double known;
  private final double now;
  private final double stretch;
  private final double cost;
  private final double alive;
  private final double hazard;

  private double at;
  private double room;
  private double lowest = Double.MAX_VALUE;
  private double scanned;
  private double lag;
  private double ended;

  /**
   * @param usual when a fixed schedule would poll next
   * @param worth how much lag a poll must save, unstretched
   */
  Placement(Outlook outlook, Sightings job, double now, double usual, double worth) {
    this.outlook = outlook;
    this.known = job.unended();
    this.now = now;
    this.stretch = job.stretch();
    this.alive = outlook.alive(known);
    double rest = Math.max(1e-6, outlook.rest(known));
    this.hazard = 1 / (rest * rest);
    this.cost = Math.sqrt(2 * worth) * stretch;
    this.scanned = known;
    scan(now + SHORTEST * stretch, usual);
    room = at - now;
    if (outlook.evidence(now) >= ENOUGH && isQuietUntil(usual, HARDLY)) {
      beyond(usual);
    }
  }

  /** When to poll. */
  double at() {
    return at;
  }

  /**
   * The same, moved by a little of the distance to what it must not miss.
   *
   * @param phase from -1 to 1
   */
  double at(double phase) {
    return at + phase * SWING * room;
  }

  private double endedBy(double time) {
    return 1 - outlook.alive(time) / alive;
  }

  private boolean isQuietUntil(double time, double share) {
    return endedBy(time) < Math.min(share, QUIET * hazard * (time - known));
  }

  private void beyond(double usual) {
    double hardly = reaching(HARDLY, usual);
    if (outlook.evidence(now) * hazard * (hardly - known) < SIGNIFICANT) {
      return;
    }
    double begins = reaching(BEGINS, usual);
    double longest = now + LONGEST * stretch;
    double last = usual;
    while (last < Math.min(begins, longest)) {
      last = Math.min(begins, now + (last - now) * STRIDE);
      scan(last, last);
    }
    if (begins <= longest) {
      scan(Math.max(last, begins), hardly + (usual - now));
    }
    if (at > usual) {
      if (at >= longest) {
        at = now + Math.min(longest - now, (begins - now) / 2); // two gaps alike, or the longest
      }
      room = at > begins ? Math.max(SHORTEST, at - begins) : (at - now) / 2;
    }
  }

  /** Until when it is quiet, if no more than a share ends. */
  private double reaching(double share, double from) {
    double low = from;
    double high = from;
    double step = (from - now) / 2;
    while (high - now < 2 * LONGEST * stretch && isQuietUntil(high, share)) {
      low = high;
      high += step;
      step *= 1.5;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (isQuietUntil(middle, share)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void scan(double from, double to) {
    double step = STEP * stretch;
    double time = from;
    while (true) {
      double share = endedBy(time);
      lag += (share + ended) / 2 * (time - scanned);
      ended = share;
      scanned = time;
      double sum = lag + cost * outlook.rest(time) * (1 - share);
      if (sum <= lowest) {
        lowest = sum;
        at = time;
      }
      if (time >= to) {
        return;
      }
      time = Math.min(to, time + step);
      step *= STEP_GROWTH;
    }
  }
}
