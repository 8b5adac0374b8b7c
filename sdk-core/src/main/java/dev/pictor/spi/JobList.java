package dev.pictor.spi;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one page of a provider's list of jobs says about jobs that are waited for. Immutable. */
public final class JobList extends ValueType {
  private final Map<String, JobSnapshot> snapshots;
  private final Optional<Instant> since;

  JobList(Builder builder) {
    snapshots = copy(builder.snapshots);
    since = builder.since;
  }

  /** Starts a page that says nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The states of the jobs by their id, as far as the list tells them whole: a job whose list entry
   * may leave something out, such as the reason of a failure, is not among them.
   */
  public Map<String, JobSnapshot> snapshots() {
    return snapshots;
  }

  /**
   * When the oldest job of the page was created; what is older stands on later pages. Empty if
   * there are no later pages.
   */
  public Optional<Instant> since() {
    return since;
  }

  @Override
  Object[] attributes() {
    return new Object[] {"snapshots", snapshots, "since", since};
  }

  /** Collects a {@link JobList}. Not thread-safe. */
  public static final class Builder {
    final Map<String, JobSnapshot> snapshots = new LinkedHashMap<>();
    Optional<Instant> since = Optional.empty();

    Builder() {}

    /** Adds to {@link JobList#snapshots()}. */
    public Builder putSnapshots(String id, JobSnapshot snapshot) {
      put("snapshots", snapshots, id, snapshot);
      return this;
    }

    /** Sets {@link JobList#since()}. */
    public Builder since(Instant since) {
      this.since = some("since", since);
      return this;
    }

    /** Sets or clears {@link JobList#since()}. */
    public Builder since(Optional<Instant> since) {
      this.since = given("since", since);
      return this;
    }

    /** The finished value. */
    public JobList build() {
      return new JobList(this);
    }
  }
}
