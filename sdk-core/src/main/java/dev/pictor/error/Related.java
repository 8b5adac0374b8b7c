package dev.pictor.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that one failure tells of, as a request may be several jobs at several providers. */
final class Related {
  /** They may name each other. */
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private final List<Throwable> all = new ArrayList<>();

  private Related() {}

  /** The attempts before it, itself, its causes and what is suppressed in it, in this order. */
  static List<Throwable> to(Throwable failure) {
    Related related = new Related();
    related.add(failure);
    return related.all;
  }

  private void add(@Nullable Throwable failure) {
    if (failure == null || !seen.add(failure)) {
      return;
    }
    if (failure instanceof AttemptsFailedException) {
      ((AttemptsFailedException) failure).attempts().forEach(this::add);
    }
    all.add(failure);
    add(failure.getCause());
    for (Throwable suppressed : failure.getSuppressed()) {
      add(suppressed);
    }
  }
}
