package dev.pictor.examples.android;

import dev.pictor.ImageJob;
import dev.pictor.model.JobUpdate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One image on its way into the app's storage. Thread-safe, and no method blocks. */
public final class ImageTask {
  private final String ticket;
  private final CompletableFuture<Path> file = new CompletableFuture<>();
  private final Map<Consumer<ImageTask>, Executor> watchers = new LinkedHashMap<>();
  private @Nullable ImageJob job;
  private @Nullable JobUpdate latest;
  private @Nullable Path image;
  private @Nullable Throwable failure;
  private boolean isCanceled;

  ImageTask(String ticket) {
    this.ticket = ticket;
  }

  /** The name of the image, for the saved state. */
  public String ticket() {
    return ticket;
  }

  /**
   * The file, as soon as it is whole. To cancel this future is to wait no more, and that is all.
   */
  public CompletableFuture<Path> file() {
    return file.thenApply(path -> path);
  }

  /** What the provider last said of the job, if it has said anything. */
  public synchronized Optional<JobUpdate> latest() {
    return Optional.ofNullable(latest);
  }

  /** The file, if it is there. */
  public synchronized Optional<Path> image() {
    return Optional.ofNullable(image);
  }

  /** Why there will be none, if that is so. Asking for the ticket again may help. */
  public synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Calls a watcher now, and whenever there is news. It gets no events that it could miss: it looks
   * at the task and shows what there is.
   *
   * @param executor where it is called: {@code handler::post} for the main thread
   */
  public void watch(Consumer<ImageTask> watcher, Executor executor) {
    synchronized (this) {
      watchers.put(watcher, executor);
    }
    call(watcher, executor);
  }

  /** Lets a watcher go. Not even a call that is already on its way to the executor arrives. */
  public synchronized void unwatch(Consumer<ImageTask> watcher) {
    watchers.remove(watcher);
  }

  private synchronized boolean isWatchedBy(Consumer<ImageTask> watcher) {
    return watchers.containsKey(watcher);
  }

  /** Ends the job, here and at the provider, so that it costs no more than it has. */
  public void cancel() {
    ImageJob started;
    synchronized (this) {
      isCanceled = true;
      started = job;
    }
    if (started != null) {
      started.cancel();
    }
  }

  synchronized boolean isCanceled() {
    return isCanceled;
  }

  void started(ImageJob started) {
    boolean isTooLate;
    synchronized (this) {
      job = started;
      isTooLate = isCanceled;
    }
    if (isTooLate) {
      started.cancel();
    }
    started.onUpdate(
        update -> {
          synchronized (this) {
            latest = update;
          }
          callAll();
        });
  }

  void succeeded(Path path) {
    synchronized (this) {
      image = path;
    }
    file.complete(path);
    callAll();
  }

  void failed(Throwable cause) {
    synchronized (this) {
      failure = cause;
    }
    file.completeExceptionally(cause);
    callAll();
  }

  private void callAll() {
    Map<Consumer<ImageTask>, Executor> now;
    synchronized (this) {
      now = new LinkedHashMap<>(watchers);
    }
    now.forEach(this::call);
  }

  private void call(Consumer<ImageTask> watcher, Executor executor) {
    executor.execute(
        () -> {
          if (isWatchedBy(watcher)) {
            watcher.accept(this);
          }
        });
  }
}
