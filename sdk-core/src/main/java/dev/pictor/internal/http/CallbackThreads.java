package dev.pictor.internal.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run the code of users: stages and listeners. A few are enough, because such code
 * is short. Where it blocks all the same (a stage that saves an image, or that generates the next
 * one), a further thread takes over when nothing has moved for a moment: else a few such stages
 * would hold up the results of all jobs, the one they wait for included, for ever.
 *
 * <p>One of the few may be the thread of a call that ends and has brought the news.
 */
public final class CallbackThreads implements Executor, AutoCloseable {
  private static final int THREADS = 2;
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);

  private final ThreadPoolExecutor threads = Threads.unbounded("pictor-callback");
  private final Queue<Task> waiting = new ArrayDeque<>();
  private int working;
  private boolean watched;
  private long lastTaken = now();

  private static final class Task {
    final Runnable code;
    final long since = now();

    Task(Runnable code) {
      this.code = code;
    }
  }

  private static long now() {
    return System.nanoTime();
  }

  @Override
  public void execute(Runnable code) {
    Task task = new Task(code);
    synchronized (this) {
      waiting.add(task);
      if (working >= THREADS) {
        watch();
        return;
      }
      working++;
    }
    if (CallThread.runAfterCall(this::work)) {
      return;
    }
    try {
      threads.execute(this::work);
    } catch (RuntimeException | Error e) { // no memory for one more thread
      boolean refused;
      synchronized (this) {
        working--;
        refused = waiting.remove(task);
      }
      if (refused) {
        throw new RejectedExecutionException(e);
      }
    }
  }

  private void work() {
    for (Task task = next(); task != null; task = next()) {
      Thread.interrupted(); // what one user's code has done to the thread is not for the next
      Futures.run(task.code);
    }
  }

  @SuppressWarnings("NullAway") // null ends the loop above
  private synchronized Task next() {
    Task task = waiting.poll();
    lastTaken = now();
    if (task == null) {
      working--;
    } else if (!waiting.isEmpty()) {
      watch();
    }
    return task;
  }

  /** Has one thread see to it that what waits moves on. */
  private synchronized void watch() {
    if (watched) {
      return;
    }
    watched = true;
    try {
      threads.execute(this::takeOver);
    } catch (RuntimeException | Error e) { // no memory for one more thread; the others go on
      watched = false;
    }
  }

  private void takeOver() {
    synchronized (this) {
      while (true) {
        Task first = waiting.peek();
        if (first == null) {
          watched = false;
          return;
        }
        // Not how long it has waited counts, which a long queue does too, but that nothing moves.
        long sinceItMoved = Math.min(now() - first.since, now() - lastTaken);
        long rest = PATIENCE - sinceItMoved;
        if (rest <= 0) {
          break;
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(this, rest);
        } catch (InterruptedException e) {
          // Of no meaning here: only code that ran on this thread before can have meant it.
        }
      }
      watched = false;
      working++;
    }
    work();
  }

  /** Lets the threads go as soon as they have nothing to do. */
  @Override
  public void close() {
    threads.setKeepAliveTime(0, TimeUnit.NANOSECONDS);
  }
}
