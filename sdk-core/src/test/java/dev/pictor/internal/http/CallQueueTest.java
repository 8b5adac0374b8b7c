package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which call runs when. */
@Timeout(60)
class CallQueueTest {
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private CallQueue queue = new CallQueue("test", 3, 2);

  @AfterEach
  void stop() {
    queue.shutdownNow();
  }

  /** A call that is answered when the test says so. */
  private final class Held implements Call {
    final CountDownLatch isAnswered = new CountDownLatch(1);
    final CompletableFuture<Response> reply = new CompletableFuture<>();
    private final Request request;
    private volatile boolean isCanceled;
    private volatile boolean isExecuted;
    volatile @Nullable Thread madeBy;

    Held(String name, String host) {
      request = new Request.Builder().url("http://" + host + "/" + name).build();
    }

    Held begin() {
      queue.enqueue(this, waiter(this));
      return this;
    }

    String name() {
      return request.url().pathSegments().get(0);
    }

    void answer() {
      isAnswered.countDown();
    }

    @Override
    public Response execute() throws IOException {
      isExecuted = true;
      madeBy = Thread.currentThread();
      begun.add(name());
      try {
        isAnswered.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (isCanceled) {
        throw new IOException("Canceled");
      }
      if (name().startsWith("fault")) {
        throw new IllegalStateException("a fault");
      }
      return new Response.Builder()
          .request(request)
          .protocol(Protocol.HTTP_1_1)
          .code(200)
          .message("OK")
          .build();
    }

    @Override
    public Request request() {
      return request;
    }

    @Override
    public void enqueue(Callback callback) {
      throw new AssertionError("not by the dispatcher");
    }

    @Override
    public void cancel() {
      isCanceled = true;
      answer();
    }

    @Override
    public boolean isExecuted() {
      return isExecuted;
    }

    @Override
    public boolean isCanceled() {
      return isCanceled;
    }

    @Override
    public okio.Timeout timeout() {
      return okio.Timeout.NONE;
    }

    @Override
    public Call clone() {
      return new Held(name(), request.url().host());
    }
  }

  private static Callback waiter(Held call) {
    return new Callback() {
      @Override
      public void onFailure(Call failed, IOException e) {
        call.reply.completeExceptionally(e);
      }

      @Override
      public void onResponse(Call answered, Response response) {
        call.reply.complete(response);
        if (call.name().startsWith("breaks")) {
          throw new IllegalStateException("code behind a reply");
        }
      }
    };
  }

  private void oneAtATime(CallQueue other) {
    queue.shutdown();
    queue = other;
  }

  private void awaitBegun(String... names) {
    long start = System.nanoTime();
    while (begun.size() < names.length && System.nanoTime() - start < 10_000_000_000L) {
      LockSupport.parkNanos(200_000);
    }
    assertThat(begun).containsExactlyInAnyOrder(names);
  }

  private static void awaitNoneUnderWay(CallQueue queue) {
    long start = System.nanoTime();
    while (queue.underWay() > 0 && System.nanoTime() - start < 10_000_000_000L) {
      LockSupport.parkNanos(200_000);
    }
    assertThat(queue.underWay()).isZero();
  }

