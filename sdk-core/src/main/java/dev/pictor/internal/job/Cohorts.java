package dev.pictor.internal.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Which jobs are learned, and when. Of many that are under way at once the quick ones end first:
 * learned as they end, they would stand for all, and the last ones would stand for the next. So
 * jobs that were submitted before the first of them ended are learned together, in the order of
 * their submission, once all have ended. What is one job after another is learned job by job; of a
 * crowd, a part.
 *
 * <p>Not thread-safe.
 */
final class Cohorts {
  private static final int MOST_MEMBERS = 64;
  private static final int MOST_COHORTS = 4;

  /** Jobs that take so many times as long as the slowest that has ended are not waited for ... */
  private static final double SLOW = 10;

  /** ... nor for less than this, in seconds. */
  private static final double SHORTEST_WAIT = 60;

  private static final double NANOS = 1e9;

  private final Deque<Cohort> cohorts = new ArrayDeque<>();

  static final class Cohort {
    private final List<Member> members = new ArrayList<>();
    private boolean isOpen = true;
    private double slowest;

    private boolean isComplete(long nowNanos) {
      double longest = isOpen ? Buckets.LONGEST : Math.max(SHORTEST_WAIT, SLOW * slowest);
      for (Member member : members) {
        if (!member.outcome.isPresent() && member.since(nowNanos) <= longest) {
          return false;
        }
      }
      return true;
    }
  }

  /** A job that is to be learned. */
  static final class Member {
    private final Cohort cohort;
    private final long submittedAt;
    private Optional<Outcome> outcome = Optional.empty();

    Member(Cohort cohort, long submittedAt) {
      this.cohort = cohort;
      this.submittedAt = submittedAt;
    }

    private double since(long nowNanos) {
      return (nowNanos - submittedAt) / NANOS;
    }

    /** It has ended. */
    void ended(Outcome with) {
      left(with);
      cohort.slowest = Math.max(cohort.slowest, with.endedBefore());
    }

    /** It is not watched any longer. */
    void left(Outcome with) {
      outcome = Optional.of(with);
      cohort.isOpen = false;
    }
  }

  /** A job is submitted; empty if it is not to be learned. */
  Optional<Member> join(long submittedAtNanos) {
    if (cohorts.isEmpty() || !cohorts.getLast().isOpen) {
      if (cohorts.size() >= MOST_COHORTS) {
        return Optional.empty();
      }
      cohorts.add(new Cohort());
    }
    Cohort cohort = cohorts.getLast();
    if (cohort.members.size() >= MOST_MEMBERS) {
      return Optional.empty();
    }
    Member member = new Member(cohort, submittedAtNanos);
    cohort.members.add(member);
    return Optional.of(member);
  }

  /** What can be learned now. */
  List<Outcome> complete(long nowNanos) {
    List<Outcome> outcomes = Collections.emptyList(); // as mostly
    for (Iterator<Cohort> all = cohorts.iterator(); all.hasNext(); ) {
      Cohort cohort = all.next();
      if (cohort.isComplete(nowNanos)) {
        all.remove();
        outcomes = outcomes.isEmpty() ? new ArrayList<>() : outcomes;
        for (Member member : cohort.members) {
          outcomes.add(
              member.outcome.isPresent()
                  ? member.outcome.get()
                  : Outcome.unended(member.since(nowNanos)));
        }
      }
    }
    return outcomes;
  }
}
