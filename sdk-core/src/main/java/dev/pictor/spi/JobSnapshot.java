package dev.pictor.spi;

import dev.pictor.error.PictorException;
import dev.pictor.model.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** How a job is doing at one moment, as the provider told it. Immutable. */
@Value.Immutable
@ValueStyle
public abstract class JobSnapshot {
  JobSnapshot() {}

  /** Starts a snapshot. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where the job is. */
  public abstract JobState state();

  /** The provider's own word for the state. */
  public abstract String rawStatus();

  /** How many jobs are ahead in the queue. */
  public abstract Optional<Integer> queuePosition();

  /** All log lines so far, from the first one. */
  public abstract List<String> logLines();

  /** The output, where the snapshot of a completed job carries it. */
  public abstract Optional<ProviderOutput> output();

  /** Why the job failed or was canceled; for those states only. */
  public abstract Optional<PictorException> failure();

  /** When the provider wants to be asked again; overrides the engine's schedule. */
  public abstract Optional<Duration> pollAfter();

  /** Collects a {@link JobSnapshot}. Not thread-safe. */
  public static final class Builder extends ImmutableJobSnapshot.Builder {
    Builder() {}
  }
}
