package dev.pictor.benchmarks;

import dev.pictor.ImageClient;
import dev.pictor.QuickClient;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Jobs from their plan to their result, beside a loop that does the same exchanges by hand. One
 * operation is as many jobs as are in flight.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class EngineBenchmark {
  private static final int WARM_IN_FLIGHT = 64;
  private static final int IMAGE_BYTES = 100_000;

  /** What is done. */
  @Param public EngineCase engineCase;

  /** How many jobs there are at once. */
  @Param({"1", "64"})
  public int inFlight;

  /** How many are done before: with few jobs at a time nothing would be compiled for long. */
  @Param("12000")
  public int warmJobs;

  private ServiceProcess service;
  private QuickClient engine;
  private HandWritten byHand;
  private ImageRequest request;

  /** Starts the service; fails unless both sides send the same. */
  @Setup
  public void setUp(BenchmarkParams params) throws IOException {
    service = new ServiceProcess(IMAGE_BYTES);
    request = engineCase.request();
    checkExchanges();
    engine = new QuickClient(engineCase.provider(service.url()), Optional.empty());
    byHand = new HandWritten(engineCase, service.url(), Optional.empty());
    Supplier<CompletableFuture<?>> subject =
        params.getBenchmark().endsWith(".engine") ? this::generate : byHand::run;
    for (int i = 0; i < warmJobs; i += WARM_IN_FLIGHT) {
      all(WARM_IN_FLIGHT, subject);
    }
  }

  /** Closes no client: threads that end before they are looked at would not be counted. */
  @TearDown
  public void tearDown() throws IOException {
    service.close();
  }

  private void checkExchanges() throws IOException {
    Recorder ofEngine = new Recorder();
    try (QuickClient recorded =
        new QuickClient(engineCase.provider(service.url()), Optional.of(ofEngine.client()))) {
      ImageResult result = recorded.client().generate(request);
      if (engineCase.isDownloaded() != result.image().facts().isPresent()) {
        throw new IllegalStateException("The engine has made " + result);
      }
    }
    Recorder ofHand = new Recorder();
    try (HandWritten recorded =
        new HandWritten(engineCase, service.url(), Optional.of(ofHand.client()))) {
      Object made = recorded.run().join();
      if (engineCase.isDownloaded() != made instanceof byte[]) {
        throw new IllegalStateException("Made by hand: " + made);
      }
    }
    if (!ofEngine.sent().equals(ofHand.sent())) {
      throw new IllegalStateException(
          "The engine sends\n"
              + String.join("\n", ofEngine.sent())
              + "\nand by hand is sent\n"
              + String.join("\n", ofHand.sent()));
    }
  }

  /** Jobs of the engine, planned, run and told. */
  @Benchmark
  public void engine() {
    all(inFlight, this::generate);
  }

  /** The reference. */
  @Benchmark
  public void byHand() {
    all(inFlight, byHand::run);
  }

  private CompletableFuture<ImageResult> generate() {
    ImageClient client = engine.client();
    return client.generateAsync(request);
  }

  private static void all(int count, Supplier<? extends CompletableFuture<?>> job) {
    CompletableFuture<?>[] jobs = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      jobs[i] = job.get();
    }
    for (CompletableFuture<?> one : jobs) {
      one.join();
    }
  }
}
