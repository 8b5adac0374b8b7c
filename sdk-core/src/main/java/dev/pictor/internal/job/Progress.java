package dev.pictor.internal.job;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.internal.http.Time;
import dev.pictor.model.JobState;
import dev.pictor.spi.JobSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one job so far, what of a snapshot is news, and what is learned from it. Not
 * thread-safe.
 */
final class Progress {
  /** What the log lines of a snapshot are. */
  enum Logs {
    /** Those since the last one of the same stream. */
    NEW,
    /** Those since the beginning of the job. */
    ALL
  }

  private final LogLines logLines = new LogLines();

  /** The last one that is known: a word that says nothing takes nothing back. */
  private JobState state = JobState.QUEUED;

  private Optional<Instant> createdAt = Optional.empty();
  private Optional<Tempo.Job> tempo = Optional.empty();
  private boolean wasSeenFromItsStart;
  private @Nullable JobSnapshot last;

  /**
   * Learns from what is seen.
   *
   * @param isFromItsStart whether the job's whole time is known
   */
  void teaches(Tempo.Job of, boolean isFromItsStart) {
    tempo = Optional.of(of);
    wasSeenFromItsStart = isFromItsStart;
  }

  /** How long to wait until it is asked after the next time, now that it has not ended. */
  Duration next(Stretch stretch, Time time) {
    return tempo.isPresent()
        ? tempo.get().next(time.nanos(), stretch, time)
        : PollCall.UNKNOWN_GRACE;
  }

  /** Nobody watches it any longer: nothing more is learned of it, unless it was seen to end. */
  void left(long nowNanos) {
    if (tempo.isPresent()) {
      tempo.get().left(nowNanos);
    }
  }

  /** Whether the model has begun to run. */
  boolean hasStarted() {
    return state != JobState.QUEUED;
  }

  /** Whether the job is known to have ended. */
  boolean isEnded() {
    return state.isTerminal();
  }

  /** Whether it has made nothing, for this reason: the job's own, as far as its state says. */
  boolean isEndedBy(Throwable why) {
    boolean isOfTheJob =
        why instanceof JobFailedException
            || why instanceof JobCanceledException
            || why instanceof ModerationException
            || why instanceof InvalidInputException
            || why instanceof DeadlineExceededException; // of its start
    return isEnded() && (isOfTheJob || state != JobState.COMPLETED);
  }

  /** When the provider made the job, by its own clock; empty until it has said so. */
  Optional<Instant> createdAt() {
    return createdAt;
  }

  /** The log lines that come next are those of another stream. */
  void streamBegins() {
    logLines.streamBegins();
  }

  /** The stream tells no more. */
  void streamEnds() {
    if (tempo.isPresent()) {
      tempo.get().isNotHeard();
    }
  }

  /** The log lines that are new; empty if there is nothing new at all. */
  Optional<List<String>> see(JobSnapshot snapshot, Logs logs, long nowNanos) {
    List<String> fresh =
        logs == Logs.NEW
            ? logLines.freshOfStream(snapshot.logLines())
            : logLines.freshOfAll(snapshot.logLines());
    if (tempo.isPresent()) {
      teach(tempo.get(), snapshot, logs, nowNanos);
    }
    createdAt = createdAt.isPresent() ? createdAt : snapshot.createdAt();
    state = snapshot.state() == JobState.UNKNOWN ? state : snapshot.state();
    boolean isNews = !fresh.isEmpty() || isChanged(snapshot);
    last = snapshot;
    return isNews ? Optional.of(fresh) : Optional.empty();
  }

  private void teach(Tempo.Job job, JobSnapshot snapshot, Logs logs, long nowNanos) {
    boolean goesOn = snapshot.state() == JobState.QUEUED || snapshot.state() == JobState.RUNNING;
    if (goesOn && logs == Logs.NEW) {
      job.isHeard(nowNanos);
    }
    if (!hasStarted() && snapshot.state() == JobState.RUNNING) {
      job.started(nowNanos);
    }
    if (snapshot.state() == JobState.COMPLETED && wasSeenFromItsStart) {
      job.ended(nowNanos, snapshot.runTime(), snapshot.totalTime());
    } else if (snapshot.state().isTerminal()) {
      job.left(nowNanos);
    }
  }

  private boolean isChanged(JobSnapshot snapshot) {
    JobSnapshot before = last;
    return before == null
        || before.state() != snapshot.state()
        || !before.rawStatus().equals(snapshot.rawStatus())
        || !before.queuePosition().equals(snapshot.queuePosition());
  }
}
