package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobHandle;
import dev.pictor.spi.JobSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RosterTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long SOON = 1_000;

  /** One that was created so many milliseconds after the start. */
  private static final class Polled implements RollCall.Job {
    private final Optional<Instant> created;
    private final long dueAt;

    Polled(Optional<Instant> created, long dueAt) {
      this.created = created;
      this.dueAt = dueAt;
    }

    @Override
    public JobHandle handle() {
      throw new AssertionError("not asked for");
    }

    @Override
    public Optional<Instant> createdAt() {
      return created;
    }

    @Override
    public long dueAt() {
      return dueAt;
    }

    @Override
    public void askAlone(Runnable answered) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void listed(JobSnapshot snapshot) {
      throw new AssertionError("not asked for");
    }
  }

  private static Instant created(int number) {
    return START.plusMillis(number);
  }

  /** Jobs in the order of their creation, in no order. */
  private static Roster roster(long... dueAt) {
    List<RollCall.Job> jobs = new ArrayList<>();
    for (int i = 0; i < dueAt.length; i++) {
      jobs.add(new Polled(Optional.of(created(i)), dueAt[i]));
    }
    jobs.add(new Polled(Optional.empty(), 0));
    Collections.shuffle(jobs, new Random(5));
    return Roster.of(jobs);
  }

  @Test
  void beginsWithTheDueJobIfNoNewerOneIsDueSoon() {
    assertThat(roster(0, 0, 0, 5_000, 5_000).start(created(2), SOON)).isEqualTo(created(2));
    assertThat(Roster.EMPTY.start(created(2), SOON)).isEqualTo(created(2));
  }

  @Test
  void beginsWithTheNewestThatIsDueSoon() {
    Roster roster = roster(0, 0, 900, 5_000, 999, 1_000, 5_000);
    assertThat(roster.start(created(1), SOON)).isEqualTo(created(4));
  }

  @Test
  void theDueJobStaysOnItsPage() {
    long[] all = new long[200];
    assertThat(roster(all).start(created(20), SOON))
        .isEqualTo(created(20 + Roster.MOST_NEWER));
  }

  @Test
  void aMomentMayBeNegative() {
    Roster roster = roster(Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 5_000);
    assertThat(roster.start(created(0), Long.MIN_VALUE + 1_000)).isEqualTo(created(1));
  }
}
