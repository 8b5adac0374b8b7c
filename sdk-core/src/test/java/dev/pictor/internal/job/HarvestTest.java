package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.job.CallBudget.Pace;
import org.junit.jupiter.api.Test;

/** How fast the pages of a list of jobs follow each other. */
class HarvestTest {
  private final Harvest harvest = new Harvest();

  private Pace round(int pages, int ends) {
    harvest.roundBegins();
    for (int i = 0; i < pages; i++) {
      harvest.pageIsAskedFor();
    }
    for (int i = 0; i < ends; i++) {
      harvest.endIsTold();
    }
    return harvest.pace();
  }

  @Test
  void nothingIsSpentWhileNothingEnds() {
    assertThat(harvest.pace()).isEqualTo(Pace.IDLE);
    assertThat(round(100, 0)).isEqualTo(Pace.IDLE);
    assertThat(round(1, 0)).isEqualTo(Pace.IDLE);
  }

  @Test
  void littleIsSpentWhileFewerThanEverySecondPageBringsAnEnd() {
    round(100, 0);
    assertThat(round(100, 1)).isEqualTo(Pace.SPARSE);
    assertThat(round(100, 98)).isEqualTo(Pace.SPARSE);
    assertThat(round(100, 2)).isEqualTo(Pace.BUSY); // by the round before, too
    assertThat(round(100, 97)).isEqualTo(Pace.SPARSE);
  }

  @Test
  void aFewJobsAreBusyWhenOneOfThemEnds() {
    round(1, 0);
    assertThat(round(1, 1)).isEqualTo(Pace.BUSY);
    assertThat(round(1, 0)).isEqualTo(Pace.BUSY);
    assertThat(round(1, 0)).isEqualTo(Pace.IDLE);
  }

  @Test
  void aRoundBeginsAtThePaceOfTheOneBefore() {
    round(100, 0);
    round(100, 300);
    harvest.roundBegins();
    assertThat(harvest.pace()).isEqualTo(Pace.BUSY);
  }
}
