package dev.pictor.internal.http;

import java.io.IOException;

/**
 * Knows whether a request body can have left this machine. What decides about money must not depend
 * on how an exception reads.
 *
 * <p>Interceptors of the user's come first. One that reads the body may make a copy and hand that
 * on, or carry the call over another HTTP stack and never come here: until it hands the request on,
 * what it has read may have left.
 */
final class SendGate {
  private enum State {
    UNSENT,
    SENT,
    REVOKED
  }

  private State state = State.UNSENT;
  private boolean isInOurHands;
  private boolean isReadElsewhere;

  /** The user's interceptors have handed the request on: it leaves by {@link #pass} only. */
  synchronized void take() {
    isInOurHands = true;
    isReadElsewhere = false;
  }

  /** It goes back to them, with a reply or without one. */
  synchronized void giveBack() {
    isInOurHands = false;
  }

  /**
   * Called before the body is written to anything but the wire.
   *
   * @throws IOException if who reads it must not send it any more
   */
  synchronized void read() throws IOException {
    if (isInOurHands) {
      return;
    }
    if (state == State.REVOKED) {
      throw new IOException("taken back before it was sent");
    }
    isReadElsewhere = true;
  }

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

  /**
   * Forbids the sending. True: nothing of the body has left, and nothing will. False: it may have,
   * but does not if it has not yet.
   */
  synchronized boolean revoke() {
    state = state == State.UNSENT ? State.REVOKED : state;
    return state == State.REVOKED && !isReadElsewhere;
  }

  /** Whether something of the body may have left. */
  synchronized boolean isSent() {
    return state == State.SENT || isReadElsewhere;
  }
}
