package dev.pictor.internal.job;

import dev.pictor.model.JobHandle;
import java.util.Optional;

/** One provider that was tried for some images, and that they did not come from. */
final class Attempt {
  private final String provider;
  private final String endpoint;
  private final Optional<JobHandle> handle;
  private final Optional<RuntimeException> failure;
  private final Fate fate;

  Attempt(
      String provider,
      String endpoint,
      Optional<JobHandle> handle,
      Optional<RuntimeException> failure,
      Fate fate) {
    this.provider = provider;
    this.endpoint = endpoint;
    this.handle = handle;
    this.failure = failure;
    this.fate = fate;
  }

  String provider() {
    return provider;
  }

  Optional<RuntimeException> failure() {
    return failure;
  }

  Optional<JobHandle> handle() {
    return handle;
  }

  /** What is left of it at the provider. */
  Fate fate() {
    return fate;
  }

  /** For a message. */
  @Override
  public String toString() {
    return provider
        + " ("
        + endpoint
        + "): "
        + failure
            .map(Throwable::getMessage)
            .orElse("it had no image when another provider was asked as well");
  }
}
