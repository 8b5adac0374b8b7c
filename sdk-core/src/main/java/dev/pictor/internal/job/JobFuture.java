package dev.pictor.internal.job;

import java.util.concurrent.CompletableFuture;

/**
 * The future that a user holds. Cancelling it, or any stage that was made from it, stops the job:
 * with plain futures only the first would, and the job would run on, unseen and billed.
 */
final class JobFuture<T> extends CompletableFuture<T> {
  private final Runnable stop;

  JobFuture(Runnable stop) {
    this.stop = stop;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean canceled = super.cancel(mayInterruptIfRunning);
    if (canceled) {
      stop.run();
    }
    return canceled;
  }

  /**
   * Makes the future of a dependent stage. Overrides a method that Java has from version 9 and
   * Android from API 31 on; before those, only this future itself stops the job.
   */
  @SuppressWarnings("MissingOverride")
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new JobFuture<>(stop);
  }
}
