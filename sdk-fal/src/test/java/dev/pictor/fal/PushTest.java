package dev.pictor.fal;

import static dev.pictor.fal.Fixtures.ID;
import static dev.pictor.fal.Fixtures.JOB;
import static dev.pictor.fal.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.MalformedReplyException;
import dev.pictor.model.JobState;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The status stream, and the way without the queue. */
class PushTest {
  private final Fal fal = Fal.create(KEY);

  private static HttpReply.Builder reply(HttpCall.Purpose purpose, String body) {
    return HttpReply.builder()
        .provider("fal")
        .purpose(purpose)
        .status(200)
        .body(HttpBody.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  private JobSnapshot event(String data) {
    return fal.readEvent(JOB, reply(HttpCall.Purpose.STREAM, data).build());
  }

  @Test
  void theStreamIsBesideTheStatus() {
    HttpCall call = fal.stream(JOB).get();
    assertThat(call.purpose()).isEqualTo(HttpCall.Purpose.STREAM);
    assertThat(call.method()).isEqualTo("GET");
    assertThat(call.url())
        .isEqualTo(
            "https://queue.fal.run/fal-ai/flux-pro/requests/" + ID + "/status/stream?logs=1");
    assertThat(call.headers()).containsEntry("Accept", "text/event-stream");
  }

  @ParameterizedTest
  @CsvSource({
    "https://queue.fal.run/a/b/requests/7/status,"
        + " https://queue.fal.run/a/b/requests/7/status/stream?logs=1",
    "https://queue.fal.run/a/b/requests/7/status?x=1,"
        + " https://queue.fal.run/a/b/requests/7/status/stream?x=1&logs=1"
  })
  void aUrlOfTheHandleIsKept(String status, String stream) {
    assertThat(fal.stream(JOB.toBuilder().putExtras("status_url", status).build()).get().url())
        .isEqualTo(stream);
  }

  @Test
  void aForeignUrlOfAHandleIsNot() {
    String foreign = "https://evil.example/requests/7/status";
    assertThat(fal.stream(JOB.toBuilder().putExtras("status_url", foreign).build()).get().url())
        .startsWith("https://queue.fal.run/");
  }

  @Test
  void anEventIsAStatus() {
    JobSnapshot running =
        event("{\"status\": \"IN_PROGRESS\", \"logs\": [{\"message\": \"step 1\"}]}");
    assertThat(running.state()).isEqualTo(JobState.RUNNING);
    assertThat(running.logLines()).containsExactly("step 1");
    JobSnapshot done =
        event("{\"status\": \"COMPLETED\", \"metrics\": {\"inference_time\": 17.795265674591064}}");
    assertThat(done.state()).isEqualTo(JobState.COMPLETED);
    assertThat(done.runTime()).contains(Duration.ofNanos(17_795_265_674L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "0", "-1", "1e9", "1e-9", "\"3\"", "{}", "1e-99999", "1e99999"})
  void aTimeThatIsNoneIsLeftOut(String time) {
    assertThat(
            event("{\"status\": \"COMPLETED\", \"metrics\": {\"inference_time\": " + time + "}}")
                .runTime())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[DONE]", "<html>", "[]", "null", "{}", "{\"status\": 7}"})
  void anEventThatIsNoneIsMalformed(String data) {
    assertThatThrownBy(() -> event(data)).isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void aDirectRunHasTheSameInputAndWaits() {
    HttpCall call =
        fal.run(Fixtures.call("fal-ai/flux-pro/v1.1").putQuery("mine", "1").build()).get();
    assertThat(call.purpose()).isEqualTo(HttpCall.Purpose.SUBMIT);
    assertThat(call.url()).isEqualTo("https://fal.run/fal-ai/flux-pro/v1.1?mine=1");
    assertThat(call.hold()).isPositive();
    assertThat(call.body().map(HttpBody::text))
        .contains("{\"prompt\":\"dög\",\"seed\":17454220438242315174}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fal_max_queue_length", "fal_webhook", "fal_unheard_of"})
  void thereIsNoDirectRunOfWhatTheQueueIsAskedFor(String parameter) {
    assertThat(fal.run(Fixtures.call("fal-ai/flux/dev").putQuery(parameter, "5").build()))
        .isEmpty();
  }

  @Test
  void aDirectRunNeedsItsOwnAddressWhereTheQueueWasMoved() {
    Fal moved = Fal.builder().key(KEY).queueUrl("http://127.0.0.1:8080").build();
    assertThat(moved.run(Fixtures.call("fal-ai/flux/dev").build())).isEmpty();
    Fal both =
        Fal.builder()
            .key(KEY)
            .queueUrl("http://127.0.0.1:8080")
            .runUrl("http://127.0.0.1:8081")
            .build();
    assertThat(both.run(Fixtures.call("fal-ai/flux/dev").build()).get().url())
        .isEqualTo("http://127.0.0.1:8081/fal-ai/flux/dev");
  }

  /** A run that is paid and done is not lost for want of a name. */
  @ParameterizedTest
  @ValueSource(strings = {ID, "  " + ID, "", "  ", "none"})
  void theReplyToADirectRunIsTheImage(String id) {
    HttpReply.Builder reply =
        reply(
            HttpCall.Purpose.SUBMIT,
            "{\"images\":[{\"url\":\"https://v3.fal.media/files/x.png\"}],\"seed\":7}");
    if (!id.equals("none")) {
      reply.addHeader("x-fal-request-id", id);
    }
    Submission made = fal.readRun(Fixtures.call("fal-ai/flux/dev").build(), reply.build());
    assertThat(made.handle().id()).isEqualTo(id.contains(ID) ? ID : "direct");
    assertThat(made.snapshot().get().output().get().images()).hasSize(1);
  }
}
