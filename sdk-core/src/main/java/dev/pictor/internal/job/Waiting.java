package dev.pictor.internal.job;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Futures;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Blocking for the end of a group, on the thread of the caller. */
public final class Waiting {
  /** Some 292 years, the most that fits into nanoseconds. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  /** Longer than any run takes to end that is told to. */
  private static final Duration PATIENCE = Cancellations.LIMIT.plusSeconds(1);

  private Waiting() {}

  /**
   * Refuses to begin on a thread that is interrupted: it could only cancel what it has paid for.
   */
  public static void refuseInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw JobCanceledException.endedHere(
          "The thread was interrupted before; nothing was sent", ErrorDetails.none());
    }
  }

  /**
   * The value of a future. An interrupt cancels the group, waits a moment for the remote jobs to be
   * told, restores the flag and throws: an {@link OutcomeUnknownException} where anything may have
   * been paid that has no handle.
   */
  public static <T> T await(JobGroup group, CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted(group, e);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (CancellationException e) {
      throw canceled(group, e);
    }
  }

  /** As {@link #await(JobGroup, CompletableFuture)}, but not longer than a limit. */
  public static <T> T await(JobGroup group, CompletableFuture<T> future, Duration limit) {
    try {
      Duration wait = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
      return future.get(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new DeadlineExceededException(
          "The job has not ended within the "
              + limit
              + " of this wait; it goes on, and can be awaited again",
          about(group, e));
    } catch (InterruptedException e) {
      throw interrupted(group, e);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (CancellationException e) {
      throw canceled(group, e);
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    Throwable cause = Futures.cause(e);
    if (cause instanceof Error) {
      throw (Error) cause;
    }
    return unchecked(cause);
  }

  private static RuntimeException unchecked(Throwable cause) {
    return cause instanceof RuntimeException
        ? (RuntimeException) cause
        : new IllegalStateException(cause);
  }

  private static PictorException interrupted(JobGroup group, InterruptedException e) {
    group.cancel();
    briefly(group.result(), PATIENCE);
    Thread.currentThread().interrupt();
    List<RuntimeException> ends = failures(group.result());
    Optional<PictorException> doubt =
        ends.stream()
            .filter(end -> end instanceof PictorException)
            .map(end -> (PictorException) end)
            .filter(PictorException::hasUnknownOutcome)
            .findFirst();
    // Nobody knows yet, if it was interrupted again meanwhile.
    boolean isOpen = !group.result().isDone() && !group.submitted().isDone();
    PictorException interrupted =
        doubt.isPresent() || isOpen
            ? new OutcomeUnknownException(
                "The waiting thread was interrupted"
                    + told(group)
                    + "; what became of a submission is not known, and it may have been paid. "
                    + doubt
                        .map(Throwable::getMessage)
                        .orElse("There was no time to find out; look at the provider"),
                doubt.map(PictorException::details).orElseGet(ErrorDetails::none).toBuilder()
                    .copyFrom(about(group, e)) // a job that is known beside it is not lost either
                    .build())
            : JobCanceledException.endedHere(
                "The waiting thread was interrupted" + told(group), about(group, e));
    // Whoever looks for what was paid finds every job here, not the first alone.
    ends.forEach(interrupted::addSuppressed);
    group.handles().stream()
        .skip(1)
        .map(Waiting::alsoInterrupted)
        .forEach(interrupted::addSuppressed);
    return interrupted;
  }

  private static String told(JobGroup group) {
    if (isMade(group.result())) {
      return "; the job has completed: resume it by its handle";
    }
    return group.handles().isEmpty() ? "" : "; the remote job was told to end";
  }

  private static boolean isMade(CompletableFuture<?> result) {
    return result.isDone() && !result.isCompletedExceptionally();
  }

  private static JobCanceledException alsoInterrupted(JobHandle handle) {
    return JobCanceledException.endedHere(
        "This job of the same request was told to end too",
        ErrorDetails.builder().provider(handle.provider()).handle(handle).build());
  }

  /** Why there is no image, or, beside an image that nobody will see, why there is no other. */
  private static List<RuntimeException> failures(CompletableFuture<ImageResult> future) {
    try {
      return Optional.ofNullable(future.getNow(null))
          .map(result -> result.outcomes().stream())
          .orElseGet(Stream::empty)
          .map(ImageOutcome::failure)
          .filter(Optional::isPresent)
          .map(Optional::get)
          .distinct()
          .collect(Collectors.toList());
    } catch (CancellationException e) {
      return Collections.singletonList(e);
    } catch (CompletionException e) {
      return Collections.singletonList(unchecked(Futures.cause(e)));
    }
  }

  private static JobCanceledException canceled(JobGroup group, CancellationException e) {
    return JobCanceledException.endedHere(
        "The future was cancelled; the remote job was told to end", about(group, e));
  }

  private static ErrorDetails about(JobGroup group, Throwable cause) {
    Optional<JobHandle> handle = group.handles().stream().findFirst();
    return ErrorDetails.builder()
        .provider(handle.map(JobHandle::provider))
        .handle(handle)
        .cause(cause)
        .build();
  }

  /** Waits for a future to end, in whatever way, for a limited time. */
  static Optional<InterruptedException> briefly(CompletableFuture<?> future, Duration limit) {
    try {
      future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return Optional.empty();
    } catch (InterruptedException e) {
      return Optional.of(e);
    } catch (ExecutionException | TimeoutException | CancellationException ended) {
      return Optional.empty();
    }
  }
}