  private static Throwable failure(Held call) throws InterruptedException {
    try {
      call.reply.get();
      throw new AssertionError("it has not failed");
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Test
  void soManyRunAtOnceAndSoManyOfThemToOneHost() throws Exception {
    Held first = new Held("first", "a").begin();
    new Held("second", "a").begin();
    Held third = new Held("third", "a").begin(); // its host has two
    Held other = new Held("other", "b").begin();
    new Held("last", "b").begin(); // there are three
    awaitBegun("first", "second", "other");
    assertThat(queue.underWay()).isEqualTo(5);

    other.answer();
    awaitBegun("first", "second", "other", "last"); // the third is still one too many for its host
    first.answer();
    awaitBegun("first", "second", "other", "last", "third");
    third.answer();
    assertThat(third.reply.get().code()).isEqualTo(200);
    assertThat(queue.getLargestPoolSize()).isLessThanOrEqualTo(3);
  }

  @Test
  void whateverACallOrTheCodeBehindItThrowsTheNextOneRuns() throws Exception {
    oneAtATime(new CallQueue("test", 1, 1));
    Held fault = new Held("fault", "a").begin();
    Held breaks = new Held("breaks", "a").begin();
    Held next = new Held("next", "a").begin();
    fault.answer();
    breaks.answer();
    next.answer();
    assertThat(failure(fault)).isInstanceOf(IOException.class).hasMessageContaining("a fault");
    assertThat(fault.isCanceled()).isTrue();
    assertThat(breaks.reply.get().code()).isEqualTo(200);
    assertThat(next.reply.get().code()).isEqualTo(200);
  }

  @Test
  void allEndWithTheQueueThoseThatWaitToo() throws Exception {
    Held running = new Held("running", "a").begin();
    new Held("second", "a").begin();
    Held waiting = new Held("waiting", "a").begin();
    awaitBegun("running", "second");
    queue.cancelAll();
    queue.shutdown();
    assertThat(failure(running)).hasMessage("Canceled");
    assertThat(failure(waiting)).hasMessage("Canceled");
  }

  @Test
  void whatStillWaitsWhenTheQueueIsClosedIsNotSent() throws Exception {
    Held running = new Held("running", "a").begin();
    new Held("second", "a").begin();
    Held tooLate = new Held("tooLate", "a").begin();
    queue.shutdown();
    running.answer();
    assertThat(failure(tooLate)).hasMessage("Canceled");
  }

  @Test
  void whoWaitsBehindOneThatHasNoThreadIsToldSo() throws Exception {
    List<Held> behind = new CopyOnWriteArrayList<>();
    oneAtATime(
        new CallQueue("test", 1, 1) {
          @Override
          public void execute(Runnable task) {
            behind.add(new Held("behind", "a").begin());
            throw new OutOfMemoryError("no thread");
          }
        });
    assertThatThrownBy(() -> new Held("first", "a").begin()).isInstanceOf(OutOfMemoryError.class);
    assertThat(failure(behind.get(0))).hasMessageContaining("no thread");
    assertThat(queue.underWay()).isZero();
    assertThat(begun).isEmpty();
  }

  @Test
  void whatACallLeavesToDoHoldsUpNoOther() throws Exception {
    oneAtATime(new CallQueue("test", 1, 1));
    CompletableFuture<Thread> read = new CompletableFuture<>();
    CompletableFuture<Thread> done = new CompletableFuture<>();
    Held first = new Held("first", "a");
    queue.enqueue(
        first,
        answered(
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
            }));
    Held next = new Held("next", "a").begin();
    first.answer();
    next.answer();
    assertThat(next.reply.get().code()).isEqualTo(200);
    assertThat(done.get()).isSameAs(read.get());
    assertThat(queue.getLargestPoolSize()).isEqualTo(2); // before a third call finds both at work
    LockSupport.unpark(done.get());
    new Held("last", "a").begin().answer();
    awaitBegun("first", "next", "last");
  }

  @Test
  void aCallThatIsTheConsequenceOfAReplyIsMadeByTheThreadThatHasReadIt() throws Exception {
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    Held consequence = new Held("consequence", "a");
    Held first = new Held("first", "a");
    queue.enqueue(
        first,
        answered(
            () -> {
              reader.complete(Thread.currentThread());
              CallThread.callLeadsOn();
              consequence.begin();
              assertThat(begun).containsExactly("first"); // not before this one has ended
            }));
    first.answer();
    awaitBegun("first", "consequence");
    assertThat(consequence.madeBy).isSameAs(reader.get());
    assertThat(queue.getLargestPoolSize()).isEqualTo(1);
    consequence.answer();
    assertThat(consequence.reply.get().code()).isEqualTo(200);
  }

  @Test
  void furtherConsequencesOfAReplyAreMadeByOthersAtOnce() throws Exception {
    CountDownLatch bothAreThere = new CountDownLatch(1);
    Held first = new Held("first", "a");
    queue.enqueue(
        first,
        answered(
            () -> {
              CallThread.callLeadsOn();
              new Held("second", "a").begin();
              new Held("third", "b").begin();
              awaitBegun("first", "third");
              bothAreThere.countDown();
            }));
    first.answer();
    bothAreThere.await();
    awaitBegun("first", "second", "third");
  }

  @Test
  void aReplyThatIsToldToManyHoldsUpNoConsequence() throws Exception {
    CompletableFuture<Boolean> seen = new CompletableFuture<>();
    Held first = new Held("first", "a");
    queue.enqueue(
        first,
        answered(
            () -> {
              CallThread.callIsEnding();
              new Held("second", "a").begin();
              awaitBegun("first", "second");
              seen.complete(true);
            }));
    first.answer();
    assertThat(seen.get()).isTrue();
  }

  @Test
  void aConsequenceIsMadeByTheSameThreadInWhateverQueueItIs() throws Exception {
    CallQueue other = new CallQueue("other", 1, 1);
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    Held waiting = new Held("waiting", "a");
    Held second = new Held("second", "a");
    Held third = new Held("third", "a");
    Held first = new Held("first", "a");
    oneAtATime(new CallQueue("test", 1, 1));
    queue.enqueue(
        first,
        answered(
            () -> {
              reader.complete(Thread.currentThread());
              waiting.begin(); // for the room of this one
              CallThread.callLeadsOn();
              other.enqueue(second, waiter(second));
              other.enqueue(third, waiter(third)); // for the room of the second
            }));
    first.answer();
    awaitBegun("first", "waiting", "second");
    assertThat(second.madeBy).isSameAs(reader.get());
    assertThat(waiting.madeBy).isNotSameAs(reader.get());
    waiting.answer();
    second.answer();
    awaitBegun("first", "waiting", "second", "third");
    assertThat(third.madeBy).isSameAs(reader.get());
    third.answer();
    assertThat(third.reply.get().code()).isEqualTo(200);
    awaitNoneUnderWay(other); // a reply is told before its call has ended
    assertThat(other.getLargestPoolSize()).isZero();
    other.shutdownNow();
  }

  @Test
  void aCallThatCannotWaitForTheEndOfAnotherOneIsMadeWithinIt() throws Exception {
    CallQueue other = new CallQueue("other", 1, 1);
    CompletableFuture<Thread> done = new CompletableFuture<>();
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    CompletableFuture<Boolean> wasDoneWithin = new CompletableFuture<>();
    Held within = new Held("within", "a");
    Held behind = new Held("behind", "a");
    Held next = new Held("next", "a");
    Held first = new Held("first", "a");
    queue.enqueue(
        first,
        answered(
            () -> {
              reader.complete(Thread.currentThread());
              CallThread.leadOnWithin(
                  () -> {
                    other.enqueue(
                        within,
                        answered(
                            () -> {
                              CallThread.callLeadsOn();
                              next.begin();
                              assertThat(
                                      CallThread.runAfterCall(() -> done.complete(reader.join())))
                                  .isTrue();
                            }));
                    other.enqueue(behind, waiter(behind)); // for the room of that one
                    assertThat(begun).containsExactly("first");
                  });
              awaitBegun("first", "within", "behind");
              wasDoneWithin.complete(done.isDone());
            }));
    first.answer();
    within.answer();
    awaitBegun("first", "within", "behind", "next");
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
    Held within = new Held("within", "a");
    Held first = new Held("first", "a");
    CompletableFuture<Integer> seen = new CompletableFuture<>();
    queue.enqueue(
        first,
        answered(
            () -> {
              assertThatThrownBy(
                      () ->
                          CallThread.leadOnWithin(
                              () -> {
                                within.begin().answer();
                                throw new IllegalStateException("a step");
                              }))
                  .hasMessage("a step");
              seen.complete(within.reply.join().code());
            }));
    first.answer();
    assertThat(seen.get()).isEqualTo(200);
  }

  @Test
  void withoutAThreadOfCallsAStepIsJustDone() throws Exception {
    Held call = new Held("call", "a");
    CallThread.leadOnWithin(call::begin);
    awaitBegun("call");
    assertThat(call.madeBy).isNotSameAs(Thread.currentThread());
    call.answer();
    assertThat(call.reply.get().code()).isEqualTo(200);
  }

  /** The first that waits is not always the one that was given to the thread. */
  @Test
  void aConsequenceBehindOneThatWaitsForItsHostIsMadeAsWell() throws Exception {
    oneAtATime(new CallQueue("test", 3, 1));
    Held waiting = new Held("waiting", "a");
    Held first = new Held("first", "a");
    queue.enqueue(
        first,
        answered(
            () -> {
              waiting.begin(); // for the room of this one
              CallThread.callLeadsOn();
              new Held("consequence", "b").begin();
            }));
    first.answer();
    awaitBegun("first", "waiting", "consequence");
  }

  @Test
  void aConsequenceIsMadeByAnotherThreadWhereTheReplyLeavesSomethingToDo() throws Exception {
    CompletableFuture<Thread> done = new CompletableFuture<>();
    Held first = new Held("first", "a");
    queue.enqueue(
        first,
        answered(
            () -> {
              CallThread.callLeadsOn();
              new Held("consequence", "a").begin();
              CallThread.runAfterCall(
                  () -> {
                    done.complete(Thread.currentThread());
                    LockSupport.park();
                  });
            }));
    first.answer();
    awaitBegun("first", "consequence");
    LockSupport.unpark(done.get());
  }

  /** Code of a user, which may wait for what it has asked for. */
  @Test
  void whatIsDoneAfterTheCallLeadsToNoConsequencesOfIt() throws Exception {
    CompletableFuture<Integer> seen = new CompletableFuture<>();
    Held first = new Held("first", "a");
    Held own = new Held("own", "a");
    queue.enqueue(
        first,
        answered(
            () -> {
              CallThread.callLeadsOn();
              CallThread.runAfterCall(
                  () -> {
                    own.begin().answer();
                    seen.complete(own.reply.join().code());
                  });
            }));
    first.answer();
    assertThat(seen.get()).isEqualTo(200);
  }

  @Test
  void noOtherThreadTakesACall() {
    CallThread.callLeadsOn();
    Held call = new Held("call", "a").begin();
    awaitBegun("call");
    assertThat(call.madeBy).isNotSameAs(Thread.currentThread());
  }

  @Test
  void whoWaitsBehindACallThatLeavesSomethingToDoIsToldThatTheQueueIsClosed() throws Exception {
    oneAtATime(new CallQueue("test", 1, 1));
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Held first = new Held("first", "a");
    queue.enqueue(
        first,
        answered(
            () -> {
              queue.shutdown();
              CallThread.callIsEnding();
              assertThat(CallThread.runAfterCall(() -> done.complete(true))).isTrue();
            }));
    Held tooLate = new Held("tooLate", "a").begin();
    first.answer();
    assertThat(failure(tooLate)).isInstanceOf(IOException.class).hasMessage("closed");
    assertThat(done.get()).isTrue();
    assertThat(begun).containsExactly("first");
  }

  @Test
  void whatACallLeavesToDoIsDoneEvenIfItsSuccessorCannotBeToldOfItsFailure() throws Exception {
    List<Runnable> left = new CopyOnWriteArrayList<>();
    oneAtATime(
        new CallQueue("test", 1, 1) {
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
    Held first = new Held("first", "a");
    queue.enqueue(
        first,
        answered(
            () -> {
              left.add(() -> done.complete(true));
              CallThread.callIsEnding();
              CallThread.runAfterCall(left.get(0));
            }));
    new Held("next", "a").begin();
    first.answer();
    assertThat(done.get()).isTrue();
    assertThat(begun).containsExactly("first");
  }

  @Test
  void noOtherThreadTakesWorkForLater() {
    CallThread.callIsEnding();
    assertThat(CallThread.runAfterCall(() -> {})).isFalse();
  }

  private static Callback answered(Runnable code) {
    return new Callback() {
      @Override
      public void onFailure(Call failed, IOException e) {
        throw new AssertionError(e);
      }

      @Override
      public void onResponse(Call answered, Response response) {
        code.run();
      }
    };
  }

  @Test
  void aClosedQueueSaysSo() throws Exception {
    queue.shutdown();
    Held late = new Held("late", "a").begin();
    assertThat(failure(late)).isInstanceOf(IOException.class).hasMessage("closed");
    assertThat(queue.underWay()).isZero();
    assertThat(begun).isEmpty();
  }
}
