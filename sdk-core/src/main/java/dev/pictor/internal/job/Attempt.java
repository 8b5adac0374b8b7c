package dev.pictor.internal.job;

import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.JobHandle;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One provider that was asked for some images, and that they did not come from. Of one that runs
 * beside another, more may be known later.
 */
final class Attempt {
  private final String provider;
  private final String endpoint;
  private final Supplier<Optional<JobHandle>> handle;
  private final Supplier<Optional<OutcomeUnknownException>> doubt;
  private final Supplier<Optional<RunResult>> end;

  private Attempt(
      String provider,
      String endpoint,
      Supplier<Optional<JobHandle>> handle,
      Supplier<Optional<OutcomeUnknownException>> doubt,
      Supplier<Optional<RunResult>> end) {
    this.provider = provider;
    this.endpoint = endpoint;
    this.handle = handle;
    this.doubt = doubt;
    this.end = end;
  }

  /** One that has ended. */
  static Attempt ended(String endpoint, RunResult result) {
    Optional<RunResult> end = Optional.of(result);
    return new Attempt(
        result.provider().name(), endpoint, result::handle, Optional::empty, () -> end);
  }

  /**
   * One that may not have ended yet.
   *
   * @param run knows its job, once there is one, and what it may have paid before
   * @param end how it ended, once it has
   */
  static Attempt running(
      String provider, String endpoint, JobRun run, Supplier<Optional<RunResult>> end) {
    return new Attempt(provider, endpoint, run::handle, run::doubt, end);
  }

  String provider() {
    return provider;
  }

  /** Why it made nothing, or what it may have paid so far; empty as long as neither is known. */
  Optional<RuntimeException> failure() {
    Optional<RunResult> ended = end.get();
    return ended.isPresent()
        ? ended.get().failure().map(Attempt::own)
        : doubt.get().map(unknown -> unknown);
  }

  /** Without the attempts before it, where it tells of those as well. */
  private static RuntimeException own(RuntimeException failure) {
    if (failure instanceof AttemptsFailedException) {
      List<PictorException> all = ((AttemptsFailedException) failure).attempts();
      return all.isEmpty() ? failure : all.get(all.size() - 1);
    }
    return failure;
  }

  Optional<JobHandle> handle() {
    return handle.get();
  }

  /** How it ended; empty as long as that is not known. */
  Optional<RunResult> end() {
    return end.get();
  }

  /** Whether a job of it may be alive, and may be billed. */
  boolean mayBeAlive() {
    Optional<RunResult> ended = end.get();
    return !ended.isPresent()
        || ended.get().fate() == Fate.MAY_BE_ALIVE
        || (ended.get().fate() == Fate.STOPPED && ended.get().isUnknown());
  }

  /** For a message. */
  @Override
  public String toString() {
    return provider
        + " ("
        + endpoint
        + "): "
        + failure()
            .map(Throwable::getMessage)
            .orElse("it had no image when another provider was asked as well");
  }
}
