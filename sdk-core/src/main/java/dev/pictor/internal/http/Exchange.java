package dev.pictor.internal.http;

import dev.pictor.spi.HttpReply;
import java.util.concurrent.CompletableFuture;

/** One HTTP call on its way. */
public final class Exchange {
  private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
  private final SendGate gate;
  private final Runnable abort;

  Exchange(SendGate gate, Runnable abort) {
    this.gate = gate;
    this.abort = abort;
  }

  /**
   * The reply, whatever its status; or a failure: a {@link dev.pictor.error.PictorException}
   * without a handle.
   */
  public CompletableFuture<HttpReply> reply() {
    return reply;
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
