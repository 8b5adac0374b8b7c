package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.JobState;
import dev.pictor.model.OutputFormat;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** One request through one trouble, and the check of what must hold afterwards. */
final class ChaosCell implements AutoCloseable {
  /** How long a job may take: less than the patience of any HTTP call, which is in real time. */
  static final Duration DEADLINE = Duration.ofMinutes(1);

  static final RequestOptions OPTIONS = RequestOptions.builder().deadline(DEADLINE).build();

  /** What a job of the stage takes that is to be cancelled. */
  static final Duration LONG_RUN = Duration.ofMinutes(30);

  private static final Duration STEP = Duration.ofSeconds(9);
  private static final long HANG = TimeUnit.SECONDS.toNanos(20);
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long CALM = TimeUnit.MICROSECONDS.toNanos(500);

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);

  /** Those that need no wait before them: submission, result, cancellation, and one to spare. */
  private static final int CALLS_OF_ONE_JOB = 4;

  /** After so many events without time that passes it passes all the same. */
  private static final int BUSY = 40;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Service service;
  private final ChaosNetwork network;
  private final ForeignServer foreign;
  private final Leaks leaks;
  private final TestTime time = new TestTime();
  private final ImageClient client;
  private final Attempt attempt;

  ChaosCell(Service service, ChaosNetwork network, ForeignServer foreign, Leaks leaks) {
    this.service = service;
    this.network = network;
    this.foreign = foreign;
    this.leaks = leaks;
    service.emulator().clearFaults();
    service.emulator().forgetAll();
    service.emulator().everyJob(JobScript.succeeds().queuedPolls(1).runningPolls(1));
    network.heal();
    network.forget();
    foreign.forget();
    leaks.said().clear();
    client = newClient(time);
    attempt =
        new Attempt(
            ImageRequest.builder()
                .model("flux1.1-pro")
                .prompt("chaos " + NUMBERS.incrementAndGet())
                .seed(7)
                .outputFormat(OutputFormat.PNG)
                .responseFormat(ResponseFormat.BYTES)
                .build());
  }

  private ImageClient newClient(TestTime time) {
    return ImageClient.builder()
        .provider(service.provider())
        .httpClient(network.client())
        .time(time)
        .watching(RequestOptions.Watching.POLLING)
        .build();
  }

  ImageClient client() {
    return client;
  }

  Attempt attempt() {
    return attempt;
  }

  TestTime time() {
    return time;
  }

  Service service() {
    return service;
  }

  ChaosNetwork network() {
    return network;
  }

  ChaosFault.Place place() {
    return new ChaosFault.Place(service.emulator(), network, foreign);
  }

  /** Begins the request, so that a fault at the stage can strike. */
  void begin(ChaosStage stage) {
    if (stage == ChaosStage.CANCEL) {
      submitLong().cancel();
    } else {
      attempt.follow(client.generateAsync(attempt.request(), stage.options()));
    }
  }

  /** A job that runs for long, as soon as it runs. */
  ImageJob submitLong() {
    service.emulator().everyJob(JobScript.succeeds().queuedPolls(0).runningFor(LONG_RUN));
    ImageJob job = client.submit(attempt.request(), OPTIONS);
    attempt.knows(job).follow(job.result());
    CountDownLatch runs = new CountDownLatch(1);
    job.onUpdate(
        update -> {
          if (update.state() == JobState.RUNNING) {
            runs.countDown();
          }
        });
    Until.open(runs);
    return job;
  }

  /**
   * Waits for the end. Whenever nothing moves any more, or too much does, time is moved; it takes
   * the deadline at the longest.
   *
   * @param silenced whether it is known to wait for a server that says nothing
   */
  void drive(BooleanSupplier silenced) {
    drive(silenced, () -> true);
  }

  /**
   * The same.
   *
   * @param struck whether the trouble has begun. Until then time is moved only when nothing has
   *     moved for long: on a busy machine the deadline would come before the trouble
   */
  void drive(BooleanSupplier silenced, BooleanSupplier struck) {
    drive(() -> attempt.end().isDone(), silenced, () -> struck.getAsBoolean() ? CALM : PATIENCE);
  }

  private boolean isAtRest() {
    return network.running() == 0 && time.isIdle();
  }

  private void drive(BooleanSupplier isOver, BooleanSupplier silenced, LongSupplier calm) {
    long start = System.nanoTime();
    long since = start;
    int seen = network.events();
    int moved = seen;
    while (!isOver.getAsBoolean()) {
      long now = System.nanoTime();
      if (now - start > HANG) {
        throw new AssertionError("It hangs: " + attempt + "; calls: " + network.running());
      }
      if (seen != network.events()) {
        seen = network.events();
        since = now;
      }
      boolean isCalm = now - since > calm.getAsLong() && (isAtRest() || silenced.getAsBoolean());
      if (isCalm || network.events() - moved > BUSY) {
        time.advance(STEP);
        since = System.nanoTime();
        moved = network.events();
      }
      LockSupport.parkNanos(100_000);
    }
  }

  /** Checks all that must hold. Heals what was broken before it looks for what should be there. */
  void check() {
    check(false);
  }

  /**
   * The same.
   *
   * @param mayAwaitReply whether a submission may still wait for its reply, which names a job that
   *     is to be cancelled then
   */
  void check(boolean mayAwaitReply) {
    ChaosInvariants invariants = new ChaosInvariants(network, foreign, leaks, service.emulator());
    if (!mayAwaitReply) {
      // The caller may have gone before: a cancellation that is under way takes seconds at most.
      drive(this::isAtRest, () -> true, () -> PATIENCE);
      invariants.awaitQuiet();
    }
    service.emulator().clearFaults();
    network.heal();
    network.dropConnections();
    List<String> wrong =
        new ArrayList<>(invariants.wrongWithMoney(attempt, invariants.jobs(attempt)));
    wrong.addAll(ChaosInvariants.wrongWithImages(attempt));
    wrong.addAll(wrongWithWaits());
    service.clock().advance(LONG_RUN);
    try (TestTime free = new TestTime();
        ImageClient another = newClient(free)) {
      wrong.addAll(invariants.wrongWithResume(attempt, another));
    }
    client.close();
    invariants.awaitNothing();
    wrong.addAll(invariants.wrongWithKeys(Collections.singletonList(attempt)));
    assertThat(wrong).as("%s", attempt).isEmpty();
  }

  /** No call is repeated without a wait, and no wait is so short that it is none. */
  private List<String> wrongWithWaits() {
    List<String> wrong = new ArrayList<>();
    List<Duration> waits = time.waits();
    waits.stream()
        .filter(wait -> wait.compareTo(SHORTEST_WAIT) < 0)
        .forEach(wait -> wrong.add("it waited for " + wait + " only"));
    long calls =
        service.emulator().requests().stream().filter(call -> call.step() != Step.DOWNLOAD).count();
    // OkHttp repeats what is no submission once by itself: after a 408, or a 503 with Retry-After:
    // 0.
    if (calls > 2 * waits.size() + CALLS_OF_ONE_JOB) {
      wrong.add(calls + " calls, and no more than " + waits.size() + " waits");
    }
    return wrong;
  }

  @Override
  public void close() {
    client.close();
    time.close();
  }
}
