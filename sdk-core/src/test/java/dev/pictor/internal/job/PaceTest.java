package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration WAIT = Duration.ofSeconds(7);

  private final Clock clock = new Clock();
  private final Pace pace = new Pace(clock);
  private final List<Long> starts = new ArrayList<>();

  @Test
  void theAlarmThatIsAboutToRingIsLeftToRing() {
    Pace.Turn refused = pace.turn(() -> starts.add(clock.now));
    refused.await();
    refused.refused(WAIT, true);
    pace.turn(() -> starts.add(clock.now)).await();
    assertThat(clock.waits).containsExactly(WAIT);

    // The wait ends between two looks at the clock, and the alarm has not rung yet.
    clock.tick = WAIT.toNanos();
    refused.giveWay();
    assertThat(clock.waits).containsExactly(WAIT);
    assertThat(starts).hasSize(1);

    clock.tick = 0;
    clock.ring();
    assertThat(starts).hasSize(2);
    assertThat(clock.alarm).isEmpty();
  }

  @Test
  void anAlarmThatRingsTooLateLetsNobodyLeave() {
    Pace.Turn refused = pace.turn(() -> starts.add(clock.now));
    refused.await();
    refused.refused(WAIT, true);
    Pace.Turn third = pace.turn(() -> starts.add(clock.now));
    Pace.Turn next =
        pace.turn(
            () -> {
              starts.add(clock.now);
              clock.late.get().run();
              third.await();
            });
    next.await();
    clock.late = clock.alarm;

    clock.now = WAIT.toNanos();
    refused.giveWay();
    assertThat(starts).hasSize(2); // until it is known what became of the one that left
    next.accepted(Optional.empty());
    next.giveWay();
    clock.now += WAIT.toNanos();
    clock.ring();
    assertThat(starts).hasSize(3);
  }

  /** Stands still, or moves whenever it is looked at. */
  private static final class Clock implements Time {
    private final List<Duration> waits = new ArrayList<>();
    private Optional<Runnable> alarm = Optional.empty();
    private Optional<Runnable> late = Optional.empty();
    private long now;
    private long tick;

    void ring() {
      Runnable task = alarm.get();
      alarm = Optional.empty();
      task.run();
    }

    @Override
    public long nanos() {
      long told = now;
      now += tick;
      return told;
    }

    @Override
    public Instant now() {
      throw new AssertionError("what the wall clock shows, which may jump, is no wait");
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
      waits.add(delay);
      alarm = Optional.of(task);
      return () -> alarm = Optional.empty();
    }

    @Override
    public double chance() {
      throw new AssertionError("turns do not depend on chance");
    }
  }
}
