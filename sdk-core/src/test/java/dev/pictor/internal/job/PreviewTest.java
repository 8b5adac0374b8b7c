package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.job.Progress.Logs;
import dev.pictor.model.JobState;
import dev.pictor.spi.JobSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs that are under way tell those behind them. Times are in seconds. */
class PreviewTest {
  private static final double NANOS = 1e9;
  private static final Stretch SCARCE = new Stretch(4, 1);

  /** A wait of a fixed schedule, four times as large, and up to a tenth more by chance. */
  private static final double LONGEST_USUAL = 0.5 * 4 * 1.1;

  private final SeededTime time = new SeededTime(3);
  private final Tempo tempo = new Tempo();

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }

  private double next(Tempo.Job job, double now, Stretch stretch) {
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

  private void end(Tempo.Job job, double at) {
    job.ended(nanos(at), Optional.empty(), Optional.empty());
  }

  /** How long one waits that is so old when the crowd is 40, and that was just polled. */
  private double wait(double age, Stretch stretch) {
    Tempo.Job late = tempo.job(nanos(40 - age));
    double polled = 39.5 + next(late, 39.5, Stretch.NONE);
    return next(late, polled, stretch);
  }

  @Test
  void whereNobodyAheadHasEndedAJobIsAskedAfterRarely() {
    poll(0, 40, crowd(64));

    assertThat(wait(10, SCARCE)).isGreaterThan(3 * LONGEST_USUAL).isLessThan(3 * 4 * 1.1);
  }

  @Test
  void noJobWaitsForLongerThanThoseAheadHaveLived() {
    poll(0, 40, crowd(64));

    assertThat(wait(30, SCARCE)).isLessThan(12);
    assertThat(wait(39, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  /** With half of them the polls are placed, too. */
  @ParameterizedTest
  @ValueSource(ints = {10, 20, 31, 32, 50})
  void whereSomeAheadHaveEndedItIsAskedAfterNoLessThanUsual(int ended) {
    List<Tempo.Job> crowd = crowd(64);
    poll(0, 14, crowd);
    crowd.subList(0, ended).forEach(job -> end(job, 14));
    poll(14, 40, crowd.subList(ended, 64));

    assertThat(wait(12, SCARCE)).isLessThan(LONGEST_USUAL);
    assertThat(wait(5, SCARCE)).isGreaterThan(LONGEST_USUAL);
  }

  @Test
  void whileMostGoOnNoPollIsEarlierThanUsual() {
    List<Tempo.Job> crowd = crowd(64);
    poll(0, 14, crowd);
    crowd.subList(0, 31).forEach(job -> end(job, 14));
    poll(14, 40, crowd.subList(31, 64));

    for (double age = 10; age < 20; age += 0.5) {
      assertThat(wait(age, SCARCE)).isGreaterThan(0.5 * 4 * 0.89);
    }
  }

  @Test
  void onceHalfHaveEndedPollsAreEarlierWhereMostEnd() {
    List<Tempo.Job> crowd = crowd(64);
    poll(0, 14, crowd);
    crowd.subList(0, 32).forEach(job -> end(job, 14));
    poll(14, 40, crowd.subList(32, 64));

    double mean = IntStream.range(0, 50).mapToDouble(i -> wait(13.5, SCARCE)).average().orElse(0);
    assertThat(mean).isLessThan(0.5 * 4 * 0.85);
  }

  @Test
  void whoIsNoLongerWatchedHasToldUntilThenThatItGoesOn() {
    List<Tempo.Job> crowd = crowd(64);
    poll(0, 38, crowd);
    crowd.subList(0, 40).forEach(job -> job.left(nanos(38)));
    poll(38, 40, crowd.subList(40, 64));

    assertThat(wait(10, SCARCE)).isGreaterThan(3 * LONGEST_USUAL);
    assertThat(wait(35, SCARCE)).isGreaterThan(0.5 * 4 * 0.89);
  }

  @ParameterizedTest
  @CsvSource({"1.4, 1", "1, 4", "1.4, 4"})
  void wherePollsThatAreLeftOutAreOfNoUseToOthersAllAreAskedAfterAlike(
      double byLine, double byLimit) {
    poll(0, 40, crowd(64));

    Stretch stretch = new Stretch(byLine, byLimit);
    assertThat(wait(10, stretch)).isLessThan(0.5 * stretch.factor() * 1.1 * 1.1);
  }

  @ParameterizedTest
  @CsvSource({"31, false", "32, true"})
  void fewTellNothing(int jobs, boolean isCrowd) {
    poll(0, 40, crowd(jobs - 1)); // and the one that waits

    assertThat(wait(10, SCARCE) > LONGEST_USUAL).isEqualTo(isCrowd);
  }

  @Test
  void aCrowdOfWhichNothingIsKnownTellsNothing() {
    crowd(64);

    double[] waits =
        IntStream.range(0, 100).mapToDouble(i -> next(tempo.job(0), 0, SCARCE)).sorted().toArray();
    assertThat(waits[10]).as("first waits are drawn from half to one and a half").isLessThan(1.5);
    assertThat(waits[90]).isGreaterThan(2.5);
    assertThat(wait(10, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  @Test
  void whatWasLearnedIsNotForgotten() {
    for (int i = 0; i < 30; i++) {
      double submitted = 30 * i - 1000;
      tempo.job(nanos(submitted)).ended(nanos(submitted + 20), Optional.empty(), Optional.empty());
    }
    poll(0, 40, crowd(64));

    assertThat(wait(18, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  /** The first ones of a model that has just been loaded, or that hang, are not like the others. */
  @Test
  void whereTheFirstOnesHangTheNextOnesCountToo() {
    List<Tempo.Job> crowd = crowd(64);
    poll(0, 31, crowd);
    List<Tempo.Job> next = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      next.add(tempo.job(nanos(31)));
    }
    poll(31, 34, next);
    next.subList(0, 40).forEach(job -> end(job, 34));
    poll(34, 40, crowd);

    assertThat(wait(2.5, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  private static List<Progress> heard(List<Tempo.Job> crowd, JobState state) {
    List<Progress> heard = new ArrayList<>();
    for (Tempo.Job job : crowd) {
      Progress progress = new Progress();
      progress.teaches(job, true);
      progress.streamBegins();
      JobSnapshot event = JobSnapshot.builder().state(state).rawStatus("any").build();
      progress.see(event, Logs.NEW, nanos(25));
      heard.add(progress);
    }
    return heard;
  }

  @Test
  void whoIsListenedToTellsThatItGoesOn() {
    heard(crowd(64), JobState.RUNNING);

    assertThat(wait(30, SCARCE)).isGreaterThan(1.5 * LONGEST_USUAL);
  }

  @Test
  void aStreamThatSaysNothingOfTheStateTellsNothing() {
    heard(crowd(64), JobState.UNKNOWN);

    assertThat(wait(10, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  @Test
  void aStreamThatHasSaidNothingTellsNothing() {
    for (Tempo.Job job : crowd(64)) {
      Progress progress = new Progress();
      progress.teaches(job, true);
      progress.streamBegins();
    }

    assertThat(wait(10, SCARCE)).isLessThan(LONGEST_USUAL);
  }

  @Test
  void whoseStreamHasEndedHasToldUntilItsLastWord() {
    List<Tempo.Job> crowd = crowd(64);
    heard(crowd, JobState.RUNNING).forEach(Progress::streamEnds);
    assertThat(wait(28, SCARCE)).isLessThan(LONGEST_USUAL);

    crowd.forEach(job -> next(job, 30, SCARCE)); // polled for the first time

    assertThat(wait(10, SCARCE)).isGreaterThan(2 * LONGEST_USUAL);
    assertThat(wait(28, SCARCE)).isLessThan(LONGEST_USUAL);
  }
}
