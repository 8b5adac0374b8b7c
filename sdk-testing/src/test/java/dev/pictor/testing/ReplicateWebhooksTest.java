package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicateWebhooksTest extends ReplicateScenario {
  private static final String ALL = "\"start\",\"output\",\"logs\",\"completed\"";

  private final MockWebServer receiver = new MockWebServer();

  @BeforeEach
  void listen() throws IOException {
    receiver.start();
    for (int i = 0; i < 20; i++) {
      receiver.enqueue(new MockResponse());
    }
  }

  @AfterEach
  void hangUp() throws IOException {
    receiver.shutdown();
  }

  private String createWith(String events, String... headers) {
    return created(
        PRO,
        "{\"input\":{\"prompt\":\"caf\u00e9\"},\"webhook\":\""
            + receiver.url("/hook?job=7")
            + "\""
            + (events.isEmpty() ? "" : ",\"webhook_events_filter\":[" + events + "]")
            + "}",
        headers);
  }

  private RecordedRequest next() throws InterruptedException {
    RecordedRequest request = receiver.takeRequest(30, TimeUnit.SECONDS);
    assertThat(request).isNotNull();
    return request;
  }

  private void awaitSent(int count) {
    awaitThat(() -> replicate.sentWebhooks().size() >= count);
  }

  private List<String> events() {
    return replicate.sentWebhooks().stream().map(SentWebhook::event).collect(Collectors.toList());
  }

  @Test
  void theEndIsToldAndSigned() throws InterruptedException {
    String id = createWith("\"completed\"");
    clock.advance(Duration.ofSeconds(2));
    RecordedRequest request = next();
    String body = request.getBody().readUtf8();
    assertThat(request.getPath()).isEqualTo("/hook?job=7");
    assertThat(request.getHeader("content-type")).isEqualTo("application/json");
    assertThat(request.getHeader("user-agent")).startsWith("Webhooks/");
    assertThat(request.getHeader("authorization")).isNull();
    assertThat(request.getHeader("webhook-timestamp")).isEqualTo("1767225602");
    byte[] key = Base64.getDecoder().decode(replicate.webhookSecret().substring(6));
    assertThat(request.getHeader("webhook-signature"))
        .isEqualTo(
            "v1,"
                + Signatures.hmacSha256(
                    key, request.getHeader("webhook-id") + ".1767225602." + body));
    JsonValue prediction = JsonValue.parse(body);
    assertThat(new ArrayList<>(prediction.members().keySet())).isSorted().contains("webhook");
    assertThat(prediction.string("id")).contains(id);
    assertThat(prediction.string("status")).contains("succeeded");
    assertThat(prediction.string("output")).isPresent();
  }

  @Test
  void withoutAFilterOutputAndEndAreTold() throws InterruptedException {
    createWith("");
    clock.advance(Duration.ofSeconds(2));
    String output = next().getBody().readUtf8();
    assertThat(output).contains("\"status\":\"processing\"");
    next();
    awaitSent(2);
    assertThat(events()).containsExactly("output", "completed");
  }

  @Test
  void allEventsComeInOrder() throws InterruptedException {
    createWith(ALL);
    clock.advance(Duration.ofMillis(400));
    assertThat(next().getBody().readUtf8())
        .contains("\"status\":\"processing\"", "\"output\":null");
    next();
    clock.advance(Duration.ofMillis(1200));
    awaitSent(4);
    assertThat(events()).containsExactly("start", "logs", "output", "completed");
  }

  @Test
  void looksMoveCountedPredictions() {
    replicate.nextJob(JobScript.succeeds().queuedPolls(1).runningPolls(1));
    String id = createWith(ALL);
    look(id);
    awaitSent(2);
    look(id);
    awaitSent(4);
    assertThat(events()).containsExactly("start", "logs", "output", "completed");
  }

  @Test
  void cancellationsAndDeadlinesAreEndsToo() throws InterruptedException {
    replicate.everyJob(JobScript.neverStarts());
    cancel(createWith(""));
    assertThat(next().getBody().readUtf8()).contains("\"status\":\"canceled\"");
    createWith("", "Cancel-After", "5s");
    clock.advance(Duration.ofSeconds(5));
    assertThat(next().getBody().readUtf8()).contains("\"status\":\"aborted\"");
    replicate.webhooks(WebhookRules.standard().silentAboutAborted());
    createWith("", "Cancel-After", "5s");
    clock.advance(Duration.ofSeconds(5));
    replicate.nextJob(JobScript.succeedsAtOnce());
    createWith("\"completed\"");
    assertThat(next().getBody().readUtf8()).contains("\"status\":\"succeeded\"");
  }

  @Test
  void onlyTheEndIsTriedAgain() throws IOException {
    receiver.shutdown();
    replicate.nextJob(JobScript.succeedsAtOnce());
    createWith("");
    awaitSent(2);
    int tries = 2;
    for (int seconds : new int[] {2, 4, 8, 16, 30}) {
      clock.advance(Duration.ofSeconds(seconds));
      awaitSent(++tries);
    }
    clock.advance(Duration.ofHours(1));
    replicate.nextJob(JobScript.succeedsAtOnce());
    createWith("\"completed\"");
    awaitSent(8);
    assertThat(events().subList(0, 3)).containsExactly("output", "completed", "completed");
    assertThat(
            replicate.sentWebhooks().subList(1, 7).stream().map(SentWebhook::messageId).distinct())
        .hasSize(1);
    assertThat(replicate.sentWebhooks()).allMatch(sent -> !sent.status().isPresent());
  }

  @Test
  void disorderAndDuplicatesComeOnDemand() {
    replicate.webhooks(WebhookRules.standard().reversed().duplicated());
    replicate.nextJob(JobScript.succeedsAtOnce());
    createWith("\"start\",\"completed\"");
    awaitSent(4);
    assertThat(events()).containsExactly("completed", "completed", "start", "start");
    assertThat(replicate.sentWebhooks())
        .allMatch(sent -> sent.status().getAsInt() == 200)
        .allMatch(sent -> sent.predictionId().equals(replicate.jobs().get(0).id()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | msg_p5jXN8AQM9LWM0D4loKWxJek | 1614265330"
            + " | {\"test\": 2432232314} | g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "/4iRM0d1UIONhx5vu0wS+9qIHqNlnirK | msg_3aTestVectorUtf8Body00003 | 1767225600"
            + " | {\"id\":\"q4w7h2n9c5rme0cp8x3t6vk1ya\",\"status\":\"succeeded\",\"input\":"
            + "{\"prompt\":\"caf\u00e9 \u00e0 l\u2019aube\"}}"
            + " | SeUHU071D9ZX5Yd3zsYFc655K2ZL2SI68Lhh/qjlL/M="
      })
  @DisplayName("requirement 33: signatures are over the raw bytes, as published")
  void signaturesAreThoseOfTheService(
      String key, String id, String timestamp, String body, String expected) {
    assertThat(
            WebhookSender.signature(
                Base64.getDecoder().decode(key),
                new WebhookSender.Message(id, "completed", "job", body),
                timestamp))
        .isEqualTo(expected);
  }
}
