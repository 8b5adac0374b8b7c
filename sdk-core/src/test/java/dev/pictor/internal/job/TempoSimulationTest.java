package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.job.PollSimulation.Comparison;
import dev.pictor.internal.job.PollSimulation.Sample;
import dev.pictor.internal.job.PollSimulation.Submissions;
import dev.pictor.internal.job.PollSimulation.Telling;
import dev.pictor.internal.job.PollSimulation.Times;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What learned polls are worth against a poll every 0.5 s, with the same jobs. Prints its table.
 *
 * <p>Each series begins with a tempo that knows nothing, so all figures include the time to learn.
 * Seeds are fixed: a figure is the same each time. The lag is that of the poll which finds a job
 * done, without the way of its reply.
 */
@Tag("wide")
class TempoSimulationTest {
  private static final int SERIES = 5;
  private static final int JOBS = 300;

  private static final PollSimulation BARE =
      new PollSimulation(0, Submissions.crowds(1), Telling.NOTHING);

  private static final List<String> TABLE = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void head() {
    TABLE.add(
        String.format(
            Locale.ROOT,
            "%-36s | %5s | %-26s | %-26s | %-13s | %s",
            "distribution",
            "jobs",
            "lag, fixed: mean p50 p90 99",
            "lag, learned",
            "polls per job",
            "ratios of lag and polls"));
  }

  @AfterAll
  static void print() {
    System.out.println(String.join(System.lineSeparator(), TABLE));
    TABLE.clear();
  }

  private static Comparison measured(String name, Comparison comparison) {
    Sample fixed = comparison.fixed();
    Sample learned = comparison.learned();
    TABLE.add(
        String.format(
            Locale.ROOT,
            "%-36s | %5d | %s | %s | %6.2f %6.2f | %.2f %.2f",
            name,
            fixed.jobs(),
            lags(fixed),
            lags(learned),
            fixed.polls(),
            learned.polls(),
            comparison.lagRatio(),
            comparison.pollRatio()));
    return comparison;
  }

