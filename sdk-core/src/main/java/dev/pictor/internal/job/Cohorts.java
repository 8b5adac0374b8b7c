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

  /** So many tell something before all of them have ended. */
  private static final int CROWD = 32;

  /** Jobs that take so many times as long as the slowest that has ended are not waited for ... */
  private static final double SLOW = 10;

  /** ... nor for less than this, in seconds. */
  private static final double SHORTEST_WAIT = 60;

  /** In seconds: what is told at once takes no longer to come. */
  private static final double ON_ITS_WAY = 1;

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

    /** Whether half of them have ended: what the middle one takes is known. */
    boolean isHalfOver() {
      return 2 * members.stream().filter(member -> member.outcome.isPresent()).count()
          >= members.size();
    }

    /**
     * What is known of them by now. Those that go on are assumed to take at most twice as long as
     * any of them has until now.
     */
    List<Outcome> soFar(long nowNanos) {
      double longest = slowest;
      for (Member member : members) {
        longest = Math.max(longest, member.unended(nowNanos));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Member member : members) {
        outcomes.add(
            member.outcome.isPresent()
                ? member.outcome.get()
                : Outcome.expected(member.unended(nowNanos), 2 * longest));
      }
      return outcomes;
    }
  }

  /** A job that is to be learned. */
  static final class Member {
    private final Cohort cohort;
    private final long submittedAt;
    private Optional<Outcome> outcome = Optional.empty();
    private volatile double unended;
    private volatile boolean isHeard;

    Member(Cohort cohort, long submittedAt) {
      this.cohort = cohort;
      this.submittedAt = submittedAt;
    }

    private double since(long nowNanos) {
      return (nowNanos - submittedAt) / NANOS;
    }

    /** It had not ended after so many seconds. Thread-safe. */
    void goesOn(double after) {
      unended = after;
    }

    /** From now on its end is told at once. Thread-safe. */
    void isHeard() {
      isHeard = true;
    }

    /** No longer. Thread-safe. */
    void isNotHeard(long nowNanos) {
      unended = unended(nowNanos);
      isHeard = false;
    }

    private double unended(long nowNanos) {
      return isHeard ? Math.max(unended, since(nowNanos) - ON_ITS_WAY) : unended;
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

  /** Those of many that were submitted together longest ago, if some of them may go on. */
  Optional<Cohort> crowd() {
    return cohorts.stream().filter(cohort -> cohort.members.size() >= CROWD).findFirst();
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
