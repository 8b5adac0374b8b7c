package dev.pictor.internal.http;

import java.io.IOException;

/**
 * Knows whether a request body can have left this machine. What decides about money must not depend
 * on how an exception reads.
 */
final class SendGate {
  private enum State {
    UNSENT,
    SENT,
    REVOKED
  }

  private State state = State.UNSENT;

  /**
   * Called once, before the first byte of the body.
   *
   * @throws IOException if it must not be written any more
   */
  synchronized void pass() throws IOException {
    if (state != State.UNSENT) {
      throw new IOException("taken back before it was sent, or asked to be sent twice");
    }
    state = State.SENT;
  }

  /** Forbids the sending. True: nothing of the body has left, and nothing will. */
  synchronized boolean revoke() {
    state = state == State.UNSENT ? State.REVOKED : state;
    return state == State.REVOKED;
  }

  /** Whether something of the body may have left. */
  synchronized boolean isSent() {
    return state == State.SENT;
  }
}
