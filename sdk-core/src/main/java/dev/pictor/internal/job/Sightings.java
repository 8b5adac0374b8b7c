package dev.pictor.internal.job;

/**
 * What its polls have told of one job. A poll counts from when it was due, however long its reply
 * takes. Times are in seconds since the submission. Not thread-safe.
 */
final class Sightings {
  /** A reply that comes later tells of another poll, for the one that was due has failed. */
  private static final double LATE = 2;

  private final FixedPolls fixed;
  private int polls;
  private double due;
  private double unended;
  private double stretch = 1;
  private boolean isStarted;
  private double startedAfter;
  private double startedBefore;
  private double waited;
  private double phase;
  private double counted;

  /**
   * @param reply how long a reply takes, as far as others tell
   */
  Sightings(double reply) {
    fixed = new FixedPolls(reply);
  }

  /**
   * A reply told that it has not ended.
   *
   * @param chance at random, from 0 to 1
   */
  void goesOn(double now, double newStretch, double chance) {
    phase = polls == 0 ? 2 * chance - 1 : phase;
    stretch = newStretch;
    if (polls > 0) {
      unended = due;
      waited += Math.max(0, Math.min(LATE, now - due));
    }
    fixed.from(polls == 0 ? now : due, stretch);
  }

  /** The same reply was the first that saw it running. */
  void started(double now) {
    if (!isStarted) {
      isStarted = true;
      startedAfter = unended;
      startedBefore = polls == 0 ? now : due;
    }
  }

  /** The next poll is due at a time. */
  void pollAt(double time) {
    due = time;
    polls++;
  }

  int polls() {
    return polls;
  }

  /**
   * How many polls more a fixed schedule would have used by a time than when this was asked last.
   */
  double fixedSince(double polls) {
    double more = polls - counted;
    counted = polls;
    return more;
  }

  /** When the last poll was or is due. */
  double due() {
    return due;
  }

  /** When it had not ended yet. */
  double unended() {
    return unended;
  }

  /**
   * Where its polls lie among those of other jobs: at random, from -1 to 1. It is the same for all
   * its polls. Were it not, each of them would be drawn to the same place as those of the others.
   */
  double phase() {
    return phase;
  }

  /** By what gaps are larger now. */
  double stretch() {
    return stretch;
  }

  boolean isStarted() {
    return isStarted;
  }

  /** When it had not started yet. */
  double startedAfter() {
    return startedAfter;
  }

  double startedBefore() {
    return startedBefore;
  }

  /** What a fixed schedule would have asked meanwhile. */
  FixedPolls fixed() {
    return fixed;
  }

  /** When the reply that told its end was due, or came if that was much later. */
  double endedBefore(double now) {
    return polls == 0 || now - due > LATE ? now : due;
  }

  /** How long its replies took: the mean. */
  double reply() {
    return polls < 2 ? 0 : waited / (polls - 1);
  }

  /** How many polls more it may take, of which each job has twice the fixed ones and two. */
  double left(double until) {
    return 2 * fixed.at(until) + 2 - polls;
  }

  /** Before when it may not be asked again. */
  double notBefore() {
    return fixed.reaching((polls - 1) / 2.0);
  }
}
