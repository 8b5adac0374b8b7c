package dev.pictor.internal.http;

import dev.pictor.error.ErrorDetails;
import dev.pictor.model.JobHandle;
import java.util.Optional;

/** Whom a call is for. Immutable. */
final class About {
  final String provider;
  final Optional<JobHandle> job;
  final Optional<Transport.Events> events;

  About(String provider, Optional<JobHandle> job) {
    this(provider, job, Optional.empty());
  }

  About(String provider, Optional<JobHandle> job, Optional<Transport.Events> events) {
    this.provider = provider;
    this.job = job;
    this.events = events;
  }

  ErrorDetails.Builder details() {
    return ErrorDetails.builder().provider(provider).handle(job);
  }
}
