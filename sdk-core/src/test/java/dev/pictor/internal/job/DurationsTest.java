package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  private static final Percentage A_TENTH = Percentage.withPercentage(10);

  private final Durations durations = new Durations();
  private final Random random = new Random(1);

  private void add(int count, double median, double spread) {
    for (int i = 0; i < count; i++) {
      durations.add(median * Math.exp(spread * random.nextGaussian()));
    }
  }

  private double median() {
    return durations.survival().quantile(0.5, 0);
  }

  @Test
  void nothingIsKnownOfNothing() {
    assertThat(durations.isEmpty()).isTrue();
    assertThat(durations.survival().count()).isZero();
    assertThat(durations.survival().alive(1000)).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.8, 4, 60, 1800})
  void theMedianIsLearned(double median) {
    add(60, median, 0.1);

    assertThat(median()).isCloseTo(median, A_TENTH);
    assertThat(durations.survival().mean()).isCloseTo(median, A_TENTH);
    assertThat(durations.survival().count()).isBetween(30.0, 60.0);
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    add(128, 10, 0.1);
    add(200, 7, 0.1);

    assertThat(median()).isCloseTo(7, A_TENTH);
    assertThat(durations.survival().alive(9)).isLessThan(0.1);
  }

  @Test
  void anotherModelIsLearnedWithinAFewJobs() {
    add(128, 10, 0.1);
    add(10, 2, 0.1);

    assertThat(median()).isLessThan(3);

    add(30, 2, 0.1);

    assertThat(durations.survival().alive(5)).isLessThan(0.2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 900, 1e9})
  void oneOutlierChangesLittle(double outlier) {
    add(100, 3, 0.1);
    durations.add(outlier);
    add(3, 3, 0.1);

    assertThat(median()).isCloseTo(3, A_TENTH);
    assertThat(durations.survival().alive(6)).isLessThan(0.1);
    assertThat(durations.survival().alive(1)).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, -1",
    "0, 0",
    "-5, 3",
    "3, -5",
    "NaN, NaN",
    "NaN, 2",
    "2, NaN",
    "-Infinity, Infinity",
    "Infinity, Infinity",
    "86400, 864000",
    "0, 86400"
  })
  void whateverComesTheTablesStaySound(double shortest, double longest) {
    for (int i = 0; i < 3; i++) {
      durations.add(shortest, longest);
      assertIsSound(durations.survival());
    }
    add(20, 2, 0.5);
    durations.add(shortest, longest);

    assertIsSound(durations.survival());
  }

  private static void assertIsSound(Survival survival) {
    double before = 1;
    for (double time = -1; time < 10_000; time = Math.max(time + 0.01, time * 1.03)) {
      assertThat(survival.alive(time)).isBetween(0.0, before);
      before = survival.alive(time);
      assertThat(survival.known(time)).isBetween(0.0, 1.0);
      assertThat(survival.area(time)).isFinite();
      assertThat(survival.rest(time)).isFinite().isNotNegative();
      assertThat(survival.quantile(0.5, time)).isFinite().isGreaterThanOrEqualTo(time);
    }
    assertThat(survival.spread()).isFinite();
    assertThat(survival.mean()).isFinite();
  }

  @Test
  void polledAtDifferentTimesJobsTellTogetherWhenTheyEnd() {
    for (int i = 0; i < 40; i++) {
      double first = 0.25 + 0.5 * random.nextDouble();
      double from = first < 0.8 ? first : 0;
      double to = first < 0.8 ? first + 0.5 : first;
      durations.add(from < 0.3 ? first + 0.5 : from, to);
    }

    assertThat(median()).isCloseTo(0.8, within(0.1));
  }

  @Test
  void manyThreadsMayTeachAndAsk() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        double base = 1 + thread;
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 2000; i++) {
                    durations.add(base, base + 0.5);
                    if (i % 20 == 0) {
                      assertIsSound(durations.survival());
                    }
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(median()).isBetween(0.9, 4.6);
    assertThat(durations.survival().count()).isBetween(5.0, 128.0);
  }
}
