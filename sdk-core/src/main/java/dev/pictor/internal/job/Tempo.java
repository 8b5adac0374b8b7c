package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.util.Optional;

/**
 * Learns how long the jobs of one endpoint take, and tells when to ask about one: often where it is
 * likely to end, seldom where it is not. Measured against a poll every 0.5 s:
 *
 * <ul>
 *   <li>All jobs together take no more polls. One job may take half as many again, and two more.
 *   <li>A gap is larger than 0.5 s only where a job hardly ends: where at least six like it went
 *       on, and for at most 3 s. Of jobs that outlive all that was learned it is 0.5 s, up to a
 *       tenth more while they are ahead of the fixed polls, and after two minutes grows to 3 s.
 *   <li>Until three jobs were seen it is that schedule, but for the first wait, which is drawn anew
 *       for each job, between a quarter and three quarters of a second, so that together they tell
 *       where between two polls the jobs end.
 * </ul>
 *
 * <p>The time in a queue and the run are learned apart, and the end of a job that is seen to run is
 * foreseen from its start where that foretells better.
 *
 * <p>Thread-safe; constant memory.
 */
final class Tempo {
  private static final double NANOS = 1e9;

  /** Fewer jobs tell nothing. */
  private static final double FEWEST = 2.5;

  /** The tables are made anew with each of so many first jobs, later with each few. */
  private static final int EAGER = 16;

  private static final int LAZY = 4;

  /** By so much the start of a job must help, as the logarithm of a ratio of chances. */
  private static final double HELPS = 0.05;

  private static final double LATEST = 0.05;

  private final Durations totals = new Durations();
  private final Durations queues = new Durations();
  private final Durations runs = new Durations();
  private final Spending spending = new Spending();
  private Model model = new Model(Survival.UNKNOWN, Survival.UNKNOWN, Survival.UNKNOWN);
  private double startHelps;
  private int news;

  /** What was learned, as tables. Immutable but for the price of a poll. */
  private static final class Model {
    private final Survival total;
    private final Survival queue;
    private final Survival run;

    private volatile boolean isByStart;
    private volatile double worth = Double.MAX_VALUE;

    private Model(Survival total, Survival queue, Survival run) {
      this.total = total;
      this.queue = queue;
      this.run = run;
    }
  }

  /**
   * Seeds what is not learned yet: about so long jobs are said to take. It weighs little, and
   * nothing once jobs were seen.
   */
  synchronized void expect(Duration typical) {
    if (model.total.count() == 0 && news == 0) {
      double seconds = typical.toNanos() / NANOS;
      totals.add(0.75 * seconds, 1.3 * seconds);
      totals.add(0.75 * seconds, 1.3 * seconds);
      news++;
    }
  }

  /** A job to watch. */
  Job job(long submittedAtNanos) {
    return new Job(submittedAtNanos);
  }

