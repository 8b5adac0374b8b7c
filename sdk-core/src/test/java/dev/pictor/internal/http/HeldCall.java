package dev.pictor.internal.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A call that is answered when the test says so. */
final class HeldCall implements Call {
  private final HeldCalls all;
  private final Request request;
  private final CountDownLatch isAnswered = new CountDownLatch(1);
  private volatile boolean isCanceled;
  private volatile boolean isExecuted;
  final CompletableFuture<Response> reply = new CompletableFuture<>();
  volatile @Nullable Thread madeBy;

  HeldCall(HeldCalls all, Request request) {
    this.all = all;
    this.request = request;
  }

  /** Has it made; its reply, or its failure, is told to {@link #reply}. */
  HeldCall begin(CallQueue queue) {
    return begin(queue, () -> {});
  }

  /**
   * The same.
   *
   * @param reader reads the reply
   */
  HeldCall begin(CallQueue queue, Runnable reader) {
    queue.enqueue(this, callback(reader));
    return this;
  }

  /** Has it made, as one that is long on purpose. */
  HeldCall beginLong(CallQueue queue) {
    queue.enqueueLong(this, callback(() -> {}));
    return this;
  }

  private Callback callback(Runnable reader) {
    return new Callback() {
      @Override
      public void onFailure(Call failed, IOException e) {
        reply.completeExceptionally(e);
      }

      @Override
      public void onResponse(Call answered, Response response) {
        try {
          reader.run();
          reply.complete(response);
        } catch (Throwable t) {
          all.readerFailed(t);
          reply.completeExceptionally(t);
          throw t;
        }
        if (name().startsWith("breaks")) {
          throw new IllegalStateException("code behind a reply");
        }
      }
    };
  }

  String name() {
    return request.url().pathSegments().get(0);
  }

  void answer() {
    isAnswered.countDown();
  }

  /** What it ended with instead of a reply. */
  Throwable failure() throws InterruptedException {
    try {
      reply.get();
      throw new AssertionError("it has not failed");
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Override
  public Response execute() throws IOException {
    isExecuted = true;
    madeBy = Thread.currentThread();
    all.begun(this);
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
    return new HeldCall(all, request);
  }
}
