package dev.pictor.internal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Jobs that were submitted before the first of them ended. Not thread-safe, but for what is said of
 * a job that goes on.
 */
final class Cohort {
  private static final int MOST_MEMBERS = 64;

  /** So many tell something before all of them have ended. */
  private static final int CROWD = 32;

  /** Jobs that take so many times as long as the slowest that has ended are not waited for ... */
  private static final double SLOW = 10;

  /** ... nor for less than this, in seconds. */
  private static final double SHORTEST_WAIT = 60;

  /** After so many seconds others are looked at, too: the first ones may not be like them. */
  private static final double LONG = 30;

  /** In seconds: what is told at once takes no longer to come. */
  private static final double ON_ITS_WAY = 1;

  private static final double NANOS = 1e9;

  private final List<Member> members = new ArrayList<>();
  private boolean isOpen = true;
  private double slowest;
  private int ended;

  /** A job that is to be learned. */
  static final class Member {
    private final Cohort cohort;
    private final long submittedAt;
    private Optional<Outcome> outcome = Optional.empty();
    private boolean hasEnded;
    private volatile double unended;
    private volatile boolean isHeard;

    Member(Cohort cohort, long submittedAt) {
      this.cohort = cohort;
      this.submittedAt = submittedAt;
    }

    private double since(long nowNanos) {
      return (nowNanos - submittedAt) / NANOS;
    }

    /** A poll told that it had not ended after so many seconds. One thread at a time. */
    void goesOn(double after) {
      unended = Math.max(unended, after);
      isHeard = false;
    }

    /** It is told of as it goes on, and will be of its end. One thread at a time. */
    void isHeard(long nowNanos) {
      unended = Math.max(unended, since(nowNanos) - ON_ITS_WAY);
      isHeard = true;
    }

    /** No longer: it may have ended since it was told of last. */
    void isNotHeard() {
      isHeard = false;
    }

    private double unended(long nowNanos) {
      return isHeard ? Math.max(unended, since(nowNanos) - ON_ITS_WAY) : unended;
    }

    /** It has ended. */
    void ended(Outcome with) {
      left(with);
      hasEnded = true;
      cohort.ended++;
      cohort.slowest = Math.max(cohort.slowest, with.endedBefore());
    }

    /** It is not watched any longer. */
    void left(Outcome with) {
      outcome = Optional.of(with);
      isHeard = false;
      cohort.isOpen = false;
    }
  }

  /** One more is submitted; empty if there are enough. */
  Optional<Member> join(long submittedAtNanos) {
    if (members.size() >= MOST_MEMBERS) {
      return Optional.empty();
    }
    Member member = new Member(this, submittedAtNanos);
    members.add(member);
    return Optional.of(member);
  }

  /** Whether who is submitted now belongs to the next one. */
  boolean isClosed(long nowNanos) {
    return !isOpen || (members.size() >= MOST_MEMBERS && members.get(0).since(nowNanos) >= LONG);
  }

  /** Whether all can be learned. */
  boolean isComplete(long nowNanos) {
    double longest = isOpen ? Buckets.LONGEST : Math.max(SHORTEST_WAIT, SLOW * slowest);
    for (Member member : members) {
      if (!member.outcome.isPresent() && member.since(nowNanos) <= longest) {
        return false;
      }
    }
    return true;
  }

  /** What each of them took. */
  List<Outcome> outcomes(long nowNanos) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Member member : members) {
      outcomes.add(
          member.outcome.isPresent()
              ? member.outcome.get()
              : Outcome.unended(member.since(nowNanos)));
    }
    return outcomes;
  }

  /** Whether they are so many that they tell something before all of them have ended. */
  boolean isCrowd() {
    return members.size() >= CROWD;
  }

  /** How many have ended. */
  int ended() {
    return ended;
  }

  /** Whether half of them have: what the middle one takes is known. */
  boolean isHalfOver() {
    return 2 * ended >= members.size();
  }

  /** For how long any of them has lasted. */
  double longest(long nowNanos) {
    double longest = slowest;
    for (Member member : members) {
      longest = Math.max(longest, member.unended(nowNanos));
    }
    return longest;
  }

  /**
   * What is known of each of them by now.
   *
   * @param end by when those are assumed to end that have not
   */
  List<Outcome> outcomesSoFar(long nowNanos, double end) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Member member : members) {
      outcomes.add(
          member.hasEnded && member.outcome.isPresent()
              ? member.outcome.get()
              : Outcome.expected(member.unended(nowNanos), end));
    }
    return outcomes;
  }
}
