package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FalStreamTest {
  private final ManualClock clock = EmulatorClock.manual();
  private final FalEmulator fal = FalEmulator.builder().clock(clock).start();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    fal.close();
  }

  private Response open(FalEmulator at, String query) throws IOException {
    String url =
        http.post(at.queueUrl() + "/fal-ai/flux/dev", "{\"prompt\":\"x\"}").string("status_url");
    return http.client()
        .newBuilder()
        .readTimeout(5, TimeUnit.SECONDS)
        .build()
        .newCall(new Request.Builder().url(url + "/stream" + query).build())
        .execute();
  }

  private static String event(BufferedSource source) throws IOException {
    String line = source.readUtf8LineStrict();
    assertThat(source.readUtf8LineStrict()).isEmpty();
    return line;
  }

  @Test
  void tellsEachStateOnceAndEnds() throws IOException {
    fal.nextJob(
        JobScript.succeeds()
            .queuedFor(Duration.ofSeconds(20))
            .runningFor(Duration.ofSeconds(4))
            .logs("one", "two"));
    try (Response response = open(fal, "?logs=1")) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.header("content-type")).isEqualTo("text/event-stream");
      BufferedSource source = response.body().source();
      assertThat(event(source))
          .startsWith("data: {\"status\": \"IN_QUEUE\", \"request_id\": \"")
          .endsWith("\"logs\": [], \"metrics\": {}, \"queue_position\": 0}");
      clock.advance(Duration.ofSeconds(15));
      assertThat(event(source)).isEqualTo(": ping");
      clock.advance(Duration.ofSeconds(5));
      assertThat(event(source)).contains("IN_PROGRESS", "\"message\": \"one\"");
      clock.advance(Duration.ofSeconds(2));
      assertThat(event(source))
          .contains("IN_PROGRESS", "\"message\": \"two\"")
          .doesNotContain("one");
      clock.advance(Duration.ofSeconds(2));
      assertThat(event(source))
          .contains("COMPLETED", "\"logs\": [],")
          .endsWith("\"metrics\": {\"inference_time\": 4.000000000}}");
      assertThat(source.exhausted()).isTrue();
    }
    assertThat(fal.count(Step.STREAM)).isEqualTo(1);
  }

  @Test
  void everyEventOfACountedJobIsALook() throws IOException {
    fal.nextJob(JobScript.succeeds().queuedPolls(2).runningPolls(1));
    List<String> states = new ArrayList<>();
    try (Response response = open(fal, "")) {
      BufferedSource source = response.body().source();
      while (!source.exhausted()) {
        String data = event(source);
        JsonValue json = JsonValue.parse(data.substring("data: ".length()));
        assertThat(json.members()).containsEntry("logs", JsonValue.ofNull());
        states.add(json.string("status").get());
      }
    }
    assertThat(states).containsExactly("IN_QUEUE", "IN_QUEUE", "IN_PROGRESS", "COMPLETED");
  }

  @Test
  void aJobThatWaitsForEverOnlyPings() throws IOException {
    fal.nextJob(JobScript.neverStarts());
    try (Response response = open(fal, "")) {
      BufferedSource source = response.body().source();
      assertThat(event(source)).contains("IN_QUEUE");
      for (int i = 0; i < 3; i++) {
        clock.advance(Duration.ofSeconds(15));
        assertThat(event(source)).isEqualTo(": ping");
      }
    }
  }

  @Test
  void canStayOpenWhenAllIsSaid() throws IOException {
    try (FalEmulator open =
        FalEmulator.builder().clock(clock).with(FalQuirk.STREAM_STAYS_OPEN).start()) {
      open.nextJob(JobScript.succeedsAtOnce());
      try (Response response = open(open, "")) {
        BufferedSource source = response.body().source();
        assertThat(event(source)).contains("COMPLETED");
        source.timeout().timeout(50, TimeUnit.MILLISECONDS);
        assertThatThrownBy(source::exhausted).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void faultsReachStreamsToo() throws IOException {
    fal.everyJob(JobScript.succeeds().queuedPolls(1).runningPolls(1));
    fal.fail(Step.STREAM, Fault.empty(405));
    try (Response response = open(fal, "")) {
      assertThat(response.code()).isEqualTo(405);
    }
    fal.fail(Step.STREAM, Fault.disconnectDuringReply());
    try (Response response = open(fal, "")) {
      assertThat(event(response.body().source())).contains("IN_QUEUE");
      assertThatThrownBy(() -> response.body().source().exhausted())
          .isInstanceOf(IOException.class);
    }
    fal.fail(Step.STREAM, Fault.slow(40, Duration.ofMillis(1)));
    try (Response response = open(fal, "")) {
      assertThat(response.body().string()).contains("IN_QUEUE", "IN_PROGRESS", "COMPLETED");
    }
    fal.fail(Step.STREAM, Fault.quiet());
    try (Response response = open(fal, "")) {
      response.body().source().timeout().timeout(50, TimeUnit.MILLISECONDS);
      assertThatThrownBy(() -> response.body().source().exhausted())
          .isInstanceOf(IOException.class);
    }
  }
}
