package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs belong to the runs of this client, and which of its submissions have no job yet: two
 * submissions may be the same in every word, and a job that is found belongs to one of them.
 */
final class Claims {
  /** Longer than any submission takes from its first byte to the end of its settling. */
  static final Duration KEPT = Duration.ofMinutes(30);

  private final Time time;

  /** By provider and id: when each job was taken hold of. */
  private final Map<String, Map<String, Long>> held = new HashMap<>();

  private final Map<Submitting, PlannedCall> open = new HashMap<>();
  private final Set<Submitting> lost = new HashSet<>();

  Claims(Time time) {
    this.time = time;
  }

  /** A submission is about to leave. */
  synchronized void open(Submitting submission, PlannedCall call) {
    open.put(submission, call);
  }

  /** The reply of a submission has been lost: what it made can be known by the list only. */
  synchronized void lost(Submitting submission) {
    if (open.containsKey(submission)) { // else a look has found it meanwhile
      lost.add(submission);
    }
  }

  /** A submission that was lost leaves once more. */
  synchronized void found(Submitting submission) {
    lost.remove(submission);
  }

  /** A submission has come to its end. */
  synchronized void close(Submitting submission) {
    open.remove(submission);
    lost.remove(submission);
  }

  /** A job belongs to a run. */
  synchronized void hold(JobHandle job) {
    long now = time.nanos();
    Map<String, Long> ofProvider = held.get(job.provider());
    if (ofProvider == null) {
      ofProvider = new LinkedHashMap<>();
      held.put(job.provider(), ofProvider);
    }
    Iterator<Long> oldest = ofProvider.values().iterator();
    while (oldest.hasNext() && now - oldest.next() > KEPT.toNanos()) {
      oldest.remove();
    }
    ofProvider.remove(job.id()); // or it would keep its place, in front of older ones
    ofProvider.put(job.id(), now);
  }

  /** Those of the jobs that belong to no run, each of them once. */
  synchronized List<Submission> free(Iterable<Submission> jobs) {
    Map<String, Submission> free = new LinkedHashMap<>();
    for (Submission job : jobs) {
      JobHandle handle = job.handle();
      if (!held.getOrDefault(handle.provider(), Collections.emptyMap()).containsKey(handle.id())) {
        free.put(handle.provider() + ' ' + handle.id(), job);
      }
    }
    return new ArrayList<>(free.values());
  }

  /**
   * Gives a lost submission one of the jobs that match it, and lets it be nobody else's. Jobs of
   * equal submissions are as good as each other, so there may be as many of them as of the
   * submissions; if there are more, some of them are somebody else's, and none is given. None is
   * given either while the reply of an equal submission may still name one of them.
   */
  synchronized Optional<Submission> claim(Submitting submission, List<Submission> matches) {
    PlannedCall call = open.get(submission);
    if (call == null) {
      return Optional.empty(); // it has come to its end by another way
    }
    int equal = 1;
    for (Map.Entry<Submitting, PlannedCall> other : open.entrySet()) {
      if (other.getKey() != submission && isSame(call, other.getValue())) {
        if (!lost.contains(other.getKey())) {
          return Optional.empty();
        }
        equal++;
      }
    }
    List<Submission> free = free(matches);
    if (free.isEmpty() || free.size() > equal) {
      return Optional.empty();
    }
    Submission oldest = free.get(free.size() - 1);
    hold(oldest.handle());
    close(submission);
    return Optional.of(oldest);
  }

  private static boolean isSame(PlannedCall one, PlannedCall other) {
    return one.provider().equals(other.provider())
        && one.endpoint().equals(other.endpoint())
        && one.input().isSameAs(other.input());
  }
}
