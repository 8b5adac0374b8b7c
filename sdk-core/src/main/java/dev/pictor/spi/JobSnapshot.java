package dev.pictor.spi;

import dev.pictor.error.PictorException;
import dev.pictor.model.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a job is doing at one moment, as the provider told it. Immutable. */
public final class JobSnapshot extends ValueType {
  private final JobState state;
  private final String rawStatus;
  private final Optional<Integer> queuePosition;
  private final List<String> logLines;
  private final Optional<ProviderOutput> output;
  private final Optional<PictorException> failure;
  private final Optional<Duration> pollAfter;
  private final Optional<Instant> createdAt;
  private final Optional<Duration> runTime;
  private final Optional<Duration> totalTime;

  JobSnapshot(Builder builder) {
    List<String> missing = new ArrayList<>();
    state = required(missing, "state", builder.state);
    rawStatus = required(missing, "rawStatus", builder.rawStatus);
    queuePosition = builder.queuePosition;
    logLines = builder.takeLogLines();
    output = builder.output;
    failure = builder.failure;
    pollAfter = builder.pollAfter;
    createdAt = builder.createdAt;
    runTime = builder.runTime;
    totalTime = builder.totalTime;
    check("JobSnapshot", missing);
  }

  /** Starts a snapshot. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where the job is. */
  public JobState state() {
    return state;
  }

  /** The provider's own word for the state. */
  public String rawStatus() {
    return rawStatus;
  }

  /** How many jobs are ahead in the queue. */
  public Optional<Integer> queuePosition() {
    return queuePosition;
  }

  /**
   * All log lines so far, from the first one; of an event of a stream, see {@link
   * Provider#readEvent}.
   */
  public List<String> logLines() {
    return logLines;
  }

  /** The output, where the snapshot of a completed job carries it. */
  public Optional<ProviderOutput> output() {
    return output;
  }

  /**
   * Why the job failed or was canceled. Of a completed job without {@link #output}: the failure
   * that counts where {@link Provider#result} cannot be had.
   */
  public Optional<PictorException> failure() {
    return failure;
  }

  /** When the provider wants to be asked again; overrides the engine's schedule. */
  public Optional<Duration> pollAfter() {
    return pollAfter;
  }

  /** When the job was created, by the clock of the provider, where it says so. */
  public Optional<Instant> createdAt() {
    return createdAt;
  }

  /**
   * How long the model ran, of a job that has ended, where the provider says so. By it the engine
   * learns when to ask after the next one.
   */
  public Optional<Duration> runTime() {
    return runTime;
  }

