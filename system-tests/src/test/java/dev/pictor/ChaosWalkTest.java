package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random walks: thousands of jobs at once under mixed faults. What a seed does can be done again
 * with {@code -Dpictor.chaos.seed}; {@code -Dpictor.chaos.jobs} makes the walk longer.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS) // for a million jobs
@Tag("slow")
class ChaosWalkTest {
  private static final int JOBS = Integer.getInteger("pictor.chaos.jobs", 10_000);

  static long[] seeds() {
    Long one = Long.getLong("pictor.chaos.seed");
    return one == null ? new long[] {1, 2, 20261120, -7} : new long[] {one};
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noImageIsPaidTwiceOrLost(long seed) {
    int jobs = JOBS / seeds().length;
    try (ChaosWalk walk = new ChaosWalk(seed)) {
      while (walk.jobs() < jobs) {
        List<String> wrong = walk.round();
        assertThat(wrong)
            .as(
                "seed %s, after %s jobs; to do it again: -Dpictor.chaos.seed=%s",
                seed, walk.jobs(), seed)
            .isEmpty();
      }
      // Else the walk would prove nothing: everything could have failed.
      assertThat(walk.delivered()).isGreaterThan(walk.jobs() / 4);
    }
  }
}
