package dev.pictor.spi;

import dev.pictor.model.JobHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of a submission: the job's handle, and its state if the reply told it. Immutable. */
public final class Submission extends ValueType {
  private final JobHandle handle;
  private final Optional<JobSnapshot> snapshot;

  Submission(Builder builder) {
    List<String> missing = new ArrayList<>();
    handle = required(missing, "handle", builder.handle);
    snapshot = builder.snapshot;
    check("Submission", missing);
  }

  /** Starts a submission. */
  public static Builder builder() {
    return new Builder();
  }

  /** The job. */
  public JobHandle handle() {
    return handle;
  }

  /** Its state, if the reply told it. */
  public Optional<JobSnapshot> snapshot() {
    return snapshot;
  }

  @Override
  Object[] attributes() {
    return new Object[] {"handle", handle, "snapshot", snapshot};
  }

  /** Collects a {@link Submission}. Not thread-safe. */
  public static final class Builder {
    @Nullable JobHandle handle;
    Optional<JobSnapshot> snapshot = Optional.empty();

    Builder() {}

    /** Sets {@link Submission#handle()}. */
    public Builder handle(JobHandle handle) {
      this.handle = given("handle", handle);
      return this;
    }

    /** Sets {@link Submission#snapshot()}. */
    public Builder snapshot(JobSnapshot snapshot) {
      this.snapshot = some("snapshot", snapshot);
      return this;
    }

    /** Sets or clears {@link Submission#snapshot()}. */
    public Builder snapshot(Optional<JobSnapshot> snapshot) {
      this.snapshot = given("snapshot", snapshot);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public Submission build() {
      return new Submission(this);
    }
  }
}
