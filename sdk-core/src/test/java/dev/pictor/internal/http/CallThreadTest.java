package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which thread makes a call, and does what the call leaves to do. */
@Timeout(60)
class CallThreadTest extends CallQueueFixture {
  @Test
  void whatACallLeavesToDoHoldsUpNoOther() throws Exception {
    use(new CallQueue("test", Room.of(1, 1)));
    CompletableFuture<Thread> read = new CompletableFuture<>();
    CompletableFuture<Thread> done = new CompletableFuture<>();
    HeldCall first =
        begin(
            "first",
            "a",
            () -> {
              read.complete(Thread.currentThread());
              assertThat(CallThread.runAfterCall(() -> done.join())).isFalse(); // it may go on
              CallThread.callIsEnding();
              Runnable work =
                  () -> {
                    done.complete(Thread.currentThread());
                    LockSupport.park(); // as long as it likes
                  };
              assertThat(CallThread.runAfterCall(work)).isTrue();
              assertThat(CallThread.runAfterCall(work)).isFalse(); // one after the other
              assertThat(done).isNotDone();
            });
    HeldCall next = begin("next", "a");
    first.answer();
    next.answer();
    assertThat(next.reply.get().code()).isEqualTo(200);
    assertThat(done.get()).isSameAs(read.get());
    assertThat(queue.getLargestPoolSize()).isEqualTo(2); // before a third call finds both at work
    LockSupport.unpark(done.get());
    begin("last", "a").answer();
    calls.awaitBegun("first", "next", "last");
  }

  @Test
  void aCallThatIsTheConsequenceOfAReplyIsMadeByTheThreadThatHasReadIt() throws Exception {
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    HeldCall consequence = calls.call("consequence", "a");
    HeldCall first =
        begin(
            "first",
            "a",
            () -> {
              reader.complete(Thread.currentThread());
              CallThread.callLeadsOn();
              consequence.begin(queue);
              assertThat(calls.begun()).containsExactly("first"); // not before this one has ended
            });
    first.answer();
    calls.awaitBegun("first", "consequence");
    assertThat(consequence.madeBy).isSameAs(reader.get());
    assertThat(queue.getLargestPoolSize()).isEqualTo(1);
    consequence.answer();
    assertThat(consequence.reply.get().code()).isEqualTo(200);
  }

  @Test
  void furtherConsequencesOfAReplyAreMadeByOthersAtOnce() throws Exception {
    HeldCall first =
        begin(
            "first",
            "a",
            () -> {
              CallThread.callLeadsOn();
              begin("second", "a");
              begin("third", "b");
              calls.awaitBegun("first", "third");
            });
    first.answer();
    first.reply.get(); // the third did not wait for that
    calls.awaitBegun("first", "second", "third");
  }

  @Test
  void aReplyThatIsToldToManyHoldsUpNoConsequence() throws Exception {
    HeldCall first =
        begin(
            "first",
            "a",
            () -> {
              CallThread.callIsEnding();
              begin("second", "a");
              calls.awaitBegun("first", "second");
            });
    first.answer();
    first.reply.get(); // the second did not wait for that
  }

  @Test
  void aConsequenceIsMadeByTheSameThreadInWhateverQueueItIs() throws Exception {
    CallQueue other = new CallQueue("other", Room.of(1, 1));
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    HeldCall waiting = calls.call("waiting", "a");
    HeldCall second = calls.call("second", "a");
    HeldCall third = calls.call("third", "a");
    HeldCall first = calls.call("first", "a");
    use(new CallQueue("test", Room.of(1, 1)));
    first.begin(
        queue,
        () -> {
          reader.complete(Thread.currentThread());
          waiting.begin(queue); // for the room of this one
          CallThread.callLeadsOn();
          second.begin(other);
          third.begin(other); // for the room of the second
        });
    first.answer();
    calls.awaitBegun("first", "waiting", "second");
    assertThat(second.madeBy).isSameAs(reader.get());
    assertThat(waiting.madeBy).isNotSameAs(reader.get());
    waiting.answer();
    second.answer();
    calls.awaitBegun("first", "waiting", "second", "third");
    assertThat(third.madeBy).isSameAs(reader.get());
    third.answer();
    assertThat(third.reply.get().code()).isEqualTo(200);
    HeldCalls.awaitNoneUnderWay(other); // a reply is told before its call has ended
    assertThat(other.getLargestPoolSize()).isZero();
    other.shutdownNow();
  }

  @Test
  void aCallThatCannotWaitForTheEndOfAnotherOneIsMadeWithinIt() throws Exception {
    CallQueue other = new CallQueue("other", Room.of(1, 1));
    CompletableFuture<Thread> done = new CompletableFuture<>();
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    CompletableFuture<Boolean> wasDoneWithin = new CompletableFuture<>();
    HeldCall within = calls.call("within", "a");
    HeldCall behind = calls.call("behind", "a");
    HeldCall next = calls.call("next", "a");
    HeldCall first =
        begin(
            "first",
            "a",
            () -> {
              reader.complete(Thread.currentThread());
              CallThread.leadOnWithin(
                  () -> {
                    within.begin(
                        other,
                        () -> {
                          CallThread.callLeadsOn();
                          next.begin(queue);
                          assertThat(CallThread.runAfterCall(() -> done.complete(reader.join())))
                              .isTrue();
                        });
                    behind.begin(other); // for the room of that one
                    assertThat(calls.begun()).containsExactly("first");
                  });
              calls.awaitBegun("first", "within", "behind");
              wasDoneWithin.complete(done.isDone());
            });
    first.answer();
    within.answer();
    calls.awaitBegun("first", "within", "behind", "next");
    assertThat(within.madeBy).isSameAs(reader.get());
    assertThat(behind.madeBy).isNotSameAs(reader.get());
    assertThat(wasDoneWithin.get()).isFalse(); // only behind the first, whose end may take a moment
    assertThat(done.get()).isSameAs(reader.get());
    assertThat(next.madeBy).isNotSameAs(reader.get());
    behind.answer();
    next.answer();
    assertThat(next.reply.get().code()).isEqualTo(200);
    other.shutdownNow();
  }

