package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which call runs when. */
@Timeout(60)
class CallQueueTest extends CallQueueFixture {
  @Test
  void soManyRunAtOnceAndSoManyOfThemToOneHost() throws Exception {
    HeldCall first = begin("first", "a");
    begin("second", "a");
    HeldCall third = begin("third", "a"); // its host has two
    HeldCall other = begin("other", "b");
    begin("last", "b"); // there are three
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
    use(new CallQueue("test", Room.of(1, 1)));
    HeldCall fault = begin("fault", "a");
    HeldCall breaks = begin("breaks", "a");
    HeldCall next = begin("next", "a");
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
    HeldCall running = begin("running", "a");
    begin("second", "a");
    HeldCall waiting = begin("waiting", "a");
    calls.awaitBegun("running", "second");
    queue.cancelAll();
    queue.shutdown();
    assertThat(running.failure()).hasMessage("Canceled");
    assertThat(waiting.failure()).hasMessage("Canceled");
  }

  @Test
  void whatStillWaitsWhenTheQueueIsClosedIsNotSent() throws Exception {
    HeldCall running = begin("running", "a");
    begin("second", "a");
    HeldCall tooLate = begin("tooLate", "a");
    queue.shutdown();
    running.answer();
    assertThat(tooLate.failure()).hasMessage("Canceled");
  }

  @Test
  void whoWaitsBehindOneThatHasNoThreadIsToldSo() throws Exception {
    List<HeldCall> behind = new CopyOnWriteArrayList<>();
    use(
        new CallQueue("test", Room.of(1, 1)) {
          @Override
          public void execute(Runnable task) {
            behind.add(begin("behind", "a"));
            throw new OutOfMemoryError("no thread");
          }
        });
    assertThatThrownBy(() -> begin("first", "a")).isInstanceOf(OutOfMemoryError.class);
    assertThat(behind.get(0).failure()).hasMessageContaining("no thread");
    assertThat(queue.underWay()).isZero();
    assertThat(calls.begun()).isEmpty();
  }

  @Test
  void aClosedQueueSaysSo() throws Exception {
    queue.shutdown();
    HeldCall late = begin("late", "a");
    assertThat(late.failure()).isInstanceOf(IOException.class).hasMessage("closed");
    assertThat(queue.underWay()).isZero();
    assertThat(calls.begun()).isEmpty();
  }
}
