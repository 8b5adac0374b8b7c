package dev.pictor.spi;

import dev.pictor.model.JobHandle;
import java.util.Optional;
import org.immutables.value.Value;

/** What came of a submission: the job's handle, and its state if the reply told it. Immutable. */
@Value.Immutable
@ValueStyle
public abstract class Submission {
  Submission() {}

  /** Starts a submission. */
  public static Builder builder() {
    return new Builder();
  }

  /** The job. */
  public abstract JobHandle handle();

  /** Its state, if the reply told it. */
  public abstract Optional<JobSnapshot> snapshot();

  /** Collects a {@link Submission}. Not thread-safe. */
  public static final class Builder extends ImmutableSubmission.Builder {
    Builder() {}
  }
}
