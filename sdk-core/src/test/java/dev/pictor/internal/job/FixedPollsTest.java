package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedPollsTest {
  private static int counted(double end, double reply, double stretch) {
    int polls = 1;
    for (double sent = 0.5 * stretch; sent < end; sent += 0.5 * stretch + reply) {
      polls++;
    }
    return polls;
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0.08, 1", "0.3, 1", "0.08, 2.5"})
  void itIsWhatALoopCounts(double reply, double stretch) {
    FixedPolls fixed = new FixedPolls(reply);
    fixed.from(0, stretch);

    for (double end = 0.01; end < 20; end += 0.37) {
      assertThat(fixed.toSee(end, end)).isEqualTo(counted(end, reply, stretch));
      assertThat(fixed.reaching(fixed.at(end))).isCloseTo(end, within(1e-9));
    }
  }

  @Test
  void anEndBetweenTwoTimesTakesTheMean() {
    FixedPolls fixed = new FixedPolls(0);
    fixed.from(0, 1);

    assertThat(fixed.toSee(0.6, 0.9)).isCloseTo(2, within(1e-9));
    assertThat(fixed.toSee(0.75, 1.25)).isCloseTo(2.5, within(1e-9));
    assertThat(fixed.toSee(0, 2)).isCloseTo(2.5, within(1e-9));
  }

  @Test
  void gapsMayChangeOnTheWay() {
    FixedPolls fixed = new FixedPolls(0);
    fixed.from(0, 1);
    fixed.from(10, 4);

    assertThat(fixed.at(10)).isCloseTo(20, within(1e-9));
    assertThat(fixed.at(20)).isCloseTo(25, within(1e-9));
  }
}
