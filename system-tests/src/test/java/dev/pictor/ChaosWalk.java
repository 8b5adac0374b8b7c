package dev.pictor;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many requests at once through one client over both services, each exchange of which may fail in
 * any way, by chance that a seed decides. In rounds: after each one all has ended, the ledgers are
 * held against what was told, and forgotten.
 */
final class ChaosWalk implements AutoCloseable {
  private static final int ROUND = 500;
  private static final int AT_ONCE = 64;
  private static final int CALLERS = 8;
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final long CALM = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long HANG = TimeUnit.SECONDS.toNanos(30);
  private static final int BUSY = 400;

  private static final List<String> MODELS =
      Arrays.asList("fal/flux1.1-pro", "replicate/flux1.1-pro", "flux1.1-pro");

  private final long seed;
  private final Random random;
  private final Service fal = Service.Kind.FAL.startForMany();
  private final Service replicate = Service.Kind.REPLICATE.startForMany();
  private final ChaosNetwork network = new ChaosNetwork(PATIENCE);
  private final ForeignServer foreign = new ForeignServer();
  private final Leaks leaks = new Leaks();
  private final TestTime time = new TestTime();
  private final ExecutorService callers =
      Executors.newFixedThreadPool(
          CALLERS,
          task -> {
            Thread thread = new Thread(task, "chaos-caller");
            thread.setDaemon(true);
            return thread;
          });
  private final ChaosDice ofFal;
  private final ChaosDice ofReplicate;
  private final ChaosInvariants invariants;
  private final ImageClient client;
  private int jobs;
  private int delivered;

  ChaosWalk(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    ofFal = new ChaosDice(seed, fal.emulator(), foreign);
    ofReplicate = new ChaosDice(seed, replicate.emulator(), foreign);
    fal.emulator().failBy(ofFal::choose);
    replicate.emulator().failBy(ofReplicate::choose);
    JobScript script = JobScript.succeeds().queuedPolls(1).runningPolls(1);
    fal.emulator().everyJob(script);
    replicate.emulator().everyJob(script);
    invariants = new ChaosInvariants(network, foreign, leaks, fal.emulator(), replicate.emulator());
    client =
        ImageClient.builder()
            .provider(fal.provider())
            .provider(replicate.provider())
            .httpClient(network.client())
            .time(time)
            .build();
  }

  /** How many jobs the services were asked for so far. */
  int jobs() {
    return jobs;
  }

  /** How many requests ended with an image so far. */
  int delivered() {
    return delivered;
  }

  /** Runs one round and says what is wrong afterwards. */
  List<String> round() {
    int perMille = random.nextInt(4) * 60;
    ofFal.perMille(perMille);
    ofReplicate.perMille(perMille);
    NetworkFault[] all = NetworkFault.values();
    Random ofNetwork = new Random(random.nextLong());
    network.failBy(
        request -> {
          synchronized (ofNetwork) {
            NetworkFault fault = all[ofNetwork.nextInt(all.length)];
            boolean strikes =
                ofNetwork.nextInt(1000) < perMille / 4
                    && (ChaosNetwork.step(request) != Step.SUBMIT || fault.isBeforeTheEnd());
            return strikes ? Optional.of(fault) : Optional.empty();
          }
        });
    List<Attempt> attempts = new ArrayList<>();
    List<Attempt> running = new ArrayList<>();
    while (attempts.size() < ROUND || !running.isEmpty()) {
      while (attempts.size() < ROUND && running.size() < AT_ONCE) {
        Attempt begun = begin();
        attempts.add(begun);
        running.add(begun);
      }
      drive(running);
    }
    settle();
    return check(attempts);
  }

