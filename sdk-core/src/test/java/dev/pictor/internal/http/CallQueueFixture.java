package dev.pictor.internal.http;

import org.junit.jupiter.api.AfterEach;

/** A queue, and the calls that are made in it. */
abstract class CallQueueFixture {
  final HeldCalls calls = new HeldCalls();
  CallQueue queue = new CallQueue("test", Room.of(3, 2));

  /** Takes another queue for the test. */
  void use(CallQueue other) {
    queue.shutdown();
    queue = other;
  }

  /** Makes a call in the queue. */
  HeldCall begin(String name, String host) {
    return calls.call(name, host).begin(queue);
  }

  /**
   * The same.
   *
   * @param reader reads its reply
   */
  HeldCall begin(String name, String host, Runnable reader) {
    return calls.call(name, host).begin(queue, reader);
  }

  @AfterEach
  void stop() {
    queue.shutdownNow();
    calls.assertThatAllReadersPassed();
  }
}
