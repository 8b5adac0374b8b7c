package dev.pictor.internal.job;

/** What the jobs of an endpoint tell of the next one. Times are in seconds. Immutable. */
final class Foresight {
  /** Before any job. */
  static final Foresight NONE = ofTotals(Survival.UNKNOWN);

  /** Fewer jobs tell nothing. */
  private static final double FEWEST = 1.9;

  /** So many tell how the next ones are spread. */
  private static final double MANY = 16;

  /** Where fewer jobs lasted longer, all that was learned is over. */
  private static final double TAIL = 0.3;

  /** How many first waits are drawn anew once that is known. */
  private static final double EXPLORED = 0.125;

  private static final double SWING = 0.1;

  /** From this time on gaps of a fixed schedule are a part of it, up to six times as large. */
  private static final double LONG = 120;

  private static final double LONGEST_GROWTH = 6;

  /** By how much gaps are larger that make up for polls spent in vain. */
  private static final double MAKING_UP = 1.1;

  private final Survival total;
  private final Survival queue;
  private final Survival run;
  private final boolean isByStart;
  private final boolean isOfWhatGoesOn;
  private final double price;

  /**
   * @param isByStart whether the start of a job helps to foretell its end
   */
  Foresight(Survival total, Survival queue, Survival run, boolean isByStart) {
    this(total, queue, run, isByStart, false);
  }

  private Foresight(
      Survival total, Survival queue, Survival run, boolean isByStart, boolean isOfWhatGoesOn) {
    this.total = total;
    this.queue = queue;
    this.run = run;
    this.isByStart = isByStart;
    this.isOfWhatGoesOn = isOfWhatGoesOn;
    this.price = Spending.price(total, isByStart ? run : total);
  }

  /** Of jobs of whose parts nothing is known. */
  static Foresight ofTotals(Survival total) {
    return new Foresight(total, Survival.UNKNOWN, Survival.UNKNOWN, false);
  }

  /**
   * Of jobs that mostly go on: they tell when no job ends, but not yet when jobs end. So it leaves
   * polls out, and wants none to be earlier.
   */
  static Foresight ofWhatGoesOn(Survival total) {
    return new Foresight(total, Survival.UNKNOWN, Survival.UNKNOWN, false, true);
  }

  /** What all jobs take from submission to end. */
  Survival total() {
    return total;
  }

  /** Whether enough jobs were seen to tell anything. */
  boolean isKnown() {
    return total.count() >= FEWEST;
  }

  /** Whether it tells when a job ends that has not yet: it does not of one that outlives all. */
  boolean tells(Sightings job, double now) {
    return isKnown() && (isToBeFoundRunning(job) || outlook(job).evidence(now) >= TAIL);
  }

  private boolean isToBeFoundRunning(Sightings job) {
    return isByStart && job.polls() > 0 && !job.isStarted();
  }

  /**
   * When to poll next.
   *
   * @param chance at random, from 0 to 1
   */
  double next(Sightings job, double now, double chance, Spending spending) {
    double period = FixedPolls.PERIOD * job.stretch() * spending.brake();
    double swing = 2 * chance - 1;
    if (isKnown() && price < Spending.NEVER) {
      double worth = spending.corrected(price);
      if (isToBeFoundRunning(job)) {
        double gap = StartSearch.gap(queue, run, job.unended(), worth) / FixedPolls.PERIOD;
        return job.unended() + gap * period * (1 + SWING * swing);
      }
      Outlook outlook = outlook(job);
      if (outlook.evidence(now) >= TAIL) {
        double usual = now + period * growth(now, job);
        Placement placement = new Placement(outlook, job, now, usual, worth(worth, outlook, job));
        boolean mayBeEarlier = !isOfWhatGoesOn && !spending.isOverdrawn();
        if (placement.at() > usual || (placement.at() < usual && mayBeEarlier)) {
          return placement.at(job.phase());
        }
      } else if (job.polls() > job.fixed().at(now)) {
        period *= MAKING_UP;
      }
    }
    double drawn = job.polls() == 0 ? first(chance) : 1 + SWING * swing;
    return now + period * growth(now, job) * drawn;
  }

  /**
   * By what a gap is larger late in a job. Where all gaps are larger already, that counts as a part
   * of it: both together would be more than the limit needs, and more than the job is worth.
   */
  private static double growth(double now, Sightings job) {
    return Math.max(1, Math.min(LONGEST_GROWTH, now / LONG) / job.stretch());
  }

  /**
   * A first wait is drawn evenly from half to one and a half: the polls of many jobs then lie
   * everywhere, and tell together where between two of them jobs end. For the jobs it is as good.
   */
  private double first(double chance) {
    double share = total.count() < MANY ? 1 : EXPLORED;
    boolean isOneEnough = total.known(FixedPolls.PERIOD) < 0.5;
    return chance < share && !isOneEnough ? 0.5 + chance / share : 1 + (2 * chance - 1) * SWING;
  }

  /** What a poll is worth to a job that must not run out of them. */
  private static double worth(double worth, Outlook outlook, Sightings job) {
    double left = Math.max(1, job.left(outlook.median(job.unended())));
    // With all of the rest this would be the price at which it takes just these; with half of it,
    // it is a limit for where all its polls would be spent at once.
    double rest = outlook.rest(job.unended()) / 2 / job.stretch();
    return Math.max(worth, rest * rest / (2 * left * left));
  }

  private Outlook outlook(Sightings job) {
    Outlook bySubmission = Outlook.submitted(total);
    if (!isByStart || !job.isStarted()) {
      return bySubmission;
    }
    Outlook byStart = byStart(job);
    double at = job.unended();
    return byStart.rest(at) < bySubmission.rest(at) ? byStart : bySubmission;
  }

  private Outlook byStart(Sightings job) {
    double after = job.startedAfter();
    double before = job.startedBefore();
    return Outlook.running(
        run, queue.quantile(0.9, after, before), queue.quantile(0.1, after, before));
  }

  /**
   * How much better an end was foreseen by the start of the job than by its submission, as the
   * logarithm of a ratio of chances; 0 where that would not have been tried.
   */
  double gainByStart(Sightings job, double from, double to) {
    double at = job.startedBefore();
    if (!isKnown() || !job.isStarted() || from < at) {
      return 0;
    }
    Outlook bySubmission = Outlook.submitted(total);
    Outlook byStart = byStart(job);
    return byStart.rest(at) < bySubmission.rest(at)
        ? Math.log(byStart.chance(at, from, to) / bySubmission.chance(at, from, to))
        : 0;
  }
}
