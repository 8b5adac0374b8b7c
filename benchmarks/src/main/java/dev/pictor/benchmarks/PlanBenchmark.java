package dev.pictor.benchmarks;

import com.squareup.moshi.JsonWriter;
import dev.pictor.ImageClient;
import dev.pictor.internal.plan.Conversions;
import dev.pictor.internal.plan.Planner;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
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

/** Planning a request, beside writing the same JSON bodies by hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class PlanBenchmark {
  /** What is planned. */
  @Param public PlanCase planCase;

  private final Conversions conversions = Conversions.none();
  private ImageRequest request;
  private String provider;
  private ModelSpec spec;
  private List<ModelSpec> catalogue;
  private ImageClient client;

  /** Prepares what a program has at hand; fails unless all ways lead to the same bytes. */
  @Setup
  public void setUp() throws IOException {
    request = planCase.request();
    provider = planCase.provider().name();
    spec = planCase.spec();
    catalogue = planCase.provider().models();
    client = ImageClient.builder().provider(planCase.provider()).build();
    checkBodies();
  }

  /** Closes the client. */
  @TearDown
  public void tearDown() {
    client.close();
  }

  private void checkBodies() throws IOException {
    Plan.Candidate plan = plan();
    if (!clientPlan().candidates().equals(Collections.singletonList(plan))) {
      throw new IllegalStateException("The client plans something else: " + clientPlan());
    }
    if (plan.calls().size() != planCase.calls()) {
      throw new IllegalStateException("Not " + planCase.calls() + " calls: " + plan.calls());
    }
    for (int call = 0; call < planCase.calls(); call++) {
      Buffer body = new Buffer();
      write(body, call);
      String planned = plan.calls().get(call).input().toString();
      String byHand = body.readUtf8();
      if (!planned.equals(byHand)) {
        throw new IllegalStateException("Planned " + planned + ", by hand " + byHand);
      }
    }
  }

  /** The plan for the one provider. */
  @Benchmark
  public Plan.Candidate plan() {
    return Planner.plan(request, provider, spec, catalogue, conversions);
  }

  /** What a user calls: the model is looked up too. */
  @Benchmark
  public Plan clientPlan() {
    return client.plan(request);
  }

  /** The reference. Clearing the buffer gives its segment back, so that none is allocated. */
  @Benchmark
  public long byHand() throws IOException {
    long bytes = 0;
    for (int call = 0; call < planCase.calls(); call++) {
      Buffer body = new Buffer();
      write(body, call);
      bytes += body.size();
      body.clear();
    }
    return bytes;
  }

  private void write(Buffer body, int call) throws IOException {
    JsonWriter json = JsonWriter.of(body);
    json.beginObject();
    planCase.write(json, call);
    json.endObject();
    json.close();
  }
}
