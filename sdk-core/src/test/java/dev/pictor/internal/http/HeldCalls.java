package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import okhttp3.Request;

/** The calls of a test, and which of them have begun. */
final class HeldCalls {
  private static final long LIMIT_NANOS = 10_000_000_000L;

  private final List<String> begun = new CopyOnWriteArrayList<>();

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  HeldCall call(String name, String host) {
    return new HeldCall(this, new Request.Builder().url("http://" + host + "/" + name).build());
  }

  void begun(HeldCall call) {
    begun.add(call.name());
  }

  void readerFailed(Throwable why) {
    failures.add(why);
  }

  /** An assertion that fails where a reply is read is heard of by nobody else. */
  void assertThatAllReadersPassed() {
    assertThat(failures).isEmpty();
  }

  /** The names of those that have begun, in order. */
  List<String> begun() {
    return begun;
  }

  /** Waits until so many have begun, and sees whether they are these. */
  void awaitBegun(String... names) {
    await(() -> begun.size() >= names.length);
    assertThat(begun).containsExactlyInAnyOrder(names);
  }

  /** Waits until nothing is left of the calls of a queue. */
  static void awaitNoneUnderWay(CallQueue queue) {
    await(() -> queue.underWay() == 0);
    assertThat(queue.underWay()).isZero();
  }

  private static void await(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean() && System.nanoTime() - start < LIMIT_NANOS) {
      LockSupport.parkNanos(200_000);
    }
  }
}
