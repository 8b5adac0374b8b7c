package dev.pictor.examples.run;

import dev.pictor.ImageJob;
import dev.pictor.model.JobHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The jobs that nobody would wait for if this process ended now: they are canceled at the provider
 * when it does, by Ctrl-C for example, so that nothing is paid that nobody sees. What is paid for
 * by then, and not on disk, is told with its handle.
 */
final class JobsInFlight implements AutoCloseable {
  /**
   * How long the end of the process is put off, at most: the SDK takes up to 6 s to cancel, and a
   * last look one more.
   */
  private static final long PATIENCE_SECONDS = 8;

  /** How long an interrupted download may take to remove what it has written. */
  private static final long TIDY_SECONDS = 1;

  private final Thread hook = new Thread(this::end, "cancel-jobs");
  private final Set<ImageJob> jobs = new LinkedHashSet<>();
  private final Set<Thread> running = new LinkedHashSet<>();
  private final Set<Thread> submitting = new LinkedHashSet<>();
  private final Map<JobHandle, String> unsaved = new LinkedHashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final CountDownLatch runs;
  private final Progress progress;
  private final Consumer<Failure> lastWords;
  private boolean canceled;

  /**
   * Watches over this many runs.
   *
   * @param runs how often {@link #ended} will be called
   * @param progress what is shown until the process ends
   * @param lastWords is told what is missing, if the process ends before the runs do
   */
  JobsInFlight(int runs, Progress progress, Consumer<Failure> lastWords) {
    this.runs = new CountDownLatch(runs);
    this.progress = progress;
    this.lastWords = lastWords;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** This thread is about to submit; to interrupt it cancels what it submits. */
  synchronized void submitting() {
    running.add(Thread.currentThread());
    submitting.add(Thread.currentThread());
    if (canceled) {
      Thread.currentThread().interrupt();
    }
  }

  /** This thread has submitted to this provider. */
  synchronized void submitted(String provider, ImageJob job) {
    submitting.remove(Thread.currentThread());
    jobs.add(job);
    job.handles().forEach(handle -> unsaved.put(handle, provider));
    if (canceled) {
      job.cancel();
    }
  }

  /** All that this job made is on disk, or a failure tells of it. */
  synchronized void settled(JobHandle handle) {
    unsaved.remove(handle);
  }

  /** Whether the process ends, and all jobs were told to end. */
  synchronized boolean areCanceled() {
    return canceled;
  }

  /** This will not be there. */
  synchronized void failed(Failure failure) {
    failures.add(failure);
  }

  /** This thread's run is over. */
  synchronized void ended() {
    running.remove(Thread.currentThread());
    submitting.remove(Thread.currentThread());
    runs.countDown();
  }

  private void end() {
    cancelAll();
    // Whoever still fetches an image removes what there is of it, and only then is done.
    synchronized (this) {
      running.forEach(Thread::interrupt);
    }
    await(TIDY_SECONDS);
    progress.close();
    tell();
  }

  /** Cancels everything and waits, for a short time, until that is done. */
  private void cancelAll() {
    List<ImageJob> toCancel;
    synchronized (this) {
      canceled = true;
      submitting.forEach(Thread::interrupt);
      toCancel = new ArrayList<>(jobs);
    }
    toCancel.forEach(ImageJob::cancel);
    await(PATIENCE_SECONDS);
  }

  private void await(long seconds) {
    try {
      boolean unused = runs.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void tell() {
    failures.forEach(lastWords);
    unsaved.forEach((handle, provider) -> lastWords.accept(Failure.cutOff(provider, handle)));
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      leaveTheLastWordToTheHook();
    }
  }

  /** Whatever this thread would print could be cut in the middle, and be said twice. */
  private static void leaveTheLastWordToTheHook() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
