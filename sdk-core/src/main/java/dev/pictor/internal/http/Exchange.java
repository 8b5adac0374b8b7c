package dev.pictor.internal.http;

import dev.pictor.spi.HttpReply;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One HTTP call on its way. Thread-safe. */
public final class Exchange {
  private final SendGate gate;
  private final Runnable abort;
  private @Nullable BiConsumer<@Nullable HttpReply, @Nullable Throwable> receiver;
  private @Nullable HttpReply reply;
  private @Nullable Throwable failure;
  private boolean isDone;

  Exchange(SendGate gate, Runnable abort) {
    this.gate = gate;
    this.abort = abort;
  }

  /**
   * Tells its end, now or later, on the thread that brings it: the reply, whatever its status, or a
   * failure, mostly a {@link dev.pictor.error.PictorException} without a handle. To be called once.
   */
  public void whenDone(BiConsumer<@Nullable HttpReply, @Nullable Throwable> receiver) {
    synchronized (this) {
      if (!isDone) {
        this.receiver = receiver;
        return;
      }
    }
    Futures.tell(receiver, reply, failure);
  }

  void complete(HttpReply reply) {
    end(reply, null);
  }

  void fail(Throwable failure) {
    end(null, failure);
  }

  private void end(@Nullable HttpReply made, @Nullable Throwable why) {
    BiConsumer<@Nullable HttpReply, @Nullable Throwable> told;
    synchronized (this) {
      if (isDone) {
        return;
      }
      isDone = true;
      reply = made;
      failure = why;
      told = receiver;
      receiver = null;
    }
    if (told != null) {
      Futures.tell(told, made, why);
    }
  }

  /** Whether something of the request's body may have reached the server. */
  public boolean isSent() {
    return gate.isSent();
  }

  /** Takes the call back. True: nothing of its body has left, and nothing will. */
  public boolean revoke() {
    boolean unsent = gate.revoke();
    if (unsent) {
      abort.run();
    }
    return unsent;
  }

  /** Ends the call, wherever it is. */
  public void abort() {
    abort.run();
  }
}