  private static String lags(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%5.3f  %5.3f  %5.3f  %5.3f",
        sample.lag(),
        sample.lag(0.5),
        sample.lag(0.9),
        sample.lag(0.99));
  }

  private static void isAtMostAThirdOfTheLag(Comparison comparison) {
    assertThat(comparison.lagRatio()).as("lag").isLessThanOrEqualTo(1.0 / 3);
    assertThat(comparison.pollRatio()).as("polls").isLessThanOrEqualTo(1);
  }

  /** Two standard errors of the difference, and 2 %: that is what waits drawn at random cost. */
  private static void isNoWorse(Comparison comparison) {
    Sample fixed = comparison.fixed();
    Sample learned = comparison.learned();
    assertThat(learned.lag())
        .as("lag")
        .isLessThanOrEqualTo(1.02 * fixed.lag() + 2 * learned.errorOfLag(fixed));
    assertThat(learned.polls())
        .as("polls")
        .isLessThanOrEqualTo(1.01 * fixed.polls() + 2 * learned.errorOfPolls(fixed));
  }

  /**
   * The jobs of a file, each time from another one on. No file is of real jobs: none were at hand.
   */
  private static List<List<Times>> jobsOf(String file) {
    List<Times> jobs;
    try (Stream<String> lines =
        Files.lines(
            Paths.get(TempoSimulationTest.class.getResource("/tempo/" + file + ".csv").toURI()),
            StandardCharsets.UTF_8)) {
      jobs =
          lines
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(",", -1))
              .map(line -> new Times(Double.parseDouble(line[0]), Double.parseDouble(line[1])))
              .collect(Collectors.toList());
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
    List<List<Times>> series = new ArrayList<>();
    for (int i = 0; i < SERIES; i++) {
      List<Times> turned = new ArrayList<>(jobs);
      Collections.rotate(turned, i * jobs.size() / SERIES);
      series.add(turned);
    }
    return series;
  }

  @ParameterizedTest
  @CsvSource({
    "flux-schnell, RUN",
    "flux-schnell, RUN_AND_TOTAL",
    "flux-pro, RUN",
    "flux-pro, RUN_AND_TOTAL",
    "flux-pro-ultra, RUN",
    "flux-kontext, RUN",
    "community-cold, RUN_AND_TOTAL"
  })
  void jobsOfAModelAreSeenInAThirdOfTheTimeForNoMoreRequests(String file, Telling telling) {
    PollSimulation overTheNet = new PollSimulation(0.08, Submissions.crowds(1), telling);

    isAtMostAThirdOfTheLag(
        measured(file + ", 80 ms, " + telling, overTheNet.compare(jobsOf(file))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"flux-schnell", "flux-pro", "flux-pro-ultra", "flux-kontext", "community-cold"})
  void aProviderThatTellsNothingAndRepliesAtOnceIsHarder(String file) {
    Comparison comparison = measured(file + ", 0 ms, NOTHING", BARE.compare(jobsOf(file)));

    assertThat(comparison.lagRatio()).isLessThanOrEqualTo(0.42);
    assertThat(comparison.pollRatio()).isLessThanOrEqualTo(1);
  }

  /** Kinds of jobs that are hard to learn, or from which nothing is to be gained. */
  enum Hard {
    CONSTANT {
      @Override
      Times next(Series series) {
        return new Times(0, series.own);
      }
    },
    EVEN_3_TO_6 {
      @Override
      Times next(Series series) {
        return new Times(0, 3 + 3 * series.chance());
      }
    },
    EVEN_0_TO_20 {
      @Override
      Times next(Series series) {
        return new Times(0, 20 * series.chance());
      }
    },
    EACH_OCTAVE_ALIKE {
      @Override
      Times next(Series series) {
        return new Times(0, 0.2 * Math.pow(300, series.chance()));
      }
    },
    EXPONENTIAL_2 {
      @Override
      Times next(Series series) {
        return new Times(0, series.exponential(2));
      }
    },
    EXPONENTIAL_10 {
      @Override
      Times next(Series series) {
        return new Times(0, series.exponential(10));
      }
    },
    PARETO {
      @Override
      Times next(Series series) {
        return new Times(0, series.pareto(1, 1.5));
      }
    },
    PARETO_WITHOUT_A_MEAN {
      @Override
      Times next(Series series) {
        return new Times(0, series.pareto(0.3, 1.1));
      }
    },
    TWO_KINDS {
      @Override
      Times next(Series series) {
        return new Times(0, series.about(series.chance() < 0.5 ? 1 : 8, 0.1));
      }
    },
    TWO_KINDS_FAR_APART {
      @Override
      Times next(Series series) {
        return new Times(0, series.about(series.chance() < 0.8 ? 2 : 60, 0.1));
      }
    },
    A_MINUTE {
      @Override
      Times next(Series series) {
        return new Times(0, series.about(60, 0.1));
      }
    },
    UP_TO_TWO_MINUTES {
      @Override
      Times next(Series series) {
        return new Times(0, Math.min(120, series.about(90, 0.3)));
      }
    },
    DRIFTING {
      @Override
      Times next(Series series) {
        return new Times(0, series.about(6 + 3 * Math.sin(series.number / 80.0), 0.12));
      }
    },
    STEPS_4_11 {
      @Override
      Times next(Series series) {
        return new Times(0, series.about(series.number / 50 % 2 == 0 ? 4 : 11, 0.12));
      }
    },
    STEPS_1_20 {
      @Override
      Times next(Series series) {
        return new Times(0, series.about(series.number / 30 % 2 == 0 ? 1 : 20, 0.12));
      }
    },
    MANY_STEPS {
      @Override
      Times next(Series series) {
        return new Times(0, series.about(series.number / 8 % 2 == 0 ? 3 : 12, 0.1));
      }
    },
    QUEUE_20_RUN_1 {
      @Override
      Times next(Series series) {
        return new Times(series.exponential(20), series.about(1, 0.15));
      }
    },
    QUEUE_20_RUN_4 {
      @Override
      Times next(Series series) {
        return new Times(series.exponential(20), series.about(4, 0.15));
      }
    },
    QUEUE_5_RUN_0_3 {
      @Override
      Times next(Series series) {
        return new Times(series.exponential(5), series.about(0.3, 0.15));
      }
    };

    abstract Times next(Series series);
  }

  /** Chance for one series, whose jobs are numbered. */
  private static final class Series {
    private final Random random;
    private final double own;
    private int number;

    Series(long seed) {
      random = new Random(seed * 0x9E3779B97F4A7C15L);
      own = 0.6 * Math.pow(50, (random.nextInt(1000) + 0.5) / 1000);
    }

    double chance() {
      return random.nextDouble();
    }

    double exponential(double mean) {
      return -mean * Math.log(1 - chance());
    }

    double pareto(double least, double shape) {
      return Math.min(600, least * Math.pow(1 - chance(), -1 / shape));
    }

    double about(double median, double spread) {
      return median * Math.exp(spread * random.nextGaussian());
    }

    List<Times> jobs(int count, Hard kind) {
      List<Times> jobs = new ArrayList<>();
      for (number = 0; number < count; number++) {
        jobs.add(kind.next(this));
      }
      return jobs;
    }
  }

  private static List<List<Times>> series(int series, int jobs, Hard kind) {
    return IntStream.range(0, series)
        .mapToObj(seed -> new Series(1000 + seed).jobs(jobs, kind))
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @EnumSource
  void noJobsAreSeenLaterOrCostMore(Hard kind) {
    isNoWorse(measured(kind.name(), BARE.compare(series(SERIES, JOBS, kind))));
  }

  @Test
  void theFirstJobsOfAModelAreSeenNoLaterAndCostNoMore() {
    for (int jobs : new int[] {1, 3, 8}) {
      isNoWorse(
          measured("CONSTANT, first " + jobs, BARE.compare(series(400, jobs, Hard.CONSTANT))));
    }
  }

  /** While the first ones of a crowd end, the slow ones are under way, and not known yet. */
  @ParameterizedTest
  @EnumSource(names = {"EVEN_3_TO_6", "EXPONENTIAL_10", "TWO_KINDS", "STEPS_4_11"})
  void crowdsAreSeenNoLaterAndCostNoMore(Hard kind) {
    List<List<Times>> series = series(SERIES, JOBS, kind);
    for (int crowd : new int[] {10, 100, 300}) {
      PollSimulation crowds = new PollSimulation(0, Submissions.crowds(crowd), Telling.RUN);

      isNoWorse(measured(kind + ", crowds of " + crowd, crowds.compare(series)));
    }
    PollSimulation stream = new PollSimulation(0, Submissions.each(0.1), Telling.RUN);
    isNoWorse(measured(kind + ", one each 0.1 s", stream.compare(series)));
  }
}
