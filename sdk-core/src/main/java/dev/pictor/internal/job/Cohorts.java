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
  private static final int MOST_COHORTS = 4;

  private final Deque<Cohort> cohorts = new ArrayDeque<>();

  /** A job is submitted; empty if it is not to be learned. */
  Optional<Cohort.Member> join(long submittedAtNanos) {
    if (cohorts.isEmpty() || cohorts.getLast().isClosed(submittedAtNanos)) {
      if (cohorts.size() >= MOST_COHORTS) {
        return Optional.empty();
      }
      cohorts.add(new Cohort());
    }
    return cohorts.getLast().join(submittedAtNanos);
  }

  /**
   * The crowd that tells most of jobs that are under way: of which most have ended, or the oldest.
   * If the first ones hang, or took long only because their model had to be loaded, it is another.
   */
  Optional<Cohort> crowd() {
    Optional<Cohort> best = Optional.empty();
    for (Cohort cohort : cohorts) {
      if (cohort.isCrowd() && (!best.isPresent() || best.get().ended() < cohort.ended())) {
        best = Optional.of(cohort);
      }
    }
    return best;
  }

  /** What can be learned now. */
  List<Outcome> complete(long nowNanos) {
    List<Outcome> outcomes = Collections.emptyList(); // as mostly
    for (Iterator<Cohort> all = cohorts.iterator(); all.hasNext(); ) {
      Cohort cohort = all.next();
      if (cohort.isComplete(nowNanos)) {
        all.remove();
        outcomes = outcomes.isEmpty() ? new ArrayList<>() : outcomes;
        outcomes.addAll(cohort.outcomes(nowNanos));
      }
    }
    return outcomes;
  }
}
