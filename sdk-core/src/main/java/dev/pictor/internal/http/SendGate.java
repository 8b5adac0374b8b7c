package dev.pictor.internal.http;

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

  /** Called once, before the first byte of the body. False: it must not be written any more. */
  synchronized boolean open() {
    boolean opens = state == State.UNSENT;
    state = opens ? State.SENT : state;
    return opens;
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
