package dev.pictor.internal.job;

import dev.pictor.spi.Provider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The status streams that are open: where polls need a connection more, one gives way. */
final class OpenStreams {
  /** Until it is seen what one connection more has helped. */
  private static final long APART = TimeUnit.MILLISECONDS.toNanos(50);

  private final Set<Listening> all = ConcurrentHashMap.newKeySet();
  private final AtomicLong next;

  OpenStreams(long now) {
    next = new AtomicLong(now);
  }

  void add(Listening stream) {
    all.add(stream);
  }

  void remove(Listening stream) {
    all.remove(stream);
  }

  /** Lets one to this provider give way, if there is one, and none has just done so. */
  void oneGivesWay(Provider provider, long now) {
    long from = next.get();
    if (now - from < 0) {
      return;
    }
    for (Listening one : all) {
      if (one.isTo(provider)) {
        if (next.compareAndSet(from, now + APART)) {
          one.giveWay();
        }
        return;
      }
    }
  }
}
