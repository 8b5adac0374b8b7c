package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * A service that runs on this machine and does what it is told: what the emulators have in common.
 *
 * <p>It has several hosts, as the real ones do; the images are not where the API is. What the next
 * job does is set by {@link #nextJob}, what goes wrong on the way by {@link #fail}, and everything
 * that arrived is in {@link #requests()}.
 *
 * <pre>{@code
 * try (FalEmulator fal = FalEmulator.start()) {
 *   fal.nextJob(JobScript.succeeds().queuedPolls(2).runningPolls(1));
 *   fal.fail(Step.SUBMIT, Fault.disconnect().afterEffect());
 *   ...
 *   assertThat(fal.count(Step.SUBMIT)).isEqualTo(1);
 *   assertThat(fal.paidJobs()).isEqualTo(1);
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread. Its threads do not keep a program alive. After
 * {@link #close()} its addresses refuse connections, and what it recorded can still be read.
 */
public abstract class EmulatedService implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EmulatedService.class.getName());

  private final EmulatorClock clock;
  private final Random random;
  private final Optional<String> key;
  private final Ledger ledger = new Ledger();
  private final Scripts scripts = new Scripts();
  private final List<FaultRule> faults = new CopyOnWriteArrayList<>();
  private final StoredFiles files;
  private final Map<Host, HttpListener> hosts = new EnumMap<>(Host.class);
  private volatile Function<RecordedCall, Optional<Fault>> chooser = call -> Optional.empty();
  private volatile boolean closed;

  /** Opens the given hosts, besides the API and the files. */
  EmulatedService(EmulatorBuilder<?, ?> builder, Host... others) {
    this.clock = builder.clock();
    this.random = new Random(builder.randomSeed());
    this.key = builder.key();
    this.files = new StoredFiles(builder.pictures());
    open(Host.API);
    open(Host.FILES);
    for (Host other : others) {
      open(other);
    }
  }

  // ---- where it is

  /** The base URL of the API, without a slash at its end. */
  public final String url() {
    return url(Host.API);
  }

  /** The base URL of the host that serves files: another origin, which must never see the key. */
  public final String filesUrl() {
    return url(Host.FILES);
  }

  /** The time it lives in. */
  public final EmulatorClock clock() {
    return clock;
  }

  // ---- what happens

  /** Sets what becomes of the next job that no earlier call has spoken for. */
  public final void nextJob(JobScript script) {
    check(script);
    scripts.next(script);
  }

  /** Sets what becomes of every job for which nothing else was said. */
  public final void everyJob(JobScript script) {
    check(script);
    scripts.every(script);
  }

  /** Sets what becomes of every job with such an input, unless {@link #nextJob} spoke for it. */
  public final void jobsWith(Predicate<JsonValue> input, JobScript script) {
    check(script);
    scripts.matching(input, script);
  }

  /**
   * Lets something go wrong with the next request of this step. The first fault that applies to a
   * request wins.
   */
  public final FaultRule fail(Step step, Fault fault) {
    FaultRule rule = new FaultRule(step, fault);
    faults.add(rule);
    return rule;
  }

  /**
   * Lets {@code chooser} say for each request what goes wrong with it, if anything. It comes after
   * all faults of {@link #fail}, and may be called from several threads at once.
   */
  public final void failBy(Function<RecordedCall, Optional<Fault>> chooser) {
    this.chooser = chooser;
  }

  /** Takes back all faults. */
  public final void clearFaults() {
    faults.clear();
    chooser = call -> Optional.empty();
  }

  /** Closes the next connections to the API before anything is read from them. */
  public final void dropConnections(int count) {
    listener(Host.API).dropConnections(count);
  }

  // ---- what happened

  /** Everything that was received, in the order of arrival. */
  public final List<RecordedCall> requests() {
    return ledger.all();
  }

  /** What was received of this step, in the order of arrival. */
  public final List<RecordedCall> requests(Step step) {
    return ledger.all().stream().filter(call -> call.step() == step).collect(Collectors.toList());
  }

  /** How many requests of this step were received. */
  public final int count(Step step) {
    return requests(step).size();
  }

  /** Forgets the requests, not the jobs. */
  public final void forgetRequests() {
    ledger.clear();
  }

  /**
   * Forgets the requests, the jobs and the files, so that a test may go on for ever in a bounded
   * memory. Whoever asks for a job from before is told that there is none.
   */
  public final void forgetAll() {
    ledger.clear();
    registry().clear();
    files.clear();
    jobsForgotten();
  }

  /** How many jobs were stored: how often a real service would have charged for a submission. */
  public final int paidJobs() {
    return registry().size();
  }

  /** The jobs as they are now, oldest first. */
  public final List<EmulatedJob> jobs() {
    List<EmulatedJob> views = new ArrayList<>();
    registry().all().forEach(job -> views.add(job.view()));
    return views;
  }

  /**
   * The job with this id as it is now.
   *
   * @throws NoSuchElementException if there is none
   */
  public final EmulatedJob job(String id) {
    return registry()
        .find(id)
        .map(StoredJob::view)
        .orElseThrow(() -> new NoSuchElementException("no job has the id " + id));
  }

  @Override
  public final void close() {
    closed = true;
    hosts.values().forEach(HttpListener::close);
  }

  // ---- what an emulator says about itself

  /**
   * Says what a request to any host but the files is for. Called once for each, before any fault.
   */
  abstract Route route(Incoming incoming);

  /** The same for the files host; unless an emulator knows better, a file is what its path says. */
  Route routeFile(Incoming incoming) {
    return new Route(
        Step.DOWNLOAD, call -> files.reply(call.path()).orElseGet(() -> Reply.html(404)));
  }

  /** The service's own words for "too many requests". */
  abstract Reply rateLimited(RecordedCall call, Duration retryAfter);

  /** Whether this emulator can let a job end like that. */
  abstract boolean knows(JobFailure failure);

  abstract JobRegistry<?> registry();

  /** Lets an emulator forget what it keeps of its jobs elsewhere. */
  void jobsForgotten() {}

  // ---- what an emulator builds on

  /** The source of all chance. Thread-safe. */
  final Random random() {
    return random;
  }

  /** The only key that is welcome; empty if all are. */
  final Optional<String> key() {
    return key;
  }

  final StoredFiles files() {
    return files;
  }

  final Scripts scripts() {
    return scripts;
  }

  /** Blocks until {@code moment} on the emulator's clock; false if it is closed before. */
  final boolean pauseUntil(Instant moment) {
    return pauseUntil(moment, () -> false);
  }

  /** The same, for no longer than until {@code over} holds. */
  final boolean pauseUntil(Instant moment, BooleanSupplier over) {
    try {
      clock.awaitUntil(moment, () -> closed || over.getAsBoolean());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !closed;
  }

  /** The base URL of a host that was opened. */
  final String url(Host host) {
    return listener(host).url();
  }

  private HttpListener listener(Host host) {
    return Objects.requireNonNull(hosts.get(host), "this service has no such host");
  }

  private void open(Host host) {
    hosts.put(host, new HttpListener(host, clock, this::handle));
  }

  private void check(JobScript script) {
    script
        .failure()
        .filter(failure -> !knows(failure))
        .ifPresent(
            failure -> {
              throw new IllegalArgumentException("not a failure of this service: " + failure);
            });
  }

  private Reply handle(Incoming incoming) {
    Route route = incoming.host() == Host.FILES ? routeFile(incoming) : route(incoming);
    RecordedCall call = ledger.record(incoming, route.step(), clock.instant());
    Scene scene = new Scene(this, call, () -> route.handler().answer(call));
    try {
      for (FaultRule rule : faults) {
        if (rule.strikes(call)) {
          return rule.fault().play(scene).made();
        }
      }
      Optional<Fault> chosen = chooser.apply(call);
      return (chosen.isPresent() ? chosen.get().play(scene) : scene.real()).made();
    } catch (RuntimeException e) {
      // A function that a test has given, or a picture that this JVM cannot write: the reply tells
      // what was thrown, and so does the log, as hardly anybody reads that of an image.
      LOG.log(
          Level.WARNING,
          e,
          () -> "The emulator could not answer " + call.method() + " " + call.path());
      return Reply.text(500, "text/plain", "The emulator could not answer: " + e);
    }
  }
}
