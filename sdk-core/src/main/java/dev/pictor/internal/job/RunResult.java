package dev.pictor.internal.job;

import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.ProviderOutput;
import java.util.List;
import java.util.Optional;

/** How one run ended: an outcome for each of its images, whatever happened. */
final class RunResult {
  private final Optional<JobHandle> handle;
  private final Optional<ProviderOutput> output;
  private final List<ImageOutcome> outcomes;

  RunResult(
      Optional<JobHandle> handle, Optional<ProviderOutput> output, List<ImageOutcome> outcomes) {
    this.handle = handle;
    this.output = output;
    this.outcomes = outcomes;
  }

  Optional<JobHandle> handle() {
    return handle;
  }

  Optional<ProviderOutput> output() {
    return output;
  }

  List<ImageOutcome> outcomes() {
    return outcomes;
  }
}
