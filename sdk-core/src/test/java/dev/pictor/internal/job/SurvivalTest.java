package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleSupplier;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurvivalTest {
  private final Random random = new Random(1);

  private static Survival of(DoubleSupplier durations) {
    double[] shares = new double[Buckets.COUNT];
    for (int i = 0; i < 100_000; i++) {
      shares[Buckets.of(durations.getAsDouble())] += 1e-5;
    }
    return new Survival(shares, 1e6);
  }

  private final Survival even = of(() -> 3 + 3 * random.nextDouble());

  @Test
  void spreadIsFourNinthsOfAnEvenWidth() {
    assertThat(even.spread()).isCloseTo(3 * 4 / 9.0, Percentage.withPercentage(10));
  }

  @Test
  void spreadIsTheMeanWithoutMemory() {
    Survival exponential = of(() -> -10 * Math.log(1 - random.nextDouble()));

    assertThat(exponential.spread()).isCloseTo(10, Percentage.withPercentage(5));
    assertThat(exponential.mean()).isCloseTo(10, Percentage.withPercentage(2));
  }

  @Test
  void aSpanOfStartsAddsToTheSpread() {
    assertThat(even.spread(0)).isEqualTo(even.spread());
    assertThat(even.spread(3))
        .isCloseTo(even.spread() * Math.sqrt(2), Percentage.withPercentage(5));
  }

  @Test
  void areaIsTheIntegralOfAlive() {
    double sum = 0;
    for (int i = 0; i < 8000; i++) {
      assertThat(even.area(i / 1000.0)).isCloseTo(sum, within(1e-3));
      sum += even.alive((i + 0.5) / 1000.0) / 1000;
    }
    assertThat(even.area(-2)).isEqualTo(-2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.99, 0.9, 0.5, 0.1, 0.05})
  void quantileUndoesAlive(double share) {
    assertThat(even.alive(even.quantile(share, 0))).isCloseTo(share, within(1e-6));
    double later = even.quantile(share, 4);
    assertThat(even.alive(later) / even.alive(4)).isCloseTo(share, within(1e-6));
  }

  @Test
  void quantileBetweenTwoTimesStaysThere() {
    assertThat(even.quantile(0.5, 3.5, 4.5)).isCloseTo(4, within(0.1));
    assertThat(even.quantile(1, 3.5, 4.5)).isCloseTo(3.5, within(1e-6));
    assertThat(even.quantile(0, 3.5, 4.5)).isCloseTo(4.5, within(1e-6));
  }

  @Test
  void anEndBetweenTwoTimesIsExpectedWhereMostEnd() {
    assertThat(even.mean(4, 5)).isCloseTo(4.5, within(0.05));
    assertThat(even.mean(0.4, 4)).isCloseTo(3.5, within(0.1));
  }
}
