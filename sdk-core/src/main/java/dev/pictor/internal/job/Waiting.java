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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
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
      throw late(group, limit, e);
    } catch (InterruptedException e) {
      throw interrupted(group, e);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (CancellationException e) {
      throw canceled(group, e);
    }
  }

  private static PictorException late(JobGroup group, Duration limit, TimeoutException e) {
    PictorException late =
        new DeadlineExceededException(
            "The job has not ended within the "
                + limit
                + " of this wait; it goes on, and can be awaited again",
            about(group, e));
    addOthers(
        group,
        late,
        other -> new DeadlineExceededException("This job is of the same request", other));
    return late;
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
    List<RuntimeException> ends = new ArrayList<>(failures(group.result()));
    if (!doubt(ends).isPresent()) { // nobody knows yet, if it was interrupted again meanwhile
      ends.addAll(group.doubts());
    }
    return ended(group, "The waiting thread was interrupted", ends, e);
  }

  private static PictorException canceled(JobGroup group, CancellationException e) {
    group.endedByOthers(); // so that what has not left this machine is taken back, and no doubt
    return ended(group, "The future was cancelled", group.doubts(), e);
  }

  private static Optional<PictorException> doubt(List<? extends RuntimeException> ends) {
    return ends.stream()
        .filter(end -> end instanceof PictorException)
        .map(end -> (PictorException) end)
        .filter(PictorException::hasUnknownOutcome)
        .findFirst();
  }

  /** The end of a wait that also ends the jobs: whoever looks for what was paid finds all of it. */
  private static PictorException ended(
      JobGroup group, String why, List<? extends RuntimeException> ends, Throwable cause) {
    String message = why + told(group);
    ErrorDetails about = about(group, cause);
    Optional<PictorException> doubt = doubt(ends);
    PictorException ended =
        doubt.isPresent()
            ? new OutcomeUnknownException(
                message
                    + "; what became of a submission is not known, and it may have been paid. "
                    + doubt.get().getMessage(),
                doubt.get().details().toBuilder()
                    .copyFrom(about) // a job that is known beside it is not lost either
                    .build())
            : JobCanceledException.endedHere(message, about);
    ends.forEach(ended::addSuppressed);
    addOthers(
        group,
        ended,
        other ->
            JobCanceledException.endedHere(
                "This job of the same request was told to end too", other));
    return ended;
  }

  /** Names the jobs beside the first. */
  private static void addOthers(
      JobGroup group, PictorException failure, Function<ErrorDetails, PictorException> naming) {
    group.handles().stream()
        .skip(1)
        .map(handle -> ErrorDetails.builder().provider(handle.provider()).handle(handle).build())
        .map(naming)
        .forEach(failure::addSuppressed);
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
