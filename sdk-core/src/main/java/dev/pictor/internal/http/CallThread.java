package dev.pictor.internal.http;

import java.util.Optional;

/**
 * A thread that runs calls, and after the last step of a call what that gave rise to: an image is
 * handed over where its reply was read, without a way from thread to thread, which is a good part
 * of a short lag.
 */
final class CallThread extends Thread {
  private final CallQueue queue;
  private boolean isEnding;
  private boolean takesTheNext;
  private boolean hasTakenOne;
  private Optional<Runnable> afterwards = Optional.empty();

  CallThread(CallQueue queue, Runnable task, String name) {
    super(task, name);
    this.queue = queue;
  }

  /**
   * To be called by whoever reads the reply of a call, when nothing is left but to tell what was
   * read: from now on, and until the call has ended, its thread may be given work.
   */
  static void callIsEnding() {
    Thread current = Thread.currentThread();
    if (current instanceof CallThread) {
      ((CallThread) current).isEnding = true;
    }
  }

  /**
   * As {@link #callIsEnding}, where all that the reply gives rise to is quick: the first call of
   * the same queue that is among it is made by this thread, next. To wake another one would take
   * longer than what is left to do here, and more of the processor.
   */
  static void callLeadsOn() {
    Thread current = Thread.currentThread();
    if (current instanceof CallThread) {
      ((CallThread) current).isEnding = true;
      ((CallThread) current).takesTheNext = true;
    }
  }

  /** Whether a call may wait for this thread to end the one that led to it; one is taken. */
  static boolean takesNext(CallQueue queue) {
    Thread current = Thread.currentThread();
    return current instanceof CallThread && ((CallThread) current).takesNextOf(queue);
  }

  private boolean takesNextOf(CallQueue other) {
    boolean takes = takesTheNext && queue == other;
    if (takes) {
      takesTheNext = false;
      hasTakenOne = true;
    }
    return takes;
  }

  /** Whether a call of the queue waits for this thread, or has waited; asked once. */
  static boolean hasTakenOne() {
    CallThread current = (CallThread) Thread.currentThread();
    boolean has = current.hasTakenOne;
    current.hasTakenOne = false;
    return has;
  }

  /**
   * Gives this thread work for the time after its call, when the call holds up no other any more:
   * the work may take as long as it likes.
   *
   * @return whether it is taken; else this thread has none to offer, or its call is not ending
   */
  static boolean runAfterCall(Runnable work) {
    Thread current = Thread.currentThread();
    return current instanceof CallThread && ((CallThread) current).take(work);
  }

  private boolean take(Runnable work) {
    if (!isEnding || afterwards.isPresent()) {
      return false;
    }
    afterwards = Optional.of(work);
    return true;
  }

  /** The call has ended: what it has left to do on this thread. */
  static Optional<Runnable> callHasEnded() {
    CallThread current = (CallThread) Thread.currentThread();
    Optional<Runnable> work = current.afterwards;
    current.afterwards = Optional.empty();
    current.isEnding = false;
    current.takesTheNext = false;
    return work;
  }
}
