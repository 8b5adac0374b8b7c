package dev.pictor.internal.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Jobs of one endpoint, watched by a {@link Tempo} and, each with the same times, by a fixed
 * schedule that waits 0.5 s after each reply.
 *
 * <p>Lag is the time from the end of a job to the arrival of the poll that finds it ended. The way
 * of its reply comes on top, for both alike.
 */
final class PollSimulation {
  private static final double NANOS = 1e9;
  private static final double PERIOD = 0.5;

  /** After this time, in seconds, all jobs of a simulation have ended. */
  private static final double LONG = 5000;

  /** What a provider tells with the end of a job. */
  enum Telling {
    NOTHING,
    RUN,
    RUN_AND_TOTAL
  }

  /** When jobs are submitted. */
  interface Submissions {
    /** So many seconds after one another. */
    static Submissions each(double seconds) {
      return job -> job * seconds;
    }

    /** Many at once, and the next ones when all have ended. */
    static Submissions crowds(int jobs) {
      return job -> Math.floorDiv(job, jobs) * LONG + job % jobs * 0.001;
    }

    /** When a job is submitted, by its number, in seconds. */
    double at(int job);
  }

  /** One job: how long it is queued, then runs, in seconds. */
  static final class Times {
    private final double queue;
    private final double run;

    Times(double queue, double run) {
      this.queue = queue;
      this.run = run;
    }

    double end() {
      return queue + run;
    }
  }

  /** What the jobs took, one entry for each. */
  static final class Sample {
    private final double[] lags;
    private final double[] polls;

    Sample(int jobs) {
      lags = new double[jobs];
      polls = new double[jobs];
    }

    Sample(List<Sample> parts) {
      lags = parts.stream().flatMapToDouble(part -> Arrays.stream(part.lags)).toArray();
      polls = parts.stream().flatMapToDouble(part -> Arrays.stream(part.polls)).toArray();
    }

    int jobs() {
      return lags.length;
    }

    double lag() {
      return Arrays.stream(lags).average().orElse(0);
    }

