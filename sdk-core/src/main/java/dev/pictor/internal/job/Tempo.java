package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.util.Optional;

/**
 * Learns how long the jobs of one endpoint take, and tells when to ask about one: often where it is
 * likely to end, seldom where it is not. Measured against a poll 0.5 s after each reply:
 *
 * <ul>
 *   <li>All jobs together take no more polls, those of a few first jobs aside. At no time has a job
 *       had more than twice as many and two.
 *   <li>A gap is larger than 0.5 s only where a job hardly ends: the chance is less than 5 %, and
 *       less than a tenth of what it would be in a gap later on, as told by at least six jobs that
 *       lasted longer. It is at most 3 s.
 *   <li>For jobs that outlive all that was learned it is 0.5 s, and from two minutes on 1/240 of
 *       the time since the submission, at most 3 s.
 *   <li>Gaps are 10 % more or less by chance, so that jobs that were submitted together are not
 *       polled together, and up to a tenth more while the job, or while all of them, have had more
 *       polls than the fixed schedule.
 *   <li>Until two jobs were seen it is that schedule, but for the first wait: 0.25 to 0.75 s, so
 *       that the polls of several jobs tell together when they end.
 *   <li>Where polls wait in line, those jobs that outlive what was learned are polled by what a
 *       crowd ahead of them has outlived by then.
 *   <li>Where fewer polls are enough for a mean lag of 0.06 s, the rest is saved.
 * </ul>
 *
 * <p>The time in a queue and the run are learned apart. Where that foretells better, the end of a
 * job is foreseen from when it was seen to start.
 *
 * <p>Thread-safe. Constant memory, about 50 kB.
 */
final class Tempo {
  private static final double NANOS = 1e9;

  /** The weight of the latest job in a mean. */
  private static final double LATEST = 0.05;

  /** By so much the start of a job must help to be used. */
  private static final double HELPS = 0.05;

  private static final double MOST_HELP = 2;

  /** How fast the difference of the clocks is learned. */
  private static final double CLOCK_STEP = 0.2;

  private final Lessons lessons = new Lessons();
  private final Cohorts cohorts = new Cohorts();
  private final Preview preview = new Preview();
  private final Spending spending = new Spending();
  private volatile Foresight foresight = Foresight.NONE;
  private volatile double reply;
  private double startHelps;
  private double ahead;
  private int watched;

  /**
   * Seeds what is not learned yet: about so long jobs are said to take. It weighs as much as two
   * jobs. Has no effect once a job was seen.
   */
  synchronized void expect(Duration typical) {
    double seconds = typical.toNanos() / NANOS;
    if (lessons.expect(0.75 * seconds, 1.3 * seconds)) {
      renew();
    }
  }

  /** A job to watch. */
  Job job(long submittedAtNanos) {
    return new Job(submittedAtNanos);
  }

  /** The time from submission to end that half of all jobs exceed; empty until two were seen. */
  Optional<Duration> typical() {
    Foresight now = foresight();
    return now.isKnown()
        ? Optional.of(Duration.ofNanos((long) (now.total().quantile(0.5, 0) * NANOS)))
        : Optional.empty();
  }

  /** The chance that a job ends within a time of its submission; 0 until two were seen. */
  double probability(Duration within) {
    Foresight now = foresight();
    return now.isKnown() ? 1 - now.total().alive(within.toNanos() / NANOS) : 0;
  }

  private synchronized Optional<Cohort.Member> join(long submittedAtNanos) {
    teach(submittedAtNanos); // whom nobody watches any longer holds up no others
    return cohorts.join(submittedAtNanos);
  }

  private synchronized void ended(
      Sightings job,
      Optional<Cohort.Member> member,
      double now,
      Optional<Duration> toldRun,
      Optional<Duration> toldTotal,
      long nowNanos) {
    double from = job.unended();
    double to = job.endedBefore(now);
    if (job.polls() > 0) {
      watched++;
      reply += Math.max(LATEST, 1.0 / watched) * (job.reply() - reply);
      double gain = foresight().gainByStart(job, from, to);
      if (gain != 0) {
        startHelps += LATEST * (Math.max(-MOST_HELP, Math.min(MOST_HELP, gain)) - startHelps);
      }
      count(job, from, to);
    } else if (!toldTotal.isPresent()) {
      from = to; // a reply that was held until the end
    }
    if (member.isPresent()) {
      member.get().ended(outcome(job, from, to, toldRun, toldTotal));
      teach(nowNanos);
    }
  }

  private synchronized void left(Cohort.Member member, double unended, long nowNanos) {
    member.left(Outcome.unended(unended));
    teach(nowNanos);
  }

  /** What it took, with its lag as it is to be expected between the two last polls. */
  private void count(Sightings job, double from, double to) {
    double end = foresight().total().mean(from, to);
    double around = Math.min(to - end, end - from);
    double lag = Math.max(0, job.due() - end) / job.stretch();
    spending.ended(job.fixedSince(job.fixed().toSee(end - around, end + around)), lag);
  }

  private Outcome outcome(
      Sightings job,
      double from,
      double to,
      Optional<Duration> toldRun,
      Optional<Duration> toldTotal) {
    Outcome total = total(job, from, to, toldRun, toldTotal);
    if (toldRun.isPresent()) {
      double run = seconds(toldRun.get());
      double after = job.isStarted() ? Math.max(job.startedAfter(), from - run) : from - run;
      double before = job.isStarted() ? Math.min(job.startedBefore(), to - run) : to - run;
      return total.withQueue(after, before, run, run);
    }
    if (job.isStarted()) {
      return total.withQueue(
          job.startedAfter(),
          job.startedBefore(),
          from - job.startedBefore(),
          to - job.startedAfter());
    }
    // It began after the last poll that did not see the end.
    double after = job.polls() > 1 ? from : 0;
    return total.withQueue(after, to, 0, to - after);
  }

