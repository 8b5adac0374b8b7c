package dev.pictor.internal.http;

import java.util.concurrent.atomic.AtomicReference;

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

  private final AtomicReference<State> state = new AtomicReference<>(State.UNSENT);

  /** Called once, before the first byte of the body. False: it must not be written any more. */
  boolean open() {
    return state.compareAndSet(State.UNSENT, State.SENT);
  }

  /** Forbids the sending. True: nothing of the body has left, and nothing will. */
  boolean revoke() {
    return state.compareAndSet(State.UNSENT, State.REVOKED) || state.get() == State.REVOKED;
  }

  /** Whether something of the body may have left. */
  boolean isSent() {
    return state.get() == State.SENT;
  }
}