  @Test
  void aStepThatFailsLosesNoCallThatItHasLedTo() throws Exception {
    HeldCall within = calls.call("within", "a");
    HeldCall first = calls.call("first", "a");
    first.begin(
        queue,
        () -> {
          assertThatThrownBy(
                  () ->
                      CallThread.leadOnWithin(
                          () -> {
                            within.begin(queue).answer();
                            throw new IllegalStateException("a step");
                          }))
              .hasMessage("a step");
          assertThat(within.reply.join().code()).isEqualTo(200);
        });
    first.answer();
    first.reply.get(); // with all that was seen there
  }

  @Test
  void withoutAThreadOfCallsAStepIsJustDone() throws Exception {
    HeldCall call = calls.call("call", "a");
    CallThread.leadOnWithin(() -> call.begin(queue));
    calls.awaitBegun("call");
    assertThat(call.madeBy).isNotSameAs(Thread.currentThread());
    call.answer();
    assertThat(call.reply.get().code()).isEqualTo(200);
  }

  /** The first that waits is not always the one that was given to the thread. */
  @Test
  void aConsequenceBehindOneThatWaitsForItsHostIsMadeAsWell() throws Exception {
    use(new CallQueue("test", Room.of(3, 1)));
    HeldCall waiting = calls.call("waiting", "a");
    HeldCall first =
        begin(
            "first",
            "a",
            () -> {
              waiting.begin(queue); // for the room of this one
              CallThread.callLeadsOn();
              begin("consequence", "b");
            });
    first.answer();
    calls.awaitBegun("first", "waiting", "consequence");
  }

  @Test
  void aConsequenceIsMadeByAnotherThreadWhereTheReplyLeavesSomethingToDo() throws Exception {
    CompletableFuture<Thread> done = new CompletableFuture<>();
    HeldCall first =
        begin(
            "first",
            "a",
            () -> {
              CallThread.callLeadsOn();
              begin("consequence", "a");
              CallThread.runAfterCall(
                  () -> {
                    done.complete(Thread.currentThread());
                    LockSupport.park();
                  });
            });
    first.answer();
    calls.awaitBegun("first", "consequence");
    LockSupport.unpark(done.get());
  }

  /** Code of a user, which may wait for what it has asked for. */
  @Test
  void whatIsDoneAfterTheCallLeadsToNoConsequencesOfIt() throws Exception {
    CompletableFuture<Integer> seen = new CompletableFuture<>();
    HeldCall first = calls.call("first", "a");
    HeldCall own = calls.call("own", "a");
    first.begin(
        queue,
        () -> {
          CallThread.callLeadsOn();
          CallThread.runAfterCall(
              () -> {
                own.begin(queue).answer();
                seen.complete(own.reply.join().code());
              });
        });
    first.answer();
    assertThat(seen.get()).isEqualTo(200);
  }

  @Test
  void noOtherThreadTakesACall() {
    CallThread.callLeadsOn();
    HeldCall call = begin("call", "a");
    calls.awaitBegun("call");
    assertThat(call.madeBy).isNotSameAs(Thread.currentThread());
  }

  @Test
  void whoWaitsBehindACallThatLeavesSomethingToDoIsToldThatTheQueueIsClosed() throws Exception {
    use(new CallQueue("test", Room.of(1, 1)));
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    HeldCall first =
        begin(
            "first",
            "a",
            () -> {
              queue.shutdown();
              CallThread.callIsEnding();
              assertThat(CallThread.runAfterCall(() -> done.complete(true))).isTrue();
            });
    HeldCall tooLate = begin("tooLate", "a");
    first.answer();
    assertThat(tooLate.failure()).isInstanceOf(IOException.class).hasMessage("closed");
    assertThat(done.get()).isTrue();
    assertThat(calls.begun()).containsExactly("first");
  }

  @Test
  void whatACallLeavesToDoIsDoneEvenIfItsSuccessorCannotBeToldOfItsFailure() throws Exception {
    List<Runnable> left = new CopyOnWriteArrayList<>();
    use(
        new CallQueue("test", Room.of(1, 1)) {
          @Override
          public void execute(Runnable task) {
            if (!left.isEmpty()) {
              throw new OutOfMemoryError("no thread") {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                  throw this; // nor memory for a word
                }
              };
            }
            super.execute(task);
          }
        });
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    HeldCall first =
        begin(
            "first",
            "a",
            () -> {
              left.add(() -> done.complete(true));
              CallThread.callIsEnding();
              CallThread.runAfterCall(left.get(0));
            });
    begin("next", "a");
    first.answer();
    assertThat(done.get()).isTrue();
    assertThat(calls.begun()).containsExactly("first");
  }

  @Test
  void noOtherThreadTakesWorkForLater() {
    CallThread.callIsEnding();
    assertThat(CallThread.runAfterCall(() -> {})).isFalse();
  }
}
