package dev.pictor;

import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Futures;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One request of a chaos test, known by its prompt, and all that its caller got to know. */
final class Attempt {
  private final ImageRequest request;
  private final CompletableFuture<ImageResult> end = new CompletableFuture<>();
  private final Map<String, JobHandle> handles = new LinkedHashMap<>();
  private boolean isAbandoned;
  private boolean isUnanswered;
  private boolean isDenied;

  Attempt(ImageRequest request) {
    this.request = request;
  }

  ImageRequest request() {
    return request;
  }

  /** What tells this attempt's jobs from all others. */
  String mark() {
    return request.prompt().orElseThrow(AssertionError::new);
  }

  /** Completes with what the caller gets, however the caller waits for it. */
  CompletableFuture<ImageResult> end() {
    return end;
  }

  /** Takes note of the end of a future. */
  Attempt follow(CompletableFuture<ImageResult> future) {
    Futures.whenDone(
        future,
        (result, failure) -> {
          if (failure == null) {
            end.complete(result);
          } else {
            end.completeExceptionally(failure);
          }
        });
    return this;
  }

  /** Takes note of what the caller has been given before the end. */
  synchronized Attempt knows(ImageJob job) {
    job.handles().forEach(handle -> handles.put(handle.id(), handle));
    return this;
  }

  /** Says that the caller has cancelled its own future, which then tells it nothing. */
  synchronized void abandon() {
    isAbandoned = true;
  }

  /** Says that its submission was never answered, so that nobody can know the name of its job. */
  synchronized void isUnanswered() {
    isUnanswered = true;
  }

  /** Says that fal has reported a job of it as failed that had not. */
  synchronized void isDenied() {
    isDenied = true;
  }

  /** Whether a job of it counts for nothing, because fal itself said that it had failed. */
  synchronized boolean isDenied(String endpoint) {
    return isDenied && endpoint.startsWith("fal-ai/");
  }

  /** Whether it is for the client alone to see to it that its job ends. */
  synchronized boolean mustEndByItself() {
    return isAbandoned && !isUnanswered;
  }

  synchronized boolean isAbandoned() {
    return isAbandoned;
  }

  Optional<ImageResult> result() {
    return end.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.ofNullable(end.getNow(null));
  }

  Optional<Throwable> failure() {
    try {
      end.getNow(null);
      return Optional.empty();
    } catch (RuntimeException e) {
      boolean wraps = e instanceof CompletionException && e.getCause() != null;
      return Optional.of(wraps ? e.getCause() : e);
    }
  }

  /** Every job that the caller can name, by its id. */
  synchronized Map<String, JobHandle> knownHandles() {
    Map<String, JobHandle> known = new LinkedHashMap<>(handles);
    result()
        .ifPresent(
            result -> {
              result.handles().forEach(handle -> known.put(handle.id(), handle));
              result.otherHandles().forEach(handle -> known.put(handle.id(), handle));
            });
    for (ImageOutcome outcome : outcomes()) {
      outcome.handle().ifPresent(handle -> known.put(handle.id(), handle));
      outcome.failure().ifPresent(failure -> addHandles(failure, known));
    }
    failure().ifPresent(failure -> addHandles(failure, known));
    return known;
  }

  /** How many submissions the caller was told of that may or may not have become jobs. */
  int unknowns() {
    Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
    outcomes().forEach(outcome -> outcome.failure().ifPresent(failure -> walk(failure, all)));
    failure().ifPresent(failure -> walk(failure, all));
    return (int) all.stream().filter(Attempt::isUnknown).count();
  }

  /** That of an interrupt tells of one that is suppressed in it. */
  private static boolean isUnknown(Throwable failure) {
    return failure instanceof OutcomeUnknownException
        && !(failure.getCause() instanceof InterruptedException);
  }

  List<ImageOutcome> outcomes() {
    return result().map(ImageResult::outcomes).orElseGet(ArrayList::new);
  }

  private static void addHandles(Throwable failure, Map<String, JobHandle> handles) {
    Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
    walk(failure, all);
    for (Throwable one : all) {
      if (one instanceof PictorException) {
        ((PictorException) one).handle().ifPresent(handle -> handles.put(handle.id(), handle));
      }
    }
  }

  private static void walk(Throwable failure, Set<Throwable> seen) {
    if (!seen.add(failure)) {
      return;
    }
    if (failure.getCause() != null) {
      walk(failure.getCause(), seen);
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      walk(suppressed, seen);
    }
    if (failure instanceof AttemptsFailedException) {
      ((AttemptsFailedException) failure).attempts().forEach(attempt -> walk(attempt, seen));
    }
  }

  @Override
  public String toString() {
    return "\"" + mark() + "\" -> " + result().map(Object::toString).orElseGet(this::told);
  }

  private String told() {
    return end.isDone() ? String.valueOf(failure().orElse(null)) : "no end";
  }
}