    double lag(double quantile) {
      double[] sorted = lags.clone();
      Arrays.sort(sorted);
      return sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)];
    }

    double polls() {
      return Arrays.stream(polls).average().orElse(0);
    }

    /** The standard error of the mean difference in lag. */
    double errorOfLag(Sample other) {
      return errorOfDifference(lags, other.lags);
    }

    /** The standard error of the mean difference in polls. */
    double errorOfPolls(Sample other) {
      return errorOfDifference(polls, other.polls);
    }

    private static double errorOfDifference(double[] a, double[] b) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = a[i] - b[i];
        sum += difference;
        squares += difference * difference;
      }
      double mean = sum / a.length;
      return Math.sqrt(Math.max(0, squares / a.length - mean * mean) / a.length);
    }
  }

  private final double wayAndBack;
  private final Submissions submissions;
  private final Telling telling;
  private final double betweenPolls;

  /**
   * @param wayAndBack how long a poll and its reply take together, in seconds
   */
  PollSimulation(double wayAndBack, Submissions submissions, Telling telling) {
    this(wayAndBack, submissions, telling, 0);
  }

  private PollSimulation(
      double wayAndBack, Submissions submissions, Telling telling, double betweenPolls) {
    this.wayAndBack = wayAndBack;
    this.submissions = submissions;
    this.telling = telling;
    this.betweenPolls = betweenPolls;
  }

  /** The same with no more than so many polls in a second: the others wait in line. */
  PollSimulation withLine(double pollsPerSecond) {
    return new PollSimulation(wayAndBack, submissions, telling, 1 / pollsPerSecond);
  }

  Sample fixed(List<Times> jobs) {
    Sample sample = new Sample(jobs.size());
    for (int i = 0; i < jobs.size(); i++) {
      double sent = PERIOD;
      sample.polls[i] = 1;
      while (sent + wayAndBack / 2 < jobs.get(i).end()) {
        sent += wayAndBack + PERIOD;
        sample.polls[i]++;
      }
      sample.lags[i] = sent + wayAndBack / 2 - jobs.get(i).end();
    }
    return sample;
  }

  Sample learned(List<Times> jobs, Tempo tempo, long seed) {
    return new Run(Optional.of(tempo), seed).of(jobs);
  }

  /** As {@link #fixed}, in the line: a job then waits longer than it wants to. */
  Sample fixedInLine(List<Times> jobs) {
    return new Run(Optional.empty(), 0).of(jobs);
  }

  private final class Run {
    private final Optional<Tempo> tempo;
    private final SeededTime time;
    private final PriorityQueue<Watched> events =
        new PriorityQueue<>(Comparator.comparingDouble((Watched watched) -> watched.at));
    private double lineEnds;
    private double lateness;

    Run(Optional<Tempo> tempo, long seed) {
      this.tempo = tempo;
      this.time = new SeededTime(seed);
    }

    Sample of(List<Times> jobs) {
      Sample sample = new Sample(jobs.size());
      for (int i = 0; i < jobs.size(); i++) {
        events.add(new Watched(i, submissions.at(i), jobs.get(i)));
      }
      while (!events.isEmpty()) {
        Watched watched = events.poll();
        if (watched.isDue) {
          send(watched);
        } else if (watched.isEnded()) {
          watched.end();
          sample.lags[watched.number] = watched.arrival - watched.end;
          sample.polls[watched.number] = watched.polls;
        } else {
          watched.plan(this);
        }
      }
      return sample;
    }

    private void send(Watched watched) {
      double sent = Math.max(watched.at, lineEnds);
      lateness = sent - watched.at;
      lineEnds = sent + betweenPolls;
      watched.send(sent);
      events.add(watched);
    }
  }

  private final class Watched {
    private final int number;
    private final Times times;
    private final double start;
    private final double end;
    private Optional<Tempo.Job> job = Optional.empty();

    /** When it is due to be polled, or else gets a reply. */
    private double at;

    private boolean isDue;
    private double arrival;
    private int polls;
    private boolean isStarted;

    Watched(int number, double submitted, Times times) {
      this.number = number;
      this.times = times;
      this.start = submitted + times.queue;
      this.end = submitted + times.end();
      this.arrival = submitted;
      this.at = submitted;
    }

    boolean isEnded() {
      return polls > 0 && arrival >= end;
    }

    void plan(Run run) {
      if (polls == 0) {
        job = run.tempo.map(tempo -> tempo.job(nanos(at)));
      } else if (arrival >= start && !isStarted) {
        isStarted = true;
        job.ifPresent(one -> one.started(nanos(at)));
      }
      Stretch stretch = new Stretch(1 + run.lateness / PERIOD, 1);
      at += job.map(one -> one.next(nanos(at), stretch, run.time).toNanos() / NANOS).orElse(PERIOD);
      if (betweenPolls > 0) {
        isDue = true;
      } else {
        send(at);
      }
      run.events.add(this);
    }

    void send(double sent) {
      isDue = false;
      polls++;
      arrival = sent + wayAndBack / 2;
      at = sent + wayAndBack;
    }

    void end() {
      Optional<Duration> run =
          telling == Telling.NOTHING ? Optional.empty() : Optional.of(duration(times.run));
      Optional<Duration> total =
          telling == Telling.RUN_AND_TOTAL ? Optional.of(duration(times.end())) : Optional.empty();
      job.ifPresent(one -> one.ended(nanos(at), run, total));
    }
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(nanos(seconds));
  }

  /** Both schedules over several series of the same kind. */
  static final class Comparison {
    private final Sample fixed;
    private final Sample learned;

    Comparison(Sample fixed, Sample learned) {
      this.fixed = fixed;
      this.learned = learned;
    }

    Sample fixed() {
      return fixed;
    }

    Sample learned() {
      return learned;
    }

    double lagRatio() {
      return learned.lag() / fixed.lag();
    }

    double pollRatio() {
      return learned.polls() / fixed.polls();
    }
  }

  /** Each series with a tempo that has learned nothing yet. */
  Comparison compare(List<List<Times>> series) {
    List<Sample> fixed = new ArrayList<>();
    List<Sample> learned = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      fixed.add(fixed(series.get(i)));
      learned.add(learned(series.get(i), new Tempo(), i));
    }
    return new Comparison(new Sample(fixed), new Sample(learned));
  }
}
