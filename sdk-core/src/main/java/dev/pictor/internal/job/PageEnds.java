package dev.pictor.internal.job;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where the pages of a list ended that were read lately. What is past does not change: a page that
 * begins where another one did ends there again, so that the next one can be asked for meanwhile.
 * Not thread-safe.
 */
final class PageEnds {
  /** So many pages are many more than can be asked for in a minute; the oldest are forgotten. */
  private static final int MOST = 4000;

  private final TreeSet<Instant> ends = new TreeSet<>();

  /** A page began here and ended there; what was known of ends between them holds no more. */
  void saw(Instant from, Instant since) {
    if (since.isBefore(from)) {
      ends.subSet(since, from).clear();
    }
    ends.add(since);
    if (ends.size() > MOST) {
      ends.pollFirst();
    }
  }

  /** Where a page ends that begins with what was created then, as far as that is known. */
  Optional<Instant> before(Instant created) {
    return Optional.ofNullable(ends.lower(created));
  }
}
