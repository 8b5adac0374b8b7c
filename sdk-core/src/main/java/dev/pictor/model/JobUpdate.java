package dev.pictor.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * News of one job while it is waited for. Immutable and thread-safe.
 *
 * <p>Updates of one request, which may be several jobs, come one at a time; those of several
 * requests may come at once.
 */
public final class JobUpdate extends ValueType {
  private final JobHandle handle;
  private final JobState state;
  private final String rawStatus;
  private final Optional<Integer> queuePosition;
  private final List<String> newLogLines;
  private final Duration elapsed;

  JobUpdate(Builder builder) {
    List<String> missing = new ArrayList<>();
    handle = required(missing, "handle", builder.handle);
    state = required(missing, "state", builder.state);
    rawStatus = required(missing, "rawStatus", builder.rawStatus);
    queuePosition = builder.queuePosition;
    newLogLines = copy(builder.newLogLines);
    elapsed = required(missing, "elapsed", builder.elapsed);
    check("JobUpdate", missing);
  }

  /** Starts an update. */
  public static Builder builder() {
    return new Builder();
  }

  /** The job that this is news of. */
  public JobHandle handle() {
    return handle;
  }

  /** Where it is. */
  public JobState state() {
    return state;
  }

  /** The provider's own word for the state. */
  public String rawStatus() {
    return rawStatus;
  }

  /** How many jobs are ahead in the queue, where the provider says so; 0 is next. */
  public Optional<Integer> queuePosition() {
    return queuePosition;
  }

  /** The log lines that are new since the last update. */
  public List<String> newLogLines() {
    return newLogLines;
  }

  /** The time since the job was submitted (or resumed) by this process. */
  public Duration elapsed() {
    return elapsed;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "handle", handle,
      "state", state,
      "rawStatus", rawStatus,
      "queuePosition", queuePosition,
      "newLogLines", newLogLines,
      "elapsed", elapsed,
    };
  }

  /** Collects a {@link JobUpdate}. Not thread-safe. */
  public static final class Builder {
    @Nullable JobHandle handle;
    @Nullable JobState state;
    @Nullable String rawStatus;
    Optional<Integer> queuePosition = Optional.empty();
    final List<String> newLogLines = new ArrayList<>();
    @Nullable Duration elapsed;

    Builder() {}

    /** Sets {@link JobUpdate#handle()}. */
    public Builder handle(JobHandle handle) {
      this.handle = given("handle", handle);
      return this;
    }

    /** Sets {@link JobUpdate#state()}. */
    public Builder state(JobState state) {
      this.state = given("state", state);
      return this;
    }

    /** Sets {@link JobUpdate#rawStatus()}. */
    public Builder rawStatus(String rawStatus) {
      this.rawStatus = given("rawStatus", rawStatus);
      return this;
    }

    /** Sets {@link JobUpdate#queuePosition()}. */
    public Builder queuePosition(int queuePosition) {
      this.queuePosition = Optional.of(queuePosition);
      return this;
    }

    /** Sets or clears {@link JobUpdate#queuePosition()}. */
    public Builder queuePosition(Optional<Integer> queuePosition) {
      this.queuePosition = given("queuePosition", queuePosition);
      return this;
    }

    /** Adds to {@link JobUpdate#newLogLines()}. */
    public Builder addNewLogLines(String... elements) {
      return addAllNewLogLines(Arrays.asList(elements));
    }

    /** Adds to {@link JobUpdate#newLogLines()}. */
    public Builder addAllNewLogLines(Iterable<? extends String> elements) {
      addAll("newLogLines", newLogLines, elements);
      return this;
    }

    /** Replaces {@link JobUpdate#newLogLines()}. */
    public Builder newLogLines(Iterable<? extends String> elements) {
      newLogLines.clear();
      return addAllNewLogLines(elements);
    }

    /** Sets {@link JobUpdate#elapsed()}. */
    public Builder elapsed(Duration elapsed) {
      this.elapsed = given("elapsed", elapsed);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public JobUpdate build() {
      return new JobUpdate(this);
    }
  }
}
