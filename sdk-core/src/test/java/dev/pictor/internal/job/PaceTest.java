package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
    assertThat(clock.alarms).isEmpty();
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
    clock.late = Optional.of(clock.alarms.get(0));

    clock.now = WAIT.toNanos();
    refused.giveWay();
    assertThat(starts).hasSize(2); // until it is known what became of the one that left
    next.accepted(Optional.empty());
    next.giveWay();
    clock.now += WAIT.toNanos();
    clock.ring();
    assertThat(starts).hasSize(3);
  }

  /** Moves whenever it is looked at, if a test wants that. */
  private static final class Clock extends StillTime {
    private Optional<Runnable> late = Optional.empty();
    private long tick;

    @Override
    public long nanos() {
      long told = now;
      now += tick;
      return told;
    }
  }
}
