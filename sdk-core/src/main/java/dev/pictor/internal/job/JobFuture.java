package dev.pictor.internal.job;

import java.util.concurrent.CompletableFuture;

/**
 * The future that a user holds. Cancelling it or any stage that was made from it, and completing
 * one in the job's place (as a timeout does), stops the job: with plain futures it would run on,
 * unseen and billed. Futures complete their stages in another way, so only their users come by
 * here.
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

  @Override
  public boolean complete(T value) {
    boolean completed = super.complete(value);
    if (completed) {
      stop.run();
    }
    return completed;
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    boolean completed = super.completeExceptionally(failure);
    if (completed) {
      stop.run();
    }
    return completed;
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
