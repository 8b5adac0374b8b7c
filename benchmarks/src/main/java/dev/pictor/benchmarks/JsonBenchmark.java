package dev.pictor.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.pictor.model.JsonValue;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and writing a reply as a {@link JsonValue}, beside Moshi's maps and lists. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class JsonBenchmark {
  /** A result of fal, with the members in the order of Moshi's reader. */
  private static final String RESULT =
      "{\"images\":[{\"url\":\"https://v3.fal.media/files/lion/WkXG5eBe9s1tUS4hWm4mR.jpeg\","
          + "\"width\":1024,\"height\":768,\"content_type\":\"image/jpeg\"}],"
          + "\"timings\":{\"inference\":1.8734},"
          + "\"seed\":17454220438242315174,"
          + "\"has_nsfw_concepts\":[false],"
          + "\"prompt\":\"a lighthouse made of paper\"}";

  private byte[] text;
  private JsonValue value;
  private @Nullable Object maps;

  /** Prepares the same reply in all forms. */
  @Setup
  public void setUp() throws IOException {
    text = RESULT.getBytes(UTF_8);
    value = JsonValue.parse(text);
    maps = parseByMoshi();
    if (!value.toString().equals(RESULT)) {
      throw new IllegalStateException("Read and written it is " + value);
    }
  }

  /** Reads it; numbers keep their text. */
  @Benchmark
  public JsonValue parse() {
    return JsonValue.parse(text);
  }

  /** The reference; every number becomes a double. */
  @Benchmark
  public @Nullable Object parseByMoshi() throws IOException {
    try (JsonReader reader = JsonReader.of(new Buffer().write(text))) {
      return reader.readJsonValue();
    }
  }

  /** Writes it. */
  @Benchmark
  public byte[] write() {
    return value.toBytes();
  }

  /** The reference. */
  @Benchmark
  public byte[] writeByMoshi() throws IOException {
    Buffer out = new Buffer();
    try (JsonWriter writer = JsonWriter.of(out)) {
      writer.jsonValue(maps);
    }
    return out.readByteArray();
  }
}
