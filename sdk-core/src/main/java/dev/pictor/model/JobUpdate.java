package dev.pictor.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * News of one job while it is waited for. Immutable and thread-safe.
 *
 * <p>Updates of one job come one after the other; those of several jobs may come at once.
 */
@Value.Immutable
@ValueStyle
public abstract class JobUpdate {
  JobUpdate() {}

  /** Starts an update. */
  public static Builder builder() {
    return new Builder();
  }

  /** The job that this is news of. */
  public abstract JobHandle handle();

  /** Where it is. */
  public abstract JobState state();

  /** The provider's own word for the state. */
  public abstract String rawStatus();

  /** How many jobs are ahead in the queue, where the provider says so; 0 is next. */
  public abstract Optional<Integer> queuePosition();

  /** The log lines that are new since the last update. */
  public abstract List<String> newLogLines();

  /** The time since the job was submitted (or resumed) by this process. */
  public abstract Duration elapsed();

  /** Collects a {@link JobUpdate}. Not thread-safe. */
  public static final class Builder extends ImmutableJobUpdate.Builder {
    Builder() {}
  }
}
