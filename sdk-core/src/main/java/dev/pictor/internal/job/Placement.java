package dev.pictor.internal.job;

/**
 * Where the next poll of a job belongs: where what it costs, the lag that is expected until it, and
 * all that is expected after it, are least together. Times are in seconds since the submission.
 *
 * <p>What comes after it is not searched but known: the best polls of a job have a density in
 * proportion to the root of its hazard, and cost the root of twice the price of one times the
 * integral of the root of density times survival.
 *
 * <p>The polls of a fixed schedule are a bound: there is no larger gap unless the job hardly ends
 * in it.
 */
final class Placement {
  /** No poll is nearer. */
  static final double SHORTEST = 0.05;

  /** No gap is larger, even if the job hardly ends in it: it may have changed. */
  private static final double LONGEST = 3;

  /** A job hardly ends in a gap that has less than this chance of it. */
  private static final double HARDLY = 0.05;

  /** Where the chance that it has ended begins. */
  private static final double BEGINS = 0.005;

  /** Of so many jobs that went on after a time, one would have been seen to end. */
  private static final double ENOUGH = 6;

  /** How much of its room a poll moves at random, so that many jobs do not poll together. */
  private static final double SWING = 0.1;

  private static final double STEP = 0.02;
  private static final double STEP_GROWTH = 1.1;
  private static final double STRIDE = 1.2;

  private final Outlook outlook;
  private final double now;
  private final double stretch;
  private final double worth;
  private final double alive;

  private double at;
  private double room;
  private double lowest = Double.MAX_VALUE;
  private double scanned;
  private double lag;
  private double ended;

  /**
   * @param known when the job had not ended yet
   * @param usual when a fixed schedule would poll next
   * @param worth how much lag a poll must save to be worth it, unstretched
   * @param stretch by what all gaps are larger
   */
  Placement(Outlook outlook, double known, double now, double usual, double worth, double stretch) {
    this.outlook = outlook;
    this.now = now;
    this.stretch = stretch;
    this.worth = worth * stretch * stretch;
    this.alive = Math.max(1e-9, outlook.alive(known));
    this.scanned = known;
    this.at = usual;
    this.room = usual - now;
    scan(now + SHORTEST * stretch, usual);
    if (at < usual) {
      room = at - now;
    }
    if (outlook.evidence(now) >= ENOUGH && endedBy(usual) < HARDLY) {
      beyond(usual);
    }
  }

  /** When to poll. */
  double at() {
    return at;
  }

  /** The same, moved at random by a little of the distance to what it must not miss. */
  double at(double chance) {
    return at + (2 * chance - 1) * SWING * room;
  }

  private double endedBy(double time) {
    return 1 - outlook.alive(time) / alive;
  }

  private void beyond(double usual) {
    double begins = reaching(BEGINS, usual);
    double longest = now + LONGEST * stretch;
    double last = usual;
    while (last < Math.min(begins, longest)) {
      last = Math.min(begins, now + (last - now) * STRIDE);
      scan(last, last);
    }
    if (begins <= longest) {
      scan(Math.max(last, begins), reaching(HARDLY, begins) + (usual - now));
    }
    if (at > usual) {
      if (at >= longest && begins - now < 2 * LONGEST * stretch) {
        at = now + (begins - now) / 2; // two gaps alike
      }
      room = at > begins ? Math.max(SHORTEST, at - begins) : (at - now) / 2;
    }
  }

  /** When the chance that it has ended reaches a share. */
  private double reaching(double share, double from) {
    double low = from;
    double high = from;
    double step = (from - now) / 2;
    while (high - now < 2 * LONGEST * stretch && endedBy(high) < share) {
      low = high;
      high += step;
      step *= 1.5;
    }
    for (int i = 0; i < 10; i++) {
      double middle = (low + high) / 2;
      if (endedBy(middle) < share) {
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
      double cost = cost(time);
      if (cost <= lowest) {
        lowest = cost;
        at = time;
      }
      if (time >= to) {
        return;
      }
      time = Math.min(to, time + step);
      step *= STEP_GROWTH;
    }
  }

  private double cost(double time) {
    // A poll of a job that is queued tells when it begins, which the rest does not know of: there
    // the cost of one end, if all that follows is like this poll.
    return outlook.isQueued()
        ? (lag + worth) / Math.max(1e-9, ended)
        : lag + Math.sqrt(2 * worth) * outlook.rest(time) / alive;
  }
}
