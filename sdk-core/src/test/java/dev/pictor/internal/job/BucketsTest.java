package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
  @Test
  void eachBucketHoldsWhatLiesBetweenItsEdges() {
    for (int i = 0; i < Buckets.COUNT; i++) {
      assertThat(Buckets.of(Buckets.edge(i) * (1 + 1e-12))).isEqualTo(i);
      assertThat(Buckets.of(Buckets.edge(i + 1) * (1 - 1e-12))).isEqualTo(i);
    }
    assertThat(Buckets.edge(Buckets.COUNT)).isEqualTo(Buckets.LONGEST);
  }

  @Test
  void allButTheFirstAreATenthWide() {
    for (int i = 1; i < Buckets.COUNT; i++) {
      assertThat(Buckets.width(i) / Buckets.edge(i)).isBetween(0.08, 0.1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-1, -0.0, 0, Double.MIN_VALUE, 0.01, Double.NaN, Double.NEGATIVE_INFINITY})
  void theFirstHoldsAllThatIsShorter(double seconds) {
    assertThat(Buckets.of(seconds)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {4096, 1e6, Double.MAX_VALUE, Double.POSITIVE_INFINITY})
  void theLastHoldsAllThatIsLonger(double seconds) {
    assertThat(Buckets.of(seconds)).isEqualTo(Buckets.COUNT - 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 100", "70, 3", "136, 1"})
  void smoothingKeepsTheSum(int bucket, double count) {
    double[] shares = new double[Buckets.COUNT];
    shares[bucket] = 1;

    double[] smooth = new double[Buckets.COUNT];
    smooth[0] = 1; // what is left of the last time does not count
    Buckets.smooth(shares, count, smooth);

    assertThat(Arrays.stream(smooth).sum()).isCloseTo(1, within(1e-9));
    assertThat(indexOfMost(smooth)).isEqualTo(bucket);
  }

  private static int indexOfMost(double[] values) {
    int most = 0;
    for (int i = 0; i < values.length; i++) {
      most = values[i] > values[most] ? i : most;
    }
    return most;
  }
}
