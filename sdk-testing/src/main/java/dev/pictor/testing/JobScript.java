package dev.pictor.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of a job: how long it waits, how long it runs, and how it ends. Immutable.
 *
 * <p>Each of the two stretches is measured either in time, on the emulator's clock, or in looks at
 * the job: with {@code queuedPolls(2)} the first two status requests find it waiting, the third
 * does not, however much or little time has passed. Tests that count looks need no clock.
 *
 * <pre>{@code
 * fal.nextJob(JobScript.succeeds().queuedPolls(2).runningPolls(1).nsfw(0));
 * fal.everyJob(JobScript.succeeds().queuedFor(Duration.ZERO).runningFor(Duration.ofSeconds(3)));
 * fal.nextJob(JobScript.failsWith(FalFailure.contentPolicy()));
 * fal.nextJob(JobScript.neverEnds());
 * }</pre>
 */
public final class JobScript {
  // Long enough to be seen by a person who watches, short enough not to bore.
  private static final Duration QUEUED = Duration.ofMillis(400);
  private static final Duration RUNNING = Duration.ofMillis(1200);

  private final Stretch queued;
  private final Stretch running;
  private final Optional<JobFailure> failure;
  private final Set<Integer> nsfw;
  private final List<String> logs;

  private JobScript(
      Stretch queued,
      Stretch running,
      Optional<JobFailure> failure,
      Set<Integer> nsfw,
      List<String> logs) {
    this.queued = queued;
    this.running = running;
    this.failure = failure;
    this.nsfw = nsfw;
    this.logs = logs;
  }

  /** Returns a job that waits 0.4 s, runs 1.2 s and makes its images. */
  public static JobScript succeeds() {
    return new JobScript(
        Stretch.lasting(QUEUED),
        Stretch.lasting(RUNNING),
        Optional.empty(),
        Collections.emptySet(),
        Collections.emptyList());
  }

  /** Returns a job that waits and runs like {@link #succeeds()}, and then fails. */
  public static JobScript failsWith(JobFailure failure) {
    JobScript base = succeeds();
    return new JobScript(base.queued, base.running, Optional.of(failure), base.nsfw, base.logs);
  }

  /** Returns a job that is done as soon as it exists. */
  public static JobScript succeedsAtOnce() {
    return succeeds().queuedPolls(0).runningPolls(0);
  }

  /** Returns a job that runs until it is canceled. */
  public static JobScript neverEnds() {
    return succeeds().queuedPolls(0).runs(Stretch.endless());
  }

  /** Returns a job that waits until it is canceled. */
  public static JobScript neverStarts() {
    return succeeds().waits(Stretch.endless());
  }

  /** Lets the first {@code polls} looks find the job waiting. */
  public JobScript queuedPolls(int polls) {
    return waits(Stretch.polls(polls));
  }

  /** Lets the job wait for {@code time}. */
  public JobScript queuedFor(Duration time) {
    return waits(Stretch.lasting(time));
  }

  /** Lets {@code polls} looks, after those that found it waiting, find the job running. */
  public JobScript runningPolls(int polls) {
    return runs(Stretch.polls(polls));
  }

  /** Lets the job run for {@code time}. */
  public JobScript runningFor(Duration time) {
    return runs(Stretch.lasting(time));
  }

  /** Lets the safety checker object to the images with these indices, counted from 0. */
  public JobScript nsfw(int... indices) {
    Set<Integer> all = new TreeSet<>();
    Arrays.stream(indices).forEach(all::add);
    return new JobScript(queued, running, failure, Collections.unmodifiableSet(all), logs);
  }

  /** Replaces the lines that the model writes into the log while it runs. */
  public JobScript logs(String... lines) {
    List<String> all = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(lines)));
    return new JobScript(queued, running, failure, nsfw, all);
  }

  /** The same way to another end. */
  JobScript ending(JobFailure other) {
    return new JobScript(queued, running, Optional.of(other), nsfw, logs);
  }

  private JobScript waits(Stretch stretch) {
    return new JobScript(stretch, running, failure, nsfw, logs);
  }

  private JobScript runs(Stretch stretch) {
    return new JobScript(queued, stretch, failure, nsfw, logs);
  }

  Stretch queued() {
    return queued;
  }

  Stretch running() {
    return running;
  }

  Optional<JobFailure> failure() {
    return failure;
  }

  /** Whether the safety checker objects to the image with this index. */
  boolean isNsfw(int index) {
    return nsfw.contains(index);
  }

  /** The scripted log, empty if the emulator is to write its own. */
  List<String> logs() {
    return logs;
  }
}
