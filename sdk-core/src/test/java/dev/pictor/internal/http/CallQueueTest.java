package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which call runs when. */
@Timeout(60)
class CallQueueTest {
  private final HeldCalls calls = new HeldCalls();
  private CallQueue queue = new CallQueue("test", 3, 2);

  @AfterEach
  void stop() {
    queue.shutdownNow();
    calls.assertThatAllReadersPassed();
  }

  private void oneAtATime(CallQueue other) {
    queue.shutdown();
    queue = other;
  }

  @Test
  void soManyRunAtOnceAndSoManyOfThemToOneHost() throws Exception {
    HeldCall first = calls.call("first", "a").begin(queue);
    calls.call("second", "a").begin(queue);
    HeldCall third = calls.call("third", "a").begin(queue); // its host has two
    HeldCall other = calls.call("other", "b").begin(queue);
    calls.call("last", "b").begin(queue); // there are three
    calls.awaitBegun("first", "second", "other");
    assertThat(queue.underWay()).isEqualTo(5);

    other.answer();
    calls.awaitBegun(
        "first", "second", "other", "last"); // the third is still one too many for its host
    first.answer();
    calls.awaitBegun("first", "second", "other", "last", "third");
    third.answer();
    assertThat(third.reply.get().code()).isEqualTo(200);
    assertThat(queue.getLargestPoolSize()).isLessThanOrEqualTo(3);
  }

  @Test
  void whateverACallOrTheCodeBehindItThrowsTheNextOneRuns() throws Exception {
    oneAtATime(new CallQueue("test", 1, 1));
    HeldCall fault = calls.call("fault", "a").begin(queue);
    HeldCall breaks = calls.call("breaks", "a").begin(queue);
    HeldCall next = calls.call("next", "a").begin(queue);
    fault.answer();
    breaks.answer();
    next.answer();
    assertThat(fault.failure()).isInstanceOf(IOException.class).hasMessageContaining("a fault");
    assertThat(fault.isCanceled()).isTrue();
    assertThat(breaks.reply.get().code()).isEqualTo(200);
    assertThat(next.reply.get().code()).isEqualTo(200);
  }

  @Test
  void allEndWithTheQueueThoseThatWaitToo() throws Exception {
    HeldCall running = calls.call("running", "a").begin(queue);
    calls.call("second", "a").begin(queue);
    HeldCall waiting = calls.call("waiting", "a").begin(queue);
    calls.awaitBegun("running", "second");
    queue.cancelAll();
    queue.shutdown();
    assertThat(running.failure()).hasMessage("Canceled");
    assertThat(waiting.failure()).hasMessage("Canceled");
  }

  @Test
  void whatStillWaitsWhenTheQueueIsClosedIsNotSent() throws Exception {
    HeldCall running = calls.call("running", "a").begin(queue);
    calls.call("second", "a").begin(queue);
    HeldCall tooLate = calls.call("tooLate", "a").begin(queue);
    queue.shutdown();
    running.answer();
    assertThat(tooLate.failure()).hasMessage("Canceled");
  }

  @Test
  void whoWaitsBehindOneThatHasNoThreadIsToldSo() throws Exception {
    List<HeldCall> behind = new CopyOnWriteArrayList<>();
    oneAtATime(
        new CallQueue("test", 1, 1) {
          @Override
          public void execute(Runnable task) {
            behind.add(calls.call("behind", "a").begin(queue));
            throw new OutOfMemoryError("no thread");
          }
        });
    assertThatThrownBy(() -> calls.call("first", "a").begin(queue))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(behind.get(0).failure()).hasMessageContaining("no thread");
    assertThat(queue.underWay()).isZero();
    assertThat(calls.begun()).isEmpty();
  }

  @Test
  void aClosedQueueSaysSo() throws Exception {
    queue.shutdown();
    HeldCall late = calls.call("late", "a").begin(queue);
    assertThat(late.failure()).isInstanceOf(IOException.class).hasMessage("closed");
    assertThat(queue.underWay()).isZero();
    assertThat(calls.begun()).isEmpty();
  }
}
