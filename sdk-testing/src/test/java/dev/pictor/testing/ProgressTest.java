package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.JobState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ManualClock clock = EmulatorClock.manual();
  private final Instant start = clock.instant();

  private Progress progress(JobScript script) {
    return new Progress(script, clock);
  }

  private static JobScript timed(int queued, int running) {
    return JobScript.succeeds()
        .queuedFor(Duration.ofSeconds(queued))
        .runningFor(Duration.ofSeconds(running));
  }

  private Instant at(int seconds) {
    return start.plusSeconds(seconds);
  }

  @Test
  void changesWhenItIsDueWhoeverLooks() {
    Progress progress = progress(timed(2, 3));
    assertThat(progress.nextChange()).contains(at(2));
    clock.advance(Duration.ofSeconds(2));
    assertThat(progress.state()).isEqualTo(JobState.RUNNING);
    assertThat(progress.nextChange()).contains(at(5));
    assertThat(progress.momentOfRun(0.5)).contains(start.plusMillis(3500));
    clock.advance(Duration.ofHours(1));
    assertThat(progress.startedAt()).contains(at(2));
    assertThat(progress.endedAt()).contains(at(5));
    assertThat(progress.nextChange()).isEmpty();
  }

  @Test
  void tellsHowMuchOfTheRunIsOver() {
    Progress progress = progress(timed(1, 4));
    assertThat(progress.peek().partOfRun()).isZero();
    clock.advance(Duration.ofSeconds(2));
    assertThat(progress.peek().partOfRun()).isEqualTo(0.25);
    clock.advance(Duration.ofSeconds(9));
    assertThat(progress.peek().partOfRun()).isEqualTo(1);
  }

  @Test
  void onlyLooksThatCountMoveACountedJob() {
    Progress progress = progress(JobScript.succeeds().queuedPolls(2).runningPolls(0));
    assertThat(progress.peek().looksLeftInQueue()).isEqualTo(2);
    assertThat(progress.peek().looksLeftInQueue()).isEqualTo(2);
    assertThat(progress.look().looksLeftInQueue()).isEqualTo(1);
    assertThat(progress.look().looksLeftInQueue()).isZero();
    assertThat(progress.poll()).isEqualTo(JobState.COMPLETED);
    assertThat(progress.polls()).isEqualTo(3);
    assertThat(progress.isMovedByPolls()).isFalse();
  }

  @Test
  void aLimitOfTheStartEndsOnlyAJobThatWaits() {
    Progress late = progress(timed(5, 1));
    late.mustStartBy(at(2), JobState.FAILED);
    Progress inTime = progress(timed(2, 1));
    inTime.mustStartBy(at(2), JobState.FAILED);
    assertThat(late.nextChange()).contains(at(2));
    clock.advance(Duration.ofSeconds(60));
    assertThat(late.state()).isEqualTo(JobState.FAILED);
    assertThat(late.startedAt()).isEmpty();
    assertThat(late.endedAt()).contains(at(2));
    assertThat(inTime.state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aCutOffEndsAnyJobThatIsNotOver() {
    Progress waiting = progress(timed(5, 1));
    waiting.cutOffAt(at(3));
    Progress running = progress(timed(1, 5));
    running.cutOffAt(at(3));
    Progress done = progress(timed(1, 2));
    done.cutOffAt(at(3));
    Progress bound = progress(JobScript.neverStarts());
    bound.mustStartBy(at(9), JobState.FAILED);
    bound.cutOffAt(at(3));
    clock.advance(Duration.ofSeconds(60));
    assertThat(waiting.state()).isEqualTo(JobState.CANCELED);
    assertThat(running.state()).isEqualTo(JobState.CANCELED);
    assertThat(running.endedAt()).contains(at(3));
    assertThat(done.state()).isEqualTo(JobState.COMPLETED);
    assertThat(bound.state()).isEqualTo(JobState.CANCELED);
  }

  @Test
  void whatIsOverCannotBeEnded() {
    Progress progress = progress(timed(0, 0));
    assertThat(progress.end(JobState.CANCELED)).isEqualTo(JobState.COMPLETED);
    assertThat(progress.state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aScriptCannotTakeLessThanNothing() {
    JobScript script = JobScript.succeeds();
    assertThatThrownBy(() -> script.queuedPolls(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> script.runningFor(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
