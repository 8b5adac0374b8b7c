package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.job.PollSimulation.Sample;
import dev.pictor.internal.job.PollSimulation.Submissions;
import dev.pictor.internal.job.PollSimulation.Telling;
import dev.pictor.internal.job.PollSimulation.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What learned polls are worth where so many jobs are under way that they wait in line, against
 * polls in the same line that want to be sent 0.5 s after each reply: both then ask as often as the
 * line lets them. Prints its table.
 */
@Tag("wide")
class CrowdSimulationTest {
  private static final List<String> TABLE = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void head() {
    TABLE.add(
        String.format(
            Locale.ROOT,
            "%-50s | %-26s | %-26s | %s",
            "jobs, median and spread, a second; polls a second",
            "lag, fixed: mean p50 p90 99",
            "lag, learned",
            "ratios of lag, p99 and polls"));
  }

  @AfterAll
  static void print() {
    System.out.println(String.join(System.lineSeparator(), TABLE));
    TABLE.clear();
  }

  private static List<Times> jobs(int count, double median, double spread) {
    Random random = new Random(7);
    return IntStream.range(0, count)
        .mapToObj(i -> new Times(0, median * Math.exp(spread * random.nextGaussian())))
        .collect(Collectors.toList());
  }

  /**
   * @param quick how many other jobs, of a tenth of a second, were learned before
   */
  @ParameterizedTest
  @CsvSource({
    // Who comes later learns from those ahead while they are under way ...
    "10000, 42, 0.12, 200, 600, 0, 0.65, 0.80",
    "10000, 42, 0.12, 200, 900, 0, 0.65, 0.80",
    "10000, 42, 0.12, 200, 600, 100, 0.65, 0.90",
    "4000, 10, 0.4, 200, 300, 0, 0.85, 0.95",
    "1000, 3, 0.4, 200, 300, 0, 0.85, 1.05",
    // ... but where all come at once, nobody is ahead.
    "10000, 42, 0.12, 2000, 600, 0, 1.03, 1.03",
    "10000, 42, 0.12, 2000, 1200, 0, 1.03, 1.03",
    "1000, 42, 0.12, 2000, 300, 0, 1.06, 1.06",
    "4000, 10, 1, 200, 300, 0, 1.03, 1.06",
  })
  void theFirstJobsOfACrowdTellTheOthersWhenNoneEnds(
      int count,
      double median,
      double spread,
      double perSecond,
      double polls,
      int quick,
      double lag,
      double p99) {
    PollSimulation line =
        new PollSimulation(0.04, Submissions.each(1 / perSecond), Telling.RUN).withLine(polls);
    Tempo tempo = new Tempo();
    new PollSimulation(0, job -> job - 1000, Telling.RUN).learned(jobs(quick, 0.1, 0.1), tempo, 1);
    List<Times> jobs = jobs(count, median, spread);

    Sample fixed = line.fixedInLine(jobs);
    Sample learned = line.learned(jobs, tempo, 1);

    TABLE.add(
        String.format(
            Locale.ROOT,
            "%-50s | %s | %s | %.2f %.2f %.2f",
            String.format(
                Locale.ROOT,
                "%d, %.0f s %.2f, %.0f%s; %.0f",
                count,
                median,
                spread,
                perSecond,
                quick == 0 ? "" : ", after " + quick + " quick ones",
                polls),
            lags(fixed),
            lags(learned),
            learned.lag() / fixed.lag(),
            learned.lag(0.99) / fixed.lag(0.99),
            learned.polls() / fixed.polls()));
    assertThat(learned.lag()).as("lag").isLessThanOrEqualTo(lag * fixed.lag());
    assertThat(learned.lag(0.99)).as("p99").isLessThanOrEqualTo(p99 * fixed.lag(0.99));
    assertThat(learned.polls()).as("polls").isLessThanOrEqualTo(1.01 * fixed.polls());
  }

  private static String lags(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%6.3f %6.3f %6.3f %6.3f",
        sample.lag(),
        sample.lag(0.5),
        sample.lag(0.9),
        sample.lag(0.99));
  }
}
