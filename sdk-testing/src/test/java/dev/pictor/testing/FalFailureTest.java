package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FalFailureTest {
  private final FalEmulator fal = FalEmulator.start();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    fal.close();
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        arguments(
            FalFailure.contentPolicy(),
            422,
            "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"The content could not be"
                + " processed because it contained material flagged by a content checker.\","
                + "\"type\":\"content_policy_violation\","
                + "\"url\":\"https://docs.fal.ai/errors/#content_policy_violation\"}]}"),
        arguments(
            FalFailure.imageTooSmall(512, 256),
            422,
            "{\"detail\":[{\"loc\":[\"body\",\"image_url\"],\"msg\":\"Image too small\","
                + "\"type\":\"image_too_small\","
                + "\"url\":\"https://docs.fal.ai/errors/#image_too_small\","
                + "\"ctx\":{\"min_height\":256,\"min_width\":512},"
                + "\"input\":\"https://example.com/image_100x100.jpg\"}]}"),
        arguments(
            FalFailure.requestTimeout(),
            504,
            "{\"detail\":\"Request timed out\",\"error_type\":\"request_timeout\"}"),
        arguments(
            FalFailure.infrastructure("runner_disconnected"),
            503,
            "{\"detail\":\"runner disconnected\",\"error_type\":\"runner_disconnected\"}"),
        arguments(FalFailure.crashed(), 500, "{\"detail\":\"Internal Server Error\"}"),
        arguments(FalFailure.queueStatus(404, "NOT_FOUND"), 404, "{\"status\":\"NOT_FOUND\"}"),
        arguments(FalFailure.empty(405), 405, ""),
        arguments(
            FalFailure.html(502),
            502,
            "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
                + "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n"
                + "</body>\r\n</html>\r\n"),
        arguments(
            FalFailure.appField("seed", "must be odd"),
            422,
            "{\"detail\":[{\"loc\":[\"body\",\"seed\"],\"msg\":\"must be odd\","
                + "\"type\":\"value_error\"}]}"),
        arguments(
            FalFailure.oldValidation("prompt"),
            422,
            "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"field required\","
                + "\"type\":\"value_error.missing\"}]}"),
        arguments(
            FalFailure.validation("prompt"),
            422,
            "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"prompt\"],"
                + "\"msg\":\"Field required\",\"input\":{},"
                + "\"url\":\"https://errors.pydantic.dev/2.10/v/missing\"}]}"),
        arguments(FalFailure.message(500, "no"), 500, "{\"message\":\"no\"}"),
        arguments(
            FalFailure.answering(Reply.text(418, "text/plain", "short and stout")),
            418,
            "short and stout"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aFailedJobIsCompletedAndTheResultSaysWhy(FalFailure failure, int status, String body) {
    fal.nextJob(JobScript.failsWith(failure).queuedPolls(0).runningPolls(1));
    Answer submitted = http.post(fal.queueUrl() + "/fal-ai/flux/dev", "{\"prompt\":\"x\"}");
    assertThat(http.get(submitted.string("status_url")).string("status")).isEqualTo("IN_PROGRESS");
    Answer done = http.get(submitted.string("status_url"));
    assertThat(done.status).isEqualTo(200);
    assertThat(done.string("status")).isEqualTo("COMPLETED");
    Answer result = http.get(submitted.string("response_url"));
    assertThat(result.status).isEqualTo(status);
    assertThat(result.text()).isEqualTo(body);
  }

  @Test
  void onlyThePlatformTellsInTheStatus() {
    assertThat(status(FalFailure.requestTimeout()))
        .endsWith("\"error\":\"Request timed out\",\"error_type\":\"request_timeout\"}");
    assertThat(status(FalFailure.contentPolicy())).endsWith("\"error\":null}");
    assertThat(status(FalFailure.contentPolicy().toldInStatus("why", "type")))
        .endsWith("\"error\":\"why\",\"error_type\":\"type\"}");
  }

  private String status(FalFailure failure) {
    fal.nextJob(JobScript.failsWith(failure).queuedPolls(0).runningPolls(0));
    Answer submitted = http.post(fal.queueUrl() + "/fal-ai/flux/dev", "{\"prompt\":\"x\"}");
    return http.get(submitted.string("status_url")).text();
  }

  @Test
  void headersTellWhetherToTryAgain() {
    assertThat(FalFailure.contentPolicy().reply().header("X-Fal-Retryable")).contains("false");
    assertThat(FalFailure.noMediaGenerated().reply().status()).isEqualTo(422);
    assertThat(FalFailure.generationTimeout().reply().header("X-Fal-Needs-Retry")).contains("1");
    assertThat(FalFailure.internalServerError().reply().header("X-Fal-Retryable")).contains("true");
    assertThat(FalFailure.downstreamUnavailable().reply().status()).isEqualTo(500);
    assertThat(FalFailure.infrastructure("runner_server_error").reply().status()).isEqualTo(500);
    assertThat(FalFailure.infrastructure("runner_incomplete_response").reply().status())
        .isEqualTo(502);
    assertThat(FalFailure.infrastructure("client_disconnected").reply().status()).isEqualTo(499);
    assertThat(FalFailure.infrastructure("bad_request").reply().header("x-fal-error-type"))
        .contains("bad_request");
    assertThat(FalFailure.downstream().reply().status()).isEqualTo(429);
    assertThat(
            dev.pictor.model.JsonValue.parse(FalFailure.downstream().reply().body())
                .member("error")
                .flatMap(error -> error.string("message"))
                .get())
        .contains("RESOURCE_EXHAUSTED");
    assertThat(FalFailure.crashed())
        .hasToString("fal failure 500 {\"detail\":\"Internal Server Error\"}");
  }
}
