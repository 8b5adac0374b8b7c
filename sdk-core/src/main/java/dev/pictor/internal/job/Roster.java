package dev.pictor.internal.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The polled jobs by their age, as a provider's list has them, to find the page that tells of as
 * many as it can. Jobs that were told of together are due at about the same time, some a little
 * before the others: a page that begins with the first of them that is due leaves the newer ones to
 * another page, and tells of older ones that were told of a moment ago. Immutable.
 */
final class Roster {
  /** So many newer ones leave the job itself on its page of a hundred, whosever the others are. */
  static final int MOST_NEWER = 49;

  static final Roster EMPTY = new Roster(new ArrayList<>());

  private static final Comparator<Entry> NEWEST_FIRST =
      (one, other) -> other.created.compareTo(one.created);

  private final List<Entry> newestFirst;

  private static final class Entry {
    final Instant created;
    final RollCall.Job job;

    Entry(Instant created, RollCall.Job job) {
      this.created = created;
      this.job = job;
    }
  }

  private Roster(List<Entry> newestFirst) {
    this.newestFirst = newestFirst;
  }

  /** Of those jobs whose age is known. */
  static Roster of(Collection<RollCall.Job> jobs) {
    List<Entry> entries = new ArrayList<>(jobs.size());
    for (RollCall.Job job : jobs) {
      job.createdAt().ifPresent(created -> entries.add(new Entry(created, job)));
    }
    entries.sort(NEWEST_FIRST);
    return new Roster(entries);
  }

  /**
   * The creation of the job that a page is to begin with.
   *
   * @param due the creation of the newest job that is due
   * @param soon jobs that are due before this moment might as well be told of now
   */
  Instant start(Instant due, long soon) {
    Instant start = due;
    int newer = indexOf(due);
    for (int i = newer - 1; i >= 0 && i >= newer - MOST_NEWER; i--) {
      Entry entry = newestFirst.get(i);
      if (entry.job.dueAt() - soon < 0) {
        start = entry.created;
      }
    }
    return start;
  }

  /** How many are newer. */
  private int indexOf(Instant created) {
    int low = 0;
    int high = newestFirst.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (newestFirst.get(middle).created.isAfter(created)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