  /**
   * A provider tells times exactly, but by its own clock, and from when it got the submission: they
   * are ahead of ours by a time that is about the same for all jobs, and must fit to what was seen.
   */
  private Outcome total(
      Sightings job,
      double from,
      double to,
      Optional<Duration> toldRun,
      Optional<Duration> toldTotal) {
    if (toldTotal.isPresent()) {
      double told = seconds(toldTotal.get());
      ahead += CLOCK_STEP * (told - ahead - within(told - ahead, from, to));
      double total = within(told - ahead, from, to);
      return Outcome.ended(total, total);
    }
    if (toldRun.isPresent()) {
      double least = job.startedAfter() + seconds(toldRun.get());
      ahead += CLOCK_STEP * Math.max(0, least - ahead - to);
      return Outcome.ended(within(least - ahead, from, to), to);
    }
    return Outcome.ended(from, to);
  }

  /** Of what a provider tells no more than is learned: a time that is none must do no harm. */
  private static double seconds(Duration told) {
    return within(told.getSeconds() + told.getNano() / NANOS, 0, Buckets.LONGEST);
  }

  private static double within(double value, double from, double to) {
    return Math.max(from, Math.min(to, value));
  }

  private void teach(long nowNanos) {
    lessons.add(cohorts.complete(nowNanos), foresight.total().count(), nowNanos);
  }

  private Foresight foresight() {
    return lessons.areDue() ? renewed() : foresight;
  }

  private synchronized Foresight renewed() {
    if (lessons.areDue()) {
      renew();
    }
    return foresight;
  }

  /** What the next poll of a job is placed by. */
  private Foresight foresight(Sightings job, double now, Stretch stretch, long nowNanos) {
    Foresight learned = foresight();
    if (!stretch.isOfScarcePolls() || learned.tells(job, now)) {
      return learned;
    }
    Foresight previewed = preview(nowNanos);
    return previewed.tells(job, now) ? previewed : learned;
  }

  private synchronized Foresight preview(long nowNanos) {
    return preview.of(cohorts, nowNanos);
  }

  private void renew() {
    foresight = lessons.foresee(startHelps > HELPS);
  }

  /**
   * One job that is watched. Thread-safe. Moments are those of {@link Time#nanos}. Times count from
   * the submission, which must mean the same for all jobs: that it left, or that its reply came. A
   * job that was submitted before this process began is nothing to learn from: it is to {@link
   * #left leave} in the end.
   */
  final class Job {
    private final long submittedAt;
    private final Sightings seen = new Sightings(reply);
    private Optional<Cohort.Member> member;

    Job(long submittedAtNanos) {
      submittedAt = submittedAtNanos;
      member = join(submittedAtNanos);
    }

    private double seconds(long nanos) {
      return Math.max(0, (nanos - submittedAt) / NANOS);
    }

    /** The last reply was the first that saw it running. To be called before {@link #next}. */
    synchronized void started(long nowNanos) {
      seen.started(seconds(nowNanos));
    }

    /** It is listened to, and has told that it goes on: so it will tell its end at once. */
    synchronized void isHeard(long nowNanos) {
      if (member.isPresent()) {
        member.get().isHeard(nowNanos);
      }
    }

    /** It is not listened to any more. */
    synchronized void isNotHeard() {
      if (member.isPresent()) {
        member.get().isNotHeard();
      }
    }

    /**
     * How long to wait until the next poll, now that the reply to the last one, or that to the
     * submission, has told that the job has not ended.
     *
     * @param stretch by what all gaps are larger; those that are that large for another reason stay
     *     as they are. The fixed schedule against which polls are counted has the same gaps
     * @return at least 50 ms
     */
    synchronized Duration next(long nowNanos, Stretch stretch, Time time) {
      double now = seconds(nowNanos);
      double chance = time.chance();
      seen.goesOn(now, stretch.factor(), chance);
      if (member.isPresent()) {
        member.get().goesOn(seen.unended());
      }
      Foresight foresight = foresight(seen, now, stretch, nowNanos);
      double at = Math.max(foresight.next(seen, now, chance, spending), seen.notBefore());
      double wait = Math.max(at - now, Placement.SHORTEST * seen.stretch());
      seen.pollAt(now + wait);
      spending.polled(seen.fixedSince(seen.fixed().at(seen.due())));
      return Duration.ofNanos((long) Math.ceil(wait * NANOS));
    }

    /**
     * The last reply told that the job has ended. Learns from it.
     *
     * @param toldRun how long it ran, as the provider says
     * @param toldTotal how long it took from its submission to its end, as the provider says
     */
    synchronized void ended(
        long nowNanos, Optional<Duration> toldRun, Optional<Duration> toldTotal) {
      Tempo.this.ended(seen, member, seconds(nowNanos), toldRun, toldTotal, nowNanos);
      member = Optional.empty();
    }

    /**
     * It is not watched any longer, and whether it has ended is not known. Has no effect after
     * {@link #ended}.
     */
    synchronized void left(long nowNanos) {
      if (member.isPresent()) {
        Tempo.this.left(member.get(), seen.unended(), nowNanos);
      }
      member = Optional.empty();
    }
  }
}
