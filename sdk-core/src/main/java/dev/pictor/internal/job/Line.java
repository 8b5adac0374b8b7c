package dev.pictor.internal.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who waits to ask: the urgent before the others, and among equals whoever came first. Nobody is
 * twice in it. Not thread-safe.
 */
final class Line {
  /** Someone in line. */
  static final class Place {
    final OneByOne.Asker job;
    final long since;

    Place(OneByOne.Asker job, long since) {
      this.job = job;
      this.since = since;
    }
  }

  private final Map<OneByOne.Asker, Place> urgent = new LinkedHashMap<>();
  private final Map<OneByOne.Asker, Place> others = new LinkedHashMap<>();

  boolean isEmpty() {
    return urgent.isEmpty() && others.isEmpty();
  }

  void add(OneByOne.Asker job, long now) {
    (job.isUrgent() ? urgent : others).putIfAbsent(job, new Place(job, now));
  }

  void remove(OneByOne.Asker job) {
    urgent.remove(job);
    others.remove(job);
  }

  /** The first one, who leaves it; null if nobody waits. */
  @Nullable Place poll() {
    Map<OneByOne.Asker, Place> first = urgent.isEmpty() ? others : urgent;
    if (first.isEmpty()) {
      return null;
    }
    Place place = first.values().iterator().next();
    first.remove(place.job);
    return place;
  }
}