  private Attempt begin() {
    // The last one is for both services: the second follows where the first fails.
    String model = MODELS.get(random.nextInt(MODELS.size()));
    boolean isFal = model.startsWith("fal/");
    int n = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
    String mark = "walk " + seed + "/" + jobs;
    jobs += isFal ? 1 : n;
    ImageRequest.Builder request =
        ImageRequest.builder()
            .model(model)
            .prompt(mark)
            .seed(random.nextInt(Integer.MAX_VALUE))
            .n(n)
            .outputFormat(OutputFormat.PNG);
    if (random.nextBoolean()) {
      request.responseFormat(ResponseFormat.BYTES);
    }
    Attempt attempt = new Attempt(request.build());
    // A reply that is held back is waited for in real time, however little of it there is here.
    RequestOptions.Builder options =
        RequestOptions.builder()
            .deadline(DEADLINE)
            .watching(isFal ? RequestOptions.Watching.AUTOMATIC : RequestOptions.Watching.POLLING);
    if (random.nextInt(8) == 0) {
      options.onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB);
    }
    call(attempt, options.build(), random.nextInt(16), random.nextInt(400));
    return attempt;
  }

  private void call(Attempt attempt, RequestOptions options, int door, int micros) {
    if (door < 6) {
      CompletableFuture<ImageResult> future = client.generateAsync(attempt.request(), options);
      attempt.follow(future);
      if (door == 0) {
        callers.execute(
            () -> {
              LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros * 10L));
              attempt.abandon();
              future.cancel(true);
            });
      }
      return;
    }
    callers.execute(
        () -> {
          try {
            if (door < 10) {
              attempt.end().complete(client.generate(attempt.request(), options));
              return;
            }
            ImageJob job = client.submit(attempt.request(), options);
            attempt.knows(job).follow(job.result());
            if (door == 10) {
              LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros * 10L));
              job.cancel();
            }
          } catch (RuntimeException | Error e) {
            attempt.end().completeExceptionally(e);
          }
        });
  }

  /** Lets time pass whenever nothing else does, until one of the attempts has ended. */
  private void drive(List<Attempt> running) {
    long start = System.nanoTime();
    long since = start;
    int seen = network.events();
    int moved = seen;
    while (!running.removeIf(attempt -> attempt.end().isDone()) && !running.isEmpty()) {
      long now = System.nanoTime();
      if (now - start > HANG) {
        throw new AssertionError("Seed " + seed + " hangs: " + running);
      }
      if (seen != network.events()) {
        seen = network.events();
        since = now;
      }
      if (now - since > CALM || network.events() - moved > BUSY) {
        time.advance(STEP);
        since = System.nanoTime();
        moved = network.events();
      }
      LockSupport.parkNanos(50_000);
    }
  }

  /** Waits for the cancellations of those that did not wait, and for what no server answers. */
  private void settle() {
    long start = System.nanoTime();
    while (network.running() > 0 || !time.isIdle() || time.pending() > 0) {
      if (System.nanoTime() - start > HANG) {
        throw new AssertionError(
            "Seed "
                + seed
                + " does not settle: "
                + network.running()
                + " calls, "
                + time.pending());
      }
      LockSupport.parkNanos(1_000_000);
      time.advance(Duration.ofMillis(500));
    }
  }

  private List<String> check(List<Attempt> attempts) {
    ofFal.perMille(0);
    ofReplicate.perMille(0);
    network.heal();
    List<String> wrong = new ArrayList<>();
    Map<String, List<EmulatedJob>> jobsByMark = invariants.jobsByMark();
    for (Attempt attempt : attempts) {
      List<EmulatedJob> paid = jobsByMark.getOrDefault(attempt.mark(), Collections.emptyList());
      if (ofFal.hasLostReply(attempt.mark()) || ofReplicate.hasLostReply(attempt.mark())) {
        attempt.isUnanswered();
      }
      if (ofFal.hasDenied(attempt.mark())) {
        attempt.isDenied();
      }
      List<String> its = invariants.wrongWithMoney(attempt, paid);
      its.addAll(ChaosInvariants.wrongWithImages(attempt));
      if (!attempt.outcomes().isEmpty()) {
        delivered++;
      }
      its.forEach(one -> wrong.add(one + " <- " + attempt));
    }
    wrong.addAll(invariants.wrongWithKeys(attempts));
    fal.emulator().forgetAll();
    replicate.emulator().forgetAll();
    foreign.forget();
    network.forget();
    ofFal.forget();
    ofReplicate.forget();
    time.forgetWaits();
    return wrong;
  }

  /** Ends the client, and waits until nothing of it is left. */
  @Override
  public void close() {
    client.close();
    callers.shutdownNow();
    try {
      invariants.awaitNothing();
    } finally {
      time.close();
      leaks.close();
      foreign.close();
      network.close();
      replicate.close();
      fal.close();
    }
  }
}
