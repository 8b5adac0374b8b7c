package dev.pictor.internal.job;

/**
 * How many more calls may be long on purpose, a stream or a held reply, each of which takes a
 * connection and a thread. Where none is left, jobs are polled. Thread-safe.
 */
final class LongCalls {
  private int free;

  LongCalls(int most) {
    this.free = most;
  }

  /** Whether one could be taken now. */
  synchronized boolean hasFree() {
    return free > 0;
  }

  /** Takes one, to be given back when the call has ended. False: there is none. */
  synchronized boolean take() {
    if (free <= 0) {
      return false;
    }
    free--;
    return true;
  }

  /**
   * Takes one that is long whether or not there is a connection for it, to be given back as well.
   * It may have to wait for one; no other that has a choice is to wait behind it.
   */
  synchronized void takeAnyway() {
    free--;
  }

  synchronized void giveBack() {
    free++;
  }
}
