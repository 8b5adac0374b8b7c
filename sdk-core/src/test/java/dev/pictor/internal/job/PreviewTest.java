package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What jobs that are under way tell those behind them. Times are in seconds. */
class PreviewTest {
  private static final double NANOS = 1e9;
  private static final double SCARCE = 4;

  /** A wait of a fixed schedule, larger by that, and up to a tenth by chance. */
  private static final double LONGEST_USUAL = 0.5 * SCARCE * 1.1;

  private final SeededTime time = new SeededTime(3);
  private final Tempo tempo = new Tempo();

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }

  private double next(Tempo.Job job, double now, double stretch) {
    return job.next(nanos(now), stretch, time).toNanos() / NANOS;
  }

  /** Submitted together at the beginning. */
  private List<Tempo.Job> crowd(int jobs) {
    List<Tempo.Job> crowd = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      crowd.add(tempo.job(0));
    }
    return crowd;
  }

  private void poll(double from, double until, List<Tempo.Job> crowd) {
    double[] due = new double[crowd.size()];
    for (double now = from; now < until; now += 0.1) {
      for (int i = 0; i < due.length; i++) {
        if (due[i] <= now) {
          due[i] = now + next(crowd.get(i), now, SCARCE);
        }
      }
    }
  }

  /** How long one waits that was submitted later, at an age at which it was polled before. */
  private double wait(double submitted, double age, double stretch) {
    Tempo.Job late = tempo.job(nanos(submitted));
    double polled = age - next(late, submitted + age - 1, stretch);
    assertThat(polled).isLessThan(age);
    return next(late, submitted + age, stretch);
  }

  @Test
  void whereNobodyAheadHasEndedAJobIsAskedAfterRarely() {
    poll(0, 40, crowd(40));

    assertThat(wait(30, 10, SCARCE)).isGreaterThan(3 * LONGEST_USUAL).isLessThan(3 * SCARCE * 1.3);
  }

  /** Submitted together at the beginning, and listened to. */
  private List<Progress> heardCrowd() {
    List<Progress> crowd = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Progress progress = new Progress();
      progress.teaches(tempo.job(0), true);
      progress.streamBegins();
      crowd.add(progress);
    }
    return crowd;
  }

  @Test
  void whoIsListenedToTellsThatItGoesOn() {
    heardCrowd();

    assertThat(wait(30, 10, SCARCE)).isGreaterThan(3 * LONGEST_USUAL);
  }

  @Test
  void whoseStreamHasEndedHasToldUntilThen() {
    heardCrowd().forEach(progress -> progress.streamEnds(nanos(25)));

    assertThat(wait(30, 10, SCARCE)).isGreaterThan(2 * LONGEST_USUAL);
    assertThat(wait(12, 28, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  @Test
  void noJobWaitsForLongerThanThoseAheadHaveLived() {
    poll(0, 40, crowd(40));

    assertThat(wait(5, 35, SCARCE)).isLessThan(8);
    assertThat(wait(0.1, 39.9, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  @Test
  void whereSomeAheadHaveEndedItIsAskedAfterAsUsual() {
    List<Tempo.Job> crowd = crowd(40);
    poll(0, 14, crowd);
    crowd.subList(0, 15).forEach(job -> job.ended(nanos(14), Optional.empty(), Optional.empty()));
    poll(14, 40, crowd.subList(15, 40));

    assertThat(wait(26.5, 13.5, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  @Test
  void wherePollsAreNotScarceAllAreAskedAfterAlike() {
    poll(0, 40, crowd(40));

    assertThat(wait(30, 10, 1.1)).isLessThan(0.5 * 1.1 * 1.1);
  }

  @Test
  void fewTellNothing() {
    poll(0, 40, crowd(20));

    assertThat(wait(30, 10, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  @Test
  void whatWasLearnedIsNotForgotten() {
    for (int i = 0; i < 30; i++) {
      double submitted = 30 * i - 1000;
      tempo.job(nanos(submitted)).ended(nanos(submitted + 20), Optional.empty(), Optional.empty());
    }
    poll(0, 40, crowd(40));

    assertThat(wait(22, 18, SCARCE)).isLessThan(2 * LONGEST_USUAL);
  }
}
