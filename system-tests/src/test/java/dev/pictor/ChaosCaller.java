package dev.pictor;

import dev.pictor.model.ImageResult;
import java.util.concurrent.CompletableFuture;

/**
 * Whoever made the request of a cell: a thread that blocks, or one that holds a future or a job.
 */
final class ChaosCaller {
  private final ChaosCell cell;
  private final RequestOptions options;
  private final CompletableFuture<Thread> thread = new CompletableFuture<>();
  private final CompletableFuture<ImageJob> job = new CompletableFuture<>();
  private final CompletableFuture<CompletableFuture<ImageResult>> future =
      new CompletableFuture<>();

  ChaosCaller(ChaosCell cell, RequestOptions options) {
    this.cell = cell;
    this.options = options;
  }

  /** Calls and gets a future. */
  void async() {
    CompletableFuture<ImageResult> result =
        cell.client().generateAsync(cell.attempt().request(), options);
    cell.attempt().follow(result);
    future.complete(result);
  }

  /** Calls on a thread of its own, and blocks there. */
  void blocking() {
    start(
        () ->
            cell.attempt()
                .end()
                .complete(cell.client().generate(cell.attempt().request(), options)));
  }

  /** Submits, and holds the job. */
  void submitting() {
    start(
        () -> {
          ImageJob submitted = cell.client().submit(cell.attempt().request(), options);
          cell.attempt().knows(submitted).follow(submitted.result());
          job.complete(submitted);
        });
  }

  /** Submits a job that runs for long, waits for it on a thread, and cancels it. */
  void canceling() {
    ImageJob running = cell.submitLong();
    job.complete(running);
    future.complete(running.result());
    start(running::await);
    running.cancel();
  }

  private void start(Runnable call) {
    Thread made =
        new Thread(
            () -> {
              thread.complete(Thread.currentThread());
              try {
                call.run();
              } catch (RuntimeException e) {
                cell.attempt().end().completeExceptionally(e);
              }
            },
            "chaos-caller");
    made.setDaemon(true);
    made.start();
  }

  void cancel() {
    Until.done(job).cancel();
  }

  void cancelFuture() {
    Until.done(future).cancel(true);
  }

  void interrupt() {
    Until.done(thread).interrupt();
  }
}
