package dev.pictor.fal;

import static dev.pictor.fal.Fixtures.ID;
import static dev.pictor.fal.Fixtures.JOB;
import static dev.pictor.fal.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.RequestRefusedException;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpCall.Purpose;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalCallsTest {
  private static final String REQUEST = "https://queue.fal.run/fal-ai/flux-pro/requests/" + ID;

  private final Fal fal = Fal.create(KEY);

  @Test
  void aSubmissionIsTheBareInput() {
    HttpCall call = fal.submit(Fixtures.call("fal-ai/flux-pro/v1.1").build());
    assertThat(call.purpose()).isEqualTo(Purpose.SUBMIT);
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.url()).isEqualTo("https://queue.fal.run/fal-ai/flux-pro/v1.1");
    assertThat(call.body().map(HttpBody::text))
        .contains("{\"prompt\":\"dög\",\"seed\":17454220438242315174}");
    assertThat(call.headers())
        .hasSize(2)
        .containsEntry("Accept", "application/json")
        .containsEntry("Content-Type", "application/json");
  }

  @Test
  void theQueryIsEncoded() {
    HttpCall call =
        fal.submit(
            Fixtures.call("fal-ai/flux/dev/")
                .putQuery("fal_webhook", "https://me.example/hook?a=1&b=ä c")
                .putQuery("fal_max_queue_length", "5")
                .build());
    assertThat(call.url())
        .isEqualTo(
            "https://queue.fal.run/fal-ai/flux/dev"
                + "?fal_webhook=https%3A%2F%2Fme.example%2Fhook%3Fa%3D1%26b%3D%C3%A4%20c"
                + "&fal_max_queue_length=5");
  }

  @ParameterizedTest
  @CsvSource({
    "PT30S, 30",
    "PT1.5S, 1.5",
    "PT0.101S, 0.101",
    "PT1H, 3600",
    "PT0.1000001S, 0.1000001"
  })
  void theStartLimitGoesUnderBothNames(Duration limit, String seconds) {
    assertThat(fal.submit(Fixtures.call("fal-ai/flux/dev").startLimit(limit).build()).headers())
        .containsEntry("X-Fal-Request-Start-Timeout", seconds)
        .containsEntry("X-Fal-Request-Timeout", seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.1S", "PT0S", "PT-5S"})
  void aStartLimitThatFalRefusesIsNotSent(Duration limit) {
    assertThatThrownBy(() -> fal.submit(Fixtures.call("fal-ai/flux/dev").startLimit(limit).build()))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining("startLimit is " + limit)
        .hasMessageContaining("0.1 s");
  }

  @Test
  void headersOfOptionsWinWhateverTheirCase() {
    HttpCall call =
        fal.submit(
            Fixtures.call("fal-ai/flux/dev")
                .startLimit(Duration.ofSeconds(30))
                .putHeaders("x-fal-request-start-timeout", "9")
                .putHeaders("X-Fal-Queue-Priority", "low")
                .build());
    assertThat(call.headers()).containsEntry("X-Fal-Queue-Priority", "low");
    assertThat(
            call.headers().keySet().stream()
                .filter(name -> name.equalsIgnoreCase("X-Fal-Request-Start-Timeout")))
        .hasSize(1)
        .allSatisfy(name -> assertThat(call.headers().get(name)).isEqualTo("9"));
  }

  @ParameterizedTest
  @CsvSource({
    "authorization, Key x, is set by Pictor",
    "HOST, evil.example, is set by Pictor",
    "Content-Type, text/plain, is set by Pictor",
    "'X Fal', 1, cannot be the name",
    "'', 1, cannot be the name",
    "X-Fal-Runner-Hint, ä, printable ASCII",
    "X-Fal-Runner-Hint, 'a\nb', printable ASCII",
  })
  void headersThatCannotBeSentAreRefused(String name, String value, String message) {
    assertThatThrownBy(
            () -> fal.submit(Fixtures.call("fal-ai/flux/dev").putHeaders(name, value).build()))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aBareIdIsFollowedAtTheApp() {
    assertThat(fal.poll(JOB).url()).isEqualTo(REQUEST + "/status?logs=1");
    assertThat(fal.poll(JOB).purpose()).isEqualTo(Purpose.POLL);
    assertThat(fal.poll(JOB).method()).isEqualTo("GET");
    assertThat(fal.result(JOB).map(HttpCall::url)).contains(REQUEST);
    assertThat(fal.result(JOB).map(HttpCall::purpose)).contains(Purpose.RESULT);
    assertThat(fal.cancel(JOB).map(HttpCall::url)).contains(REQUEST + "/cancel");
    assertThat(fal.cancel(JOB).map(HttpCall::method)).contains("PUT");
    assertThat(fal.cancel(JOB).flatMap(HttpCall::body)).isEmpty();
  }

  @Test
  void theIdIsOneSegmentOfThePath() {
    assertThat(fal.result(Fixtures.job("workflows/me/wf/x", "a/b?c d")).map(HttpCall::url))
        .contains("https://queue.fal.run/workflows/me/wf/requests/a%2Fb%3Fc%20d");
    assertThatThrownBy(() -> fal.poll(Fixtures.job("fal-ai/flux", "..")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/status",
        "https://queue.fal.run.evil.example/status",
        "https://queue.fal.run@evil.example/status",
        "https://queue.fal.run:444/status",
        "http://queue.fal.run/status",
        "https://fal.run/status",
        "https://queue.fal.run/status#x",
        "//evil.example/status",
        "file:///etc/passwd",
        "https://queue.fal.run\\@evil.example/",
        "",
      })
  void anUrlOfAnotherOriginIsNeverUsed(String url) {
    JobHandle tampered =
        JOB.toBuilder()
            .putExtras("status_url", url)
            .putExtras("response_url", url)
            .putExtras("cancel_url", url)
            .build();
    JobHandle handle = JobHandle.parse(tampered.toString());
    assertThat(fal.poll(handle)).isEqualTo(fal.poll(JOB));
    assertThat(fal.result(handle)).isEqualTo(fal.result(JOB));
    assertThat(fal.cancel(handle)).isEqualTo(fal.cancel(JOB));
  }

  @Test
  void urlsOfTheQueueAreUsed() {
    JobHandle handle =
        JOB.toBuilder()
            .putExtras("status_url", "https://QUEUE.fal.run:443/v2/status?shard=7")
            .putExtras("response_url", "https://queue.falrun.com/v2")
            .build();
    assertThat(fal.poll(handle).url())
        .isEqualTo("https://QUEUE.fal.run:443/v2/status?shard=7&logs=1");
    assertThat(fal.result(handle).map(HttpCall::url)).contains("https://queue.falrun.com/v2");
  }

  @Test
  void theBackupHostIsThatOfTheDefaultQueueOnly() {
    JobHandle handle =
        JOB.toBuilder().putExtras("response_url", "https://queue.falrun.com/v2").build();
    Fal own = Fal.builder().key(KEY).queueUrl("http://localhost:8080/").build();
    assertThat(own.result(handle).map(HttpCall::url))
        .isEqualTo(Optional.of("http://localhost:8080/fal-ai/flux-pro/requests/" + ID));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      value = {
        "x-fal-object-lifecycle-preference | {\"expiration_duration_seconds\":3600} | PT1H",
        "X-Fal-Object-Lifecycle-Preference | {\"expiration_duration_seconds\":1.9} | PT1S",
        "X-Fal-Object-Lifecycle-Preference | {\"expiration_duration_seconds\":0} | -",
        "X-Fal-Object-Lifecycle-Preference | {\"expiration_duration_seconds\":null} | -",
        "X-Fal-Object-Lifecycle-Preference | {\"expiration_duration_seconds\":\"1h\"} | -",
        "X-Fal-Object-Lifecycle-Preference | {\"expiration_duration_seconds\":1E+99} | -",
        "X-Fal-Object-Lifecycle-Preference | {\"initial_acl\":{\"default\":\"hide\"}} | PT168H",
        "X-Fal-Object-Lifecycle-Preference | {\"expiration_duration_seconds\":1E-999999999} | -",
        "X-Fal-Object-Lifecycle-Preference | 3600 | -",
        "X-Fal-Object-Lifecycle-Preference | {{ | -",
        "X-Fal-Object-Lifecycle | {\"expiration_duration_seconds\":3600} | PT168H"
      })
  void urlsLiveAsLongAsTheCallAsks(String header, String value, @Nullable Duration lifetime) {
    assertThat(fal.urlLifetime(Fixtures.call("fal-ai/flux/dev").putHeaders(header, value).build()))
        .isEqualTo(Optional.ofNullable(lifetime));
    assertThat(fal.urlLifetime(Fixtures.call("fal-ai/flux/dev").build()))
        .isEqualTo(fal.urlLifetime());
  }
}
