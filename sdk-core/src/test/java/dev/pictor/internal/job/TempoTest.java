package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TempoTest {
  private static final double NANOS = 1e9;

  /** Waits of a fixed schedule: 10 % more by chance, and a tenth more to make up for others. */
  private static final double LONGEST_USUAL = 0.5 * 1.1 * 1.1 * 1.1;

  private final Random random = new Random(7);
  private final SeededTime time = new SeededTime(7);
  private final Tempo tempo = new Tempo();
  private double clock;

  /** Watches a job until its end, or until nobody wants to know any longer. */
  private List<Double> polls(Tempo of, double queue, double end, double until, double stretch) {
    clock += 1000;
    long submitted = nanos(clock);
    Tempo.Job job = of.job(submitted);
    List<Double> polls = new ArrayList<>();
    double now = 0;
    while (now < end && now < until) {
      if (now >= queue && !polls.isEmpty()) {
        job.started(submitted + nanos(now));
      }
      now += job.next(submitted + nanos(now), new Stretch(1, stretch), time).toNanos() / NANOS;
      polls.add(now);
    }
    if (now < end) {
      job.left(submitted + nanos(now));
    } else {
      job.ended(submitted + nanos(now), Optional.empty(), Optional.empty());
    }
    return polls;
  }

  private List<Double> polls(double end) {
    return polls(tempo, 0, end, Double.MAX_VALUE, 1);
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }

  private double about(double median) {
    return median * Math.exp(0.12 * random.nextGaussian());
  }

  private void learn(int jobs, DoubleSupplier durations) {
    for (int i = 0; i < jobs; i++) {
      polls(durations.getAsDouble());
    }
  }

  @Test
  void theFirstJobIsPolledByTheFixedSchedule() {
    List<Double> polls = polls(60);

    assertThat(polls.get(0)).isBetween(0.25, 0.75);
    for (int i = 1; i < polls.size(); i++) {
      assertThat(polls.get(i) - polls.get(i - 1)).isBetween(0.449, 0.551);
    }
  }

  @Test
  void nothingIsSaidOfUnknownJobs() {
    assertThat(tempo.typical()).isEmpty();
    assertThat(tempo.probability(Duration.ofDays(1))).isZero();
  }

  /** What a provider module tells is only to learn from: the image is there. */
  @Test
  void noTimeThatIsToldIsTooLongOrTooShort() {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    Duration backwards = Duration.ofSeconds(Long.MIN_VALUE);
    for (Duration told : Arrays.asList(forEver, backwards)) {
      for (Optional<Duration> total :
          Arrays.asList(Optional.<Duration>empty(), Optional.of(told))) {
        Tempo.Job job = tempo.job(nanos(clock));
        job.next(nanos(clock), Stretch.NONE, time);
        job.ended(nanos(clock + 1), Optional.of(told), total);
        clock += 1000;
      }
    }
    learn(60, () -> about(4));

    assertThat(tempo.typical().get().toMillis()).isBetween(3600L, 4400L);
  }

  @Test
  void howLongJobsTakeIsLearned() {
    learn(60, () -> about(4));

    assertThat(tempo.typical().get().toMillis()).isBetween(3600L, 4400L);
    assertThat(tempo.probability(Duration.ofSeconds(2))).isLessThan(0.05);
    assertThat(tempo.probability(Duration.ofSeconds(4))).isBetween(0.3, 0.7);
    assertThat(tempo.probability(Duration.ofSeconds(7))).isGreaterThan(0.9);
    assertThat(tempo.probability(Duration.ZERO)).isZero();
    assertThat(tempo.probability(Duration.ofSeconds(-1))).isZero();
  }

  @Test
  void whereNoJobEndsThereAreFewPolls() {
    learn(60, () -> about(30));
    List<Double> polls = polls(30);

    assertThat(polls.stream().filter(poll -> poll < 20)).hasSizeBetween(6, 16);
    assertThat(polls.stream().filter(poll -> poll > 24)).hasSizeGreaterThan(10);
  }

  @Test
  void aTypicalDurationSeedsWhatIsNotLearned() {
    tempo.expect(Duration.ofSeconds(8));

    assertThat(tempo.typical().get().toMillis()).isBetween(7000L, 9500L);

    learn(40, () -> about(2));
    tempo.expect(Duration.ofSeconds(8));

    assertThat(tempo.typical().get().toMillis()).isBetween(1800L, 2200L);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.5, 5, 50, 5000})
  void aWrongSeedCostsLittle(double seed) {
    tempo.expect(Duration.ofNanos(nanos(seed)));
    double polls = 0;
    double fixed = 0;
    double lag = 0;
    for (int i = 0; i < 20; i++) {
      double end = about(5);
      List<Double> asked = polls(end);
      polls += asked.size();
      fixed += Math.ceil(end / 0.5);
      lag += asked.get(asked.size() - 1) - end;
    }

    assertThat(polls).isLessThan(1.06 * fixed);
    assertThat(lag / 20).isLessThan(0.25);
  }

  @Test
  void aJobThatNeverEndsCostsNoMoreAndIsNotForgotten() {
    learn(60, () -> about(4));
    List<Double> polls = polls(tempo, 0, Double.MAX_VALUE, 3600, 1);

    assertThat(polls.stream().filter(poll -> poll < 60)).hasSizeBetween(105, 121);
    assertThat(polls.stream().filter(poll -> poll < 120)).hasSizeBetween(210, 241);
    for (int i = 1; i < polls.size(); i++) {
      double gap = polls.get(i) - polls.get(i - 1);
      if (polls.get(i) > 6 && polls.get(i) < 120) {
        assertThat(gap).isLessThan(LONGEST_USUAL);
      }
      assertThat(gap).isLessThan(3.7);
      if (polls.get(i) > 720) {
        assertThat(gap).isGreaterThan(2.6);
      }
    }
  }

  /** The durations of a service that may do anything, but some of it again and again. */
  private static DoubleSupplier any(Random random) {
    double typical = 0.1 * Math.pow(1000, random.nextDouble());
    double other = 0.1 * Math.pow(1000, random.nextDouble());
    double spread = random.nextDouble();
    double share = random.nextDouble();
    return () ->
        random.nextDouble() < 0.02
            ? 0.1 * Math.pow(1000, random.nextDouble())
            : (random.nextDouble() < share ? typical : other)
                * Math.exp(spread * random.nextGaussian());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void noJobEverHadMoreThanTwiceThePollsOfAFixedScheduleAndTwo(long seed) {
    Random chance = new Random(seed * 0x9E3779B97F4A7C15L);
    DoubleSupplier durations = any(chance);
    Tempo learning = new Tempo();
    for (int i = 0; i < 100; i++) {
      double end = Math.min(600, durations.getAsDouble());
      double queue = chance.nextBoolean() ? end * chance.nextDouble() : 0;
      double stretch = chance.nextInt(4) == 0 ? 1 + 5 * chance.nextDouble() : 1;
      List<Double> polls = polls(learning, queue, end, 60, stretch);
      double before = 0;
      for (int poll = 0; poll < polls.size(); poll++) {
        double at = polls.get(poll);
        assertThat(poll + 1).isLessThanOrEqualTo((int) (2 * at / (0.5 * stretch) + 2 + 1e-6));
        assertThat(at - before).isBetween(0.0499 * stretch, 3 * 1.21 * stretch);
        before = at;
      }
    }
  }

  /** What many jobs share needs no more of an old one than of the others. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 6, 20, 100})
  void anOldJobIsPolledAsSeldomAsTheLimitNeedsAndNoMore(double stretch) {
    List<Double> polls = polls(tempo, 0, 2000, Double.MAX_VALUE, stretch);

    double gap = 0.5 * Math.max(6, stretch);
    for (int i = 1; i < polls.size(); i++) {
      if (polls.get(i - 1) > 720) {
        assertThat(polls.get(i) - polls.get(i - 1)).isBetween(0.89 * gap, 1.11 * gap);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void fewJobsEndInALargeGap(long seed) {
    Random chance = new Random(seed * 0x9E3779B97F4A7C15L);
    DoubleSupplier durations = any(chance);
    Tempo learning = new Tempo();
    int late = 0;
    for (int i = 0; i < 300; i++) {
      List<Double> polls =
          polls(learning, 0, Math.min(120, durations.getAsDouble()), Double.MAX_VALUE, 1);
      double last = polls.size() < 2 ? 0 : polls.get(polls.size() - 2);
      late += polls.get(polls.size() - 1) - last > LONGEST_USUAL ? 1 : 0;
    }

    assertThat(late).isLessThanOrEqualTo(300 / 10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0, -3, Double.NaN, 1e-300, 2, 1e3, 1e9, Double.POSITIVE_INFINITY})
  void noWaitIsZeroNorEndless(double stretch) {
    learn(30, () -> about(2));
    Tempo.Job job = tempo.job(Long.MAX_VALUE - 5);
    for (int i = 0; i < 50; i++) {
      Duration wait = job.next(Long.MAX_VALUE + random.nextInt(), new Stretch(stretch, 1), time);

      assertThat(wait).isBetween(Duration.ofMillis(50), Duration.ofDays(1));
    }
  }

  @Test
  void manyPollsOfJobsThatWereSubmittedTogetherDoNotComeTogether() {
    learn(80, () -> about(4));
    int jobs = 2000;
    int[] windows = new int[1000]; // of 10 ms each
    for (int i = 0; i < jobs; i++) {
      Tempo.Job job = tempo.job(0);
      double now = 0;
      while (now < 4) {
        now += job.next(nanos(now), Stretch.NONE, time).toNanos() / NANOS;
        windows[(int) (now * 100)]++;
      }
    }

    // Of a fixed schedule, 10 % more or less by chance, the first polls are in ten such windows.
    assertThat(Arrays.stream(windows).limit(390).max().getAsInt()).isLessThan(jobs * 12 / 100);
  }

  @Test
  void largerGapsMakeFewerPollsAndNoLongSkips() {
    learn(80, () -> about(10));
    double[] polls = new double[2];
    double[] lags = new double[2];
    for (int i = 0; i < 400; i++) {
      double end = about(10);
      List<Double> asked = polls(tempo, 0, end, Double.MAX_VALUE, 1 + 2 * (i % 2));
      polls[i % 2] += asked.size();
      lags[i % 2] += (asked.get(asked.size() - 1) - end) / 200;
    }

    assertThat(polls[1]).isBetween(0.25 * polls[0], 0.45 * polls[0]);
    assertThat(lags[1]).isBetween(2 * lags[0], 5 * lags[0]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.5, 0.3, 2})
  void aProviderWhoseClockIsWrongIsNotBelieved(double ahead) {
    double lag = 0;
    for (int i = 0; i < 120; i++) {
      double end = about(4);
      clock += 1000;
      long submitted = nanos(clock);
      Tempo.Job job = tempo.job(submitted);
      double now = 0;
      while (now < end) {
        now += job.next(submitted + nanos(now), Stretch.NONE, time).toNanos() / NANOS;
      }
      lag += i < 40 ? 0 : (now - end) / 80;
      job.ended(
          submitted + nanos(now),
          Optional.empty(),
          Optional.of(Duration.ofNanos(nanos(end + ahead))));
    }

    assertThat(lag).isLessThan(0.13);
  }

  @Test
  void anEndThatIsToldByTheFirstReplyIsLearned() {
    for (int i = 0; i < 20; i++) {
      clock += 1000;
      tempo.job(nanos(clock)).ended(nanos(clock + 2), Optional.empty(), Optional.empty());
    }

    assertThat(tempo.typical().get().toMillis()).isCloseTo(2000, within(150L));
  }

  @Test
  void ofManyEndsThatWerePushedTheLatestAreLearnedWhenItIsPolledAgain() {
    pushed(300, 20);
    pushed(300, 2);
    assertThat(polls(2.05).size()).isLessThan(4); // of a fixed schedule it has four

    assertThat(tempo.typical().get().toMillis()).isCloseTo(2000, within(150L));
  }

  @Test
  void hundredsOfEndsOfTheSameMomentAreLearned() {
    for (int i = 0; i < 300; i++) {
      Tempo.Job job = tempo.job(nanos(clock));
      job.ended(nanos(clock + 3), Optional.empty(), Optional.empty());
    }

    assertThat(tempo.typical().get().toMillis()).isCloseTo(3000, within(200L));
  }

  private void pushed(int jobs, double seconds) {
    for (int i = 0; i < jobs; i++) {
      clock += 1000;
      Tempo.Job job = tempo.job(nanos(clock));
      job.started(nanos(clock));
      job.ended(nanos(clock + seconds), Optional.empty(), Optional.empty());
    }
  }

  @Test
  void jobsThatAreNotWatchedAnyLongerAreNoneThatEnded() {
    for (int i = 0; i < 60; i++) {
      polls(tempo, 0, about(8), i % 2 == 0 ? 1 : Double.MAX_VALUE, 1);
    }

    assertThat(tempo.typical().get().toMillis()).isBetween(6500L, 9000L);
    assertThat(tempo.probability(Duration.ofSeconds(4))).isLessThan(0.1);
  }
}