  /** How long a job takes: half of them take longer. Empty until three were seen. */
  Optional<Duration> typical() {
    Survival total = model().total;
    return total.count() < FEWEST
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) (total.quantile(0.5, 0) * NANOS)));
  }

  /** The chance that a job ends within a time of its submission; 0 until three were seen. */
  double probability(Duration within) {
    Survival total = model().total;
    return total.count() < FEWEST ? 0 : 1 - total.alive(within.toNanos() / NANOS);
  }

  private synchronized Model model() {
    if (news >= (model.total.count() < EAGER ? 1 : LAZY)) {
      news = 0;
      model = new Model(totals.survival(), queues.survival(), runs.survival());
      price();
    }
    return model;
  }

  private void price() {
    model.isByStart = startHelps > HELPS;
    model.worth = spending.worth(model.total, model.isByStart ? model.run : model.total);
  }

  /**
   * One job that is watched. Times are those of {@link Time#nanos}; a poll counts from when it was
   * due, however long its reply takes. Thread-safe.
   */
  final class Job {
    private final long submittedAt;
    private final FixedPolls fixed = new FixedPolls();
    private int polls;

    /** When the last poll is due, in seconds since the submission, as all that follow. */
    private double due;

    /** When the one before was, so that the job had not ended. */
    private double known;

    private double startedAfter;
    private double startedBefore = -1;

    private Job(long submittedAtNanos) {
      submittedAt = submittedAtNanos;
    }

    private double seconds(long nanos) {
      return Math.max(0, (nanos - submittedAt) / NANOS);
    }

    /** The reply to the last poll, or what was pushed, was the first that saw it running. */
    synchronized void started(long nowNanos) {
      if (startedBefore < 0) {
        startedBefore = polls == 0 ? seconds(nowNanos) : due;
        startedAfter = polls == 0 ? startedBefore : known; // pushed, it is told as it happens
      }
    }

    /**
     * How long to wait until the next poll, now that a reply has told that the job has not ended.
     *
     * @param stretch by what all gaps are larger, because other jobs poll, too; at least 1
     */
    synchronized Duration next(long nowNanos, double stretch, Time time) {
      double now = seconds(nowNanos);
      double factor = stretch > 1 ? stretch : 1;
      if (polls == 0) {
        fixed.from(now, factor, 0);
      } else {
        known = due;
        fixed.from(due, factor, now - due);
      }
      double chance = time.chance();
      double at = Math.max(place(now, factor, chance), fixed.reaching((polls - 1) / 1.5));
      due = Math.max(at, now + Placement.SHORTEST * factor);
      polls++;
      return Duration.ofNanos((long) ((due - now) * NANOS));
    }

    private double place(double now, double stretch, double chance) {
      Model learned = model();
      double period = FixedPolls.PERIOD * stretch * Math.max(1, Math.min(6, now / 120));
      if (learned.total.count() >= FEWEST && learned.worth < Double.MAX_VALUE) {
        Outlook outlook = outlook(learned);
        if (outlook.evidence(now) < 1 && polls > fixed.at(now)) {
          period *= 1.1;
        }
        Placement placement =
            new Placement(outlook, known, now, now + period, learned.worth, stretch);
        if (placement.at() != now + period) {
          return placement.at(chance);
        }
      }
      double swing = polls == 0 ? 0.5 : 0.1;
      return now + period * (1 + (2 * chance - 1) * swing);
    }

    private Outlook outlook(Model learned) {
      if (polls == 0 || !learned.isByStart) {
        return Outlook.submitted(learned.total);
      }
      return startedBefore < 0
          ? Outlook.queued(learned.queue, learned.run, known)
          : Outlook.running(learned.run, startedAfter, startedBefore);
    }

    /**
     * The reply to the last poll, or that to the submission, told that it has ended. Learns from
     * it.
     *
     * @param toldRun how long the provider says it ran
     * @param toldTotal how long the provider says it took from its submission to its end
     */
    synchronized void ended(
        long nowNanos, Optional<Duration> toldRun, Optional<Duration> toldTotal) {
      double now = seconds(nowNanos);
      double to = polls == 0 || now - due > 2 ? now : due;
      double from = polls == 0 ? now : known;
      if (toldTotal.isPresent()) {
        from = Math.max(from, Math.min(to, toldTotal.get().toNanos() / NANOS));
        to = from;
      }
      learn(from, to, toldRun);
    }

    private void learn(double from, double to, Optional<Duration> toldRun) {
      synchronized (Tempo.this) {
        compare(from, to);
        count(from, to);
        totals.add(from, to);
        boolean seen = startedBefore >= 0;
        if (toldRun.isPresent()) {
          double run = toldRun.get().toNanos() / NANOS;
          runs.add(run);
          if (seen) {
            queues.add(Math.max(startedAfter, from - run), Math.min(startedBefore, to - run));
          } else {
            queues.add(from - run, to - run);
          }
        } else if (seen) {
          runs.add(from - startedBefore, to - startedAfter);
          queues.add(startedAfter, startedBefore);
        } else {
          runs.add(0, polls <= 1 ? to : to - from);
          queues.add(polls <= 1 ? 0 : from, to);
        }
        news++;
        price();
      }
    }

    /** Which would have foretold this end better: the submission or the start? */
    private void compare(double from, double to) {
      if (startedBefore >= 0 && from >= startedBefore && model.total.count() >= FEWEST) {
        Outlook byStart = Outlook.running(model.run, startedAfter, startedBefore);
        Outlook byTotal = Outlook.submitted(model.total);
        double gain = Math.log(foretold(byStart, from, to) / foretold(byTotal, from, to));
        startHelps += LATEST * (Math.max(-2, Math.min(2, gain)) - startHelps);
      }
    }

    private double foretold(Outlook outlook, double from, double to) {
      double low = from == to ? 0.95 * from : from;
      double high = from == to ? 1.05 * to : to;
      return (outlook.alive(low) - outlook.alive(high) + 1e-3) / outlook.alive(startedBefore);
    }

    private void count(double from, double to) {
      if (polls == 0) {
        return;
      }
      Survival total = model.total;
      double share = total.alive(from) - total.alive(to);
      double late =
          share < 1e-6
              ? (to - from) / 2
              : (total.alive(from) * (to - from) - total.area(to) + total.area(from)) / share;
      double end = to - late;
      double around = Math.min(late, to - from - late);
      spending.count(polls, fixed.toSee(end - around, end + around), due - end);
    }
  }
}
