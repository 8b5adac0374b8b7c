package dev.pictor.internal.job;

import dev.pictor.internal.http.Futures;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks one after the other, in the order they came, on the threads of another executor. What
 * a task throws goes to the thread's handler of uncaught exceptions and harms no other task.
 */
final class Serial implements Executor {
  private final Executor threads;
  private final Queue<Runnable> tasks = new ArrayDeque<>(1);
  private boolean isRunning;

  Serial(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (isRunning) {
        return;
      }
      isRunning = true;
    }
    try {
      threads.execute(this::drain);
    } catch (RejectedExecutionException noThread) {
      drain(); // what is left, the last news above all, runs right here
    }
  }

  private void drain() {
    while (true) {
      Runnable task;
      synchronized (tasks) {
        task = tasks.poll();
        if (task == null) {
          isRunning = false;
          return;
        }
      }
      Futures.run(task);
    }
  }
}
