package dev.pictor.examples.run;

import dev.pictor.ImageJob;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The jobs that nobody would wait for if this process ended now: they are canceled at the provider
 * when it does, by Ctrl-C for example, so that nothing is paid that nobody sees.
 */
final class JobsInFlight implements AutoCloseable {
  /** How long the end of the process is put off, at most: the SDK takes up to 5 s to cancel. */
  private static final long PATIENCE_SECONDS = 6;

  private final Thread hook = new Thread(this::cancelAll, "cancel-jobs");
  private final Set<ImageJob> jobs = new LinkedHashSet<>();
  private final Set<Thread> submitting = new LinkedHashSet<>();
  private final CountDownLatch runs;
  private boolean canceled;

  /**
   * Watches over this many runs.
   *
   * @param runs how often {@link #ended} will be called
   */
  JobsInFlight(int runs) {
    this.runs = new CountDownLatch(runs);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** This thread is about to submit; to interrupt it cancels what it submits. */
  synchronized void submitting() {
    submitting.add(Thread.currentThread());
    if (canceled) {
      Thread.currentThread().interrupt();
    }
  }

  /** This thread has submitted. */
  synchronized void submitted(ImageJob job) {
    submitting.remove(Thread.currentThread());
    jobs.add(job);
    if (canceled) {
      job.cancel();
    }
  }

  /** This thread's run is over. */
  synchronized void ended() {
    submitting.remove(Thread.currentThread());
    runs.countDown();
  }

  /** Cancels everything and waits, for a short time, until that is done. */
  void cancelAll() {
    List<ImageJob> toCancel;
    synchronized (this) {
      canceled = true;
      submitting.forEach(Thread::interrupt);
      toCancel = new ArrayList<>(jobs);
    }
    toCancel.forEach(ImageJob::cancel);
    try {
      runs.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook is running, and there is nothing to remove.
    }
  }
}
