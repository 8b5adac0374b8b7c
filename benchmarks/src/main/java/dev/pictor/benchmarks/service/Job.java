package dev.pictor.benchmarks.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One job: waits for a tenth of its time, runs, and is done. */
final class Job {
  enum State {
    QUEUED,
    RUNNING,
    DONE
  }

  private final long number;
  private final String input;
  private final Instant created = Instant.now();
  private final List<Runnable> watchers = new ArrayList<>(1);
  private State state = State.QUEUED;
  private long doneNanos;

  /**
   * @param input the JSON that describes it, as it came
   */
  Job(long number, String input) {
    this.number = number;
    this.input = input;
  }

  long number() {
    return number;
  }

  String input() {
    return input;
  }

  Instant created() {
    return created;
  }

  State state() {
    return state;
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /** Where its image is; the address says when it was done, by the clock of this machine. */
  String image() {
    return "/files/" + doneNanos + "/" + number + ".png";
  }

  /** Tells of each change of its state from now on. */
  void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  void started() {
    state = State.RUNNING;
    tell();
  }

  void done() {
    doneNanos = System.nanoTime();
    state = State.DONE;
    tell();
    watchers.clear();
  }

  private void tell() {
    watchers.forEach(Runnable::run);
  }
}
