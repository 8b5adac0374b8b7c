package dev.pictor.examples.run;

import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.PictorException;
import dev.pictor.model.JobHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The jobs of a failure of which more can come. One failure may be about many jobs, and each of
 * those that are suppressed in it is about its own: a job is over only if one of them says so.
 */
final class OpenJobs {
  /** They may name each other. */
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<JobHandle> over = new HashSet<>();

  private OpenJobs() {}

  /** Those of these jobs that may be well, whatever has failed. */
  static List<JobHandle> of(PictorException failure, Collection<JobHandle> jobs) {
    OpenJobs open = new OpenJobs();
    open.look(failure);
    List<JobHandle> left = new ArrayList<>(jobs);
    left.removeAll(open.over);
    return left;
  }

  private void look(Throwable failure) {
    if (!(failure instanceof PictorException) || !seen.add(failure)) {
      return;
    }
    if (((PictorException) failure).isOver()) {
      ((PictorException) failure).handle().ifPresent(over::add);
    }
    if (failure instanceof AttemptsFailedException) {
      ((AttemptsFailedException) failure).attempts().forEach(this::look);
    }
    for (Throwable other : failure.getSuppressed()) {
      look(other);
    }
  }
}
