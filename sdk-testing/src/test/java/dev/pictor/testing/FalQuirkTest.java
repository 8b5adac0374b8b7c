package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FalQuirkTest {
  private static final String INPUT = "{\"prompt\":\"x\"}";

  private final ManualClock clock = EmulatorClock.manual();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
  }

  private FalEmulator with(FalQuirk... quirks) {
    return FalEmulator.builder().clock(clock).with(quirks).start();
  }

  private Answer submit(FalEmulator fal) {
    return http.post(fal.queueUrl() + "/fal-ai/flux/dev", INPUT);
  }

  private Answer finished(FalEmulator fal) {
    fal.nextJob(JobScript.succeedsAtOnce());
    return http.get(submit(fal).string("response_url"));
  }

  @Test
  void statusCodesFlattened() {
    try (FalEmulator fal = with(FalQuirk.STATUS_CODES_FLATTENED)) {
      Answer status = http.get(submit(fal).string("status_url"));
      assertThat(status.status).isEqualTo(200);
      assertThat(status.string("status")).isEqualTo("IN_QUEUE");
    }
  }

  @Test
  void subPathsAccepted() {
    try (FalEmulator fal = with(FalQuirk.SUB_PATHS_ACCEPTED)) {
      String url = submit(fal).string("status_url").replace("/requests", "/dev/requests");
      assertThat(http.get(url).status).isEqualTo(202);
    }
  }

  @Test
  void fullPathUrls() {
    try (FalEmulator fal = with(FalQuirk.FULL_PATH_URLS)) {
      Answer submitted = submit(fal);
      assertThat(submitted.string("response_url"))
          .startsWith(fal.queueUrl() + "/fal-ai/flux/dev/requests/")
          .endsWith("/response");
      clock.advance(Duration.ofMinutes(1));
      assertThat(http.get(submitted.string("response_url")).status).isEqualTo(200);
    }
  }

  @Test
  void foreignUrls() {
    try (FalEmulator fal = with(FalQuirk.FOREIGN_URLS)) {
      assertThat(submit(fal).string("status_url")).startsWith(fal.filesUrl() + "/fal-ai/flux/");
    }
  }

  @Test
  void otherSubmitAnswers() {
    try (FalEmulator fal = with(FalQuirk.MINIMAL_SUBMIT_ANSWER)) {
      assertThat(submit(fal).json().members().keySet())
          .containsExactly("request_id", "gateway_request_id");
    }
    try (FalEmulator fal = with(FalQuirk.DOCUMENTED_SUBMIT_ANSWER)) {
      assertThat(submit(fal).json().members().keySet())
          .containsExactly(
              "request_id", "response_url", "status_url", "cancel_url", "queue_position");
    }
  }

  @Test
  void bareStatus() {
    try (FalEmulator fal = with(FalQuirk.BARE_STATUS)) {
      assertThat(http.get(submit(fal).string("status_url")).json().members())
          .doesNotContainKeys("logs", "metrics");
    }
  }

  @Test
  void noRequestIdHeader() {
    try (FalEmulator fal = with(FalQuirk.NO_REQUEST_ID_HEADER)) {
      Answer submitted = submit(fal);
      assertThat(submitted.header("x-fal-request-id")).isEmpty();
      assertThat(http.get(submitted.string("status_url")).header("x-fal-request-id")).isEmpty();
      assertThat(finished(fal).header("x-fal-request-id")).isEmpty();
    }
  }

  @Test
  void jobsAppearLate() {
    try (FalEmulator fal = with(FalQuirk.JOBS_APPEAR_LATE)) {
      String url = submit(fal).string("status_url");
      assertThat(http.get(url).status).isEqualTo(404);
      assertThat(http.get(url).status).isEqualTo(202);
    }
  }

  @Test
  void earlyResultIs500() {
    try (FalEmulator fal = with(FalQuirk.EARLY_RESULT_IS_500)) {
      Answer early = http.get(submit(fal).string("response_url"));
      assertThat(early.status).isEqualTo(500);
      assertThat(early.string("detail")).isEqualTo("Request is still in progress");
    }
  }

  @Test
  void failuresToldInStatus() {
    try (FalEmulator fal = with(FalQuirk.FAILURES_TOLD_IN_STATUS)) {
      fal.nextJob(JobScript.failsWith(FalFailure.crashed()).queuedPolls(0).runningPolls(0));
      assertThat(http.get(submit(fal).string("status_url")).string("error"))
          .isEqualTo("Invalid status code: 500");
    }
  }

  @Test
  void startupTimeout() {
    try (FalEmulator fal = with(FalQuirk.STARTUP_TIMEOUT)) {
      fal.nextJob(JobScript.neverStarts());
      Answer submitted =
          http.post(fal.queueUrl() + "/fal-ai/flux/dev", INPUT, "X-Fal-Request-Start-Timeout", "1");
      clock.advance(Duration.ofSeconds(1));
      assertThat(http.get(submitted.string("status_url")).string("error_type"))
          .isEqualTo("startup_timeout");
    }
  }

  @Test
  void otherAnswersToCanceling() {
    try (FalEmulator fal = with(FalQuirk.CANCEL_IS_REQUESTED)) {
      Answer canceled = http.put(submit(fal).string("cancel_url"));
      assertThat(canceled.status).isEqualTo(202);
      assertThat(canceled.string("status")).isEqualTo("CANCELLATION_REQUESTED");
    }
    try (FalEmulator fal = with(FalQuirk.CANCEL_IS_SUCCESS)) {
      assertThat(http.put(submit(fal).string("cancel_url")).text()).isEqualTo("{\"success\":true}");
    }
  }

  @Test
  void cancelComesTooLate() {
    try (FalEmulator fal = with(FalQuirk.CANCEL_COMES_TOO_LATE)) {
      String url = submit(fal).string("response_url");
      clock.advance(Duration.ofSeconds(1));
      assertThat(http.put(url + "/cancel").status).isEqualTo(202);
      clock.advance(Duration.ofSeconds(1));
      assertThat(http.get(url).status).isEqualTo(200);
    }
  }

  @Test
  void canceledJobsVanish() {
    try (FalEmulator fal = with(FalQuirk.CANCELED_JOBS_VANISH)) {
      String url = submit(fal).string("response_url");
      assertThat(http.put(url + "/cancel").status).isEqualTo(200);
      assertThat(http.get(url + "/status").status).isEqualTo(404);
      assertThat(http.get(url).status).isEqualTo(404);
    }
  }

  @Test
  void unknownPathsMayBeAccepted() {
    try (FalEmulator fal = with(FalQuirk.UNKNOWN_PATHS_ACCEPTED)) {
      fal.everyJob(JobScript.succeedsAtOnce());
      Answer submitted = http.post(fal.queueUrl() + "/fal-ai/flux-pro/v9", INPUT);
      assertThat(http.get(submitted.string("response_url")).status).isEqualTo(200);
      assertThat(http.post(fal.runUrl() + "/fal-ai/flux-pro/v9", INPUT).status).isEqualTo(200);
    }
  }

  @Test
  void aRateLimitMaySayHowLongToWait() {
    try (FalEmulator fal = with(FalQuirk.RETRY_AFTER_TOLD)) {
      fal.fail(Step.SUBMIT, Fault.rateLimited(Duration.ofMillis(1500)));
      Answer limited = http.post(fal.queueUrl() + "/fal-ai/flux-pro/v1.1", INPUT);
      assertThat(limited.status).isEqualTo(429);
      assertThat(limited.header("retry-after")).isEqualTo("2");
    }
  }

  @Test
  void resultsThatSayLess() {
    try (FalEmulator fal = with(FalQuirk.NULL_IMAGE_FIELDS, FalQuirk.NO_NSFW_FLAGS)) {
      JsonValue result = finished(fal).json();
      assertThat(result.members()).doesNotContainKey("has_nsfw_concepts");
      JsonValue image = result.member("images").get().elements().get(0);
      assertThat(image.members()).containsEntry("width", JsonValue.ofNull());
      assertThat(image.members()).containsEntry("content_type", JsonValue.ofNull());
      assertThat(image.string("url")).isPresent();
    }
  }

  @Test
  void dataUriResults() {
    try (FalEmulator fal = with(FalQuirk.DATA_URI_RESULTS)) {
      assertThat(finished(fal).text()).contains("\"url\":\"data:image/jpeg;base64,/9j/");
    }
  }

  @Test
  void sizesRounded() {
    try (FalEmulator fal = with(FalQuirk.SIZES_ROUNDED)) {
      fal.nextJob(JobScript.succeedsAtOnce());
      String url =
          http.post(
                  fal.queueUrl() + "/fal-ai/flux/dev",
                  "{\"prompt\":\"x\",\"image_size\":{\"width\":100,\"height\":7}}")
              .string("response_url");
      assertThat(http.get(url).text()).contains("\"width\":96,\"height\":16");
    }
  }
}
