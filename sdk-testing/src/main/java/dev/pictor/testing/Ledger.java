package dev.pictor.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Everything that was received, in the order of arrival. Thread-safe. */
final class Ledger {
  private final List<RecordedCall> calls = new ArrayList<>();
  private int next;

  synchronized RecordedCall record(Incoming incoming, Step step, Instant now) {
    RecordedCall call = new RecordedCall(next++, step, now, incoming);
    calls.add(call);
    return call;
  }

  synchronized List<RecordedCall> all() {
    return new ArrayList<>(calls);
  }

  synchronized void clear() {
    calls.clear();
  }
}