  /**
   * How long the job took from its creation to its end, the queue included; as {@link #runTime}.
   */
  public Optional<Duration> totalTime() {
    return totalTime;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "state", state,
      "rawStatus", rawStatus,
      "queuePosition", queuePosition,
      "logLines", logLines,
      "output", output,
      "failure", failure,
      "pollAfter", pollAfter,
      "createdAt", createdAt,
      "runTime", runTime,
      "totalTime", totalTime,
    };
  }

  /** Collects a {@link JobSnapshot}. Not thread-safe. */
  public static final class Builder {
    @Nullable JobState state;
    @Nullable String rawStatus;
    Optional<Integer> queuePosition = Optional.empty();
    private List<String> logLines = Collections.emptyList();
    private boolean isTaken;
    Optional<ProviderOutput> output = Optional.empty();
    Optional<PictorException> failure = Optional.empty();
    Optional<Duration> pollAfter = Optional.empty();
    Optional<Instant> createdAt = Optional.empty();
    Optional<Duration> runTime = Optional.empty();
    Optional<Duration> totalTime = Optional.empty();

    Builder() {}

    /** Sets {@link JobSnapshot#state()}. */
    public Builder state(JobState state) {
      this.state = given("state", state);
      return this;
    }

    /** Sets {@link JobSnapshot#rawStatus()}. */
    public Builder rawStatus(String rawStatus) {
      this.rawStatus = given("rawStatus", rawStatus);
      return this;
    }

    /** Sets {@link JobSnapshot#queuePosition()}. */
    public Builder queuePosition(int queuePosition) {
      this.queuePosition = Optional.of(queuePosition);
      return this;
    }

    /** Sets or clears {@link JobSnapshot#queuePosition()}. */
    public Builder queuePosition(Optional<Integer> queuePosition) {
      this.queuePosition = given("queuePosition", queuePosition);
      return this;
    }

    /** The lines are many, and mostly added once: not copied unless more are added later. */
    List<String> takeLogLines() {
      isTaken = true;
      return logLines.isEmpty() ? Collections.emptyList() : Collections.unmodifiableList(logLines);
    }

    private List<String> ownLogLines() {
      if (isTaken || logLines.isEmpty()) {
        logLines = new ArrayList<>(logLines);
        isTaken = false;
      }
      return logLines;
    }

    /** Adds to {@link JobSnapshot#logLines()}. */
    public Builder addLogLines(String... elements) {
      return addAllLogLines(Arrays.asList(elements));
    }

    /** Adds to {@link JobSnapshot#logLines()}. */
    public Builder addAllLogLines(Iterable<? extends String> elements) {
      addAll("logLines", ownLogLines(), elements);
      return this;
    }

    /** Replaces {@link JobSnapshot#logLines()}. */
    public Builder logLines(Iterable<? extends String> elements) {
      ownLogLines().clear();
      return addAllLogLines(elements);
    }

    /** Sets {@link JobSnapshot#output()}. */
    public Builder output(ProviderOutput output) {
      this.output = some("output", output);
      return this;
    }

    /** Sets or clears {@link JobSnapshot#output()}. */
    public Builder output(Optional<ProviderOutput> output) {
      this.output = given("output", output);
      return this;
    }

    /** Sets {@link JobSnapshot#failure()}. */
    public Builder failure(PictorException failure) {
      this.failure = some("failure", failure);
      return this;
    }

    /** Sets or clears {@link JobSnapshot#failure()}. */
    public Builder failure(Optional<? extends PictorException> failure) {
      this.failure = any("failure", failure);
      return this;
    }

    /** Sets {@link JobSnapshot#pollAfter()}. */
    public Builder pollAfter(Duration pollAfter) {
      this.pollAfter = some("pollAfter", pollAfter);
      return this;
    }

    /** Sets or clears {@link JobSnapshot#pollAfter()}. */
    public Builder pollAfter(Optional<Duration> pollAfter) {
      this.pollAfter = given("pollAfter", pollAfter);
      return this;
    }

    /** Sets {@link JobSnapshot#createdAt()}. */
    public Builder createdAt(Instant createdAt) {
      this.createdAt = some("createdAt", createdAt);
      return this;
    }

    /** Sets or clears {@link JobSnapshot#createdAt()}. */
    public Builder createdAt(Optional<Instant> createdAt) {
      this.createdAt = given("createdAt", createdAt);
      return this;
    }

    /** Sets {@link JobSnapshot#runTime()}. */
    public Builder runTime(Duration runTime) {
      this.runTime = some("runTime", runTime);
      return this;
    }

    /** Sets or clears {@link JobSnapshot#runTime()}. */
    public Builder runTime(Optional<Duration> runTime) {
      this.runTime = given("runTime", runTime);
      return this;
    }

    /** Sets {@link JobSnapshot#totalTime()}. */
    public Builder totalTime(Duration totalTime) {
      this.totalTime = some("totalTime", totalTime);
      return this;
    }

    /** Sets or clears {@link JobSnapshot#totalTime()}. */
    public Builder totalTime(Optional<Duration> totalTime) {
      this.totalTime = given("totalTime", totalTime);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public JobSnapshot build() {
      return new JobSnapshot(this);
    }
  }
}
