package dev.pictor.internal.http;

import java.util.Optional;

/**
 * A thread that runs calls, those that their replies lead to, and after the last step of a call
 * what that gave rise to: an image is handed over where its reply was read. To wake another thread
 * is a good part of a short lag, and of what a call costs the processor.
 */
final class CallThread extends Thread {
  private boolean isEnding;
  private boolean takesTheNext;
  private Optional<CallQueue.Turn> taken = Optional.empty();
  private Optional<Runnable> afterwards = Optional.empty();

  CallThread(Runnable task, String name) {
    super(task, name);
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
   * As {@link #callIsEnding}, where all that the reply gives rise to is quick: the first call that
   * is among it is made by this thread, next, whatever queue it is of.
   */
  static void callLeadsOn() {
    Thread current = Thread.currentThread();
    if (current instanceof CallThread) {
      ((CallThread) current).isEnding = true;
      ((CallThread) current).takesTheNext = true;
    }
  }

  /**
   * Runs a quick step that the reply has led to before it has ended, and makes the first call that
   * the step leads to on this thread, before it returns: this call is held up by that one.
   */
  static void leadOnWithin(Runnable step) {
    Thread current = Thread.currentThread();
    if (current instanceof CallThread) {
      ((CallThread) current).makeWithin(step);
    } else {
      step.run();
    }
  }

  private void makeWithin(Runnable step) {
    takesTheNext = true;
    try {
      step.run();
    } finally {
      takesTheNext = false;
      Optional<CallQueue.Turn> first = taken;
      taken = Optional.empty();
      if (first.isPresent()) {
        first.get().makeWithin();
      }
    }
  }

  /** Gives this thread a call that has its room, if it takes one now. */
  static boolean takes(CallQueue.Turn turn) {
    Thread current = Thread.currentThread();
    return current instanceof CallThread && ((CallThread) current).take(turn);
  }

  private boolean take(CallQueue.Turn turn) {
    boolean takes = takesTheNext && !taken.isPresent();
    if (takes) {
      taken = Optional.of(turn);
    }
    return takes;
  }

  /** What this thread has taken, asked once. */
  static Optional<CallQueue.Turn> taken() {
    CallThread current = (CallThread) Thread.currentThread();
    Optional<CallQueue.Turn> turn = current.taken;
    current.taken = Optional.empty();
    return turn;
  }

  /**
   * Gives this thread work for the time after its call, when the call holds up no other any more:
   * the work may take as long as it likes.
   *
   * @return whether it is taken; else this thread has none to offer, or its call is not ending
   */
  static boolean runAfterCall(Runnable work) {
    Thread current = Thread.currentThread();
    return current instanceof CallThread && ((CallThread) current).takeWork(work);
  }

  private boolean takeWork(Runnable work) {
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
