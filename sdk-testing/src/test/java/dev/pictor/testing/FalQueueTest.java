package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FalQueueTest {
  private static final String PRO = "/fal-ai/flux-pro/v1.1";

  private final ManualClock clock = EmulatorClock.manual();
  private final FalEmulator fal = FalEmulator.builder().clock(clock).start();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    fal.close();
  }

  private Answer submit(String body) {
    return http.post(fal.queueUrl() + PRO, body);
  }

  private Answer finished(String id, String body) {
    fal.nextJob(JobScript.succeedsAtOnce());
    return http.get(http.post(fal.queueUrl() + "/" + id, body).string("response_url"));
  }

  @Test
  void aSubmissionIsAnsweredWithTheBytesOfTheRealOne() {
    Answer answer = submit("{\"prompt\":\"dog\"}");
    String id = fal.jobs().get(0).id();
    String request = fal.queueUrl() + "/fal-ai/flux-pro/requests/" + id;
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("x-fal-request-id")).isEqualTo(id);
    assertThat(answer.text())
        .isEqualTo(
            "{\"status\":\"IN_QUEUE\",\"request_id\":\""
                + id
                + "\",\"response_url\":\""
                + request
                + "\",\"status_url\":\""
                + request
                + "/status\",\"cancel_url\":\""
                + request
                + "/cancel\",\"logs\":null,\"metrics\":{},\"queue_position\":0}");
    // Version 7, made of the emulator's time: 2026-01-01T00:00:00Z.
    assertThat(id).matches("019b76da-a800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(fal.jobs().get(0).endpoint()).isEqualTo("fal-ai/flux-pro/v1.1");
  }

  @Test
  @DisplayName("requirement 34: the queue is walked through, with position and logs")
  void aJobWalksThroughItsStates() {
    fal.nextJob(JobScript.succeeds().queuedPolls(2).runningPolls(2).logs("one", "two"));
    Answer submitted = submit("{\"prompt\":\"dog\"}");
    String status = submitted.string("status_url");
    assertThat(submitted.json().member("queue_position")).contains(JsonValue.of(2));

    Answer queued = http.get(status);
    assertThat(queued.status).isEqualTo(202);
    assertThat(queued.text())
        .startsWith("{\"status\":\"IN_QUEUE\",\"request_id\":")
        .endsWith("\"logs\":null,\"metrics\":{},\"queue_position\":1}");
    assertThat(http.get(status + "?logs=1").text())
        .endsWith("\"logs\":[],\"metrics\":{},\"queue_position\":0}");

    Answer running = http.get(status + "?logs=true");
    assertThat(running.status).isEqualTo(202);
    assertThat(running.text())
        .startsWith("{\"status\":\"IN_PROGRESS\",\"request_id\":")
        .endsWith("\"metrics\":{}}");
    assertThat(running.json().member("queue_position")).isEmpty();
    assertThat(http.get(status + "/?logs=0").text()).endsWith("\"logs\":null,\"metrics\":{}}");

    clock.advance(Duration.ofSeconds(9));
    Answer done = http.get(status + "/?logs=1");
    assertThat(done.status).isEqualTo(200);
    assertThat(done.string("status")).isEqualTo("COMPLETED");
    List<JsonValue> logs = done.json().member("logs").orElseThrow(AssertionError::new).elements();
    assertThat(logs).hasSize(2);
    assertThat(logs.get(0))
        .hasToString(
            "{\"timestamp\":\"2026-01-01T00:00:00.000000\",\"message\":\"one\",\"labels\":{}}");
    assertThat(done.json().member("error")).isEmpty();
  }

  @Test
  void logsGrowWhileTheJobRuns() {
    fal.nextJob(
        JobScript.succeeds()
            .queuedFor(Duration.ofSeconds(1))
            .runningFor(Duration.ofSeconds(3))
            .logs("a", "b", "c"));
    String status = submit("{\"prompt\":\"dog\"}").string("status_url") + "?logs=1";
    for (int lines = 0; lines <= 3; lines++) {
      JsonValue logs = http.get(status).json().member("logs").orElseThrow(AssertionError::new);
      assertThat(logs.elements()).hasSize(lines);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(http.get(status).text()).endsWith("\"metrics\":{\"inference_time\":3.000000000}}");
  }

  @Test
  void aResultIsThatOfTheModel() throws Exception {
    Answer result =
        finished(
            "fal-ai/flux-pro/v1.1",
            "{\"prompt\":\"dog\",\"seed\":17454220438242315174,\"num_images\":2,"
                + "\"image_size\":{\"width\":1280,\"height\":720}}");
    assertThat(result.status).isEqualTo(200);
    // 0.92 megapixels are one, and there are two of them.
    assertThat(result.header("x-fal-billable-units")).isEqualTo("2");
    assertThat(result.header("x-fal-request-id")).isEqualTo(fal.jobs().get(0).id());
    String image =
        "\\{\"url\":\"[^\"]+\",\"width\":1280,\"height\":720,"
            + "\"content_type\":\"image/jpeg\"\\}";
    assertThat(result.text())
        .matches(
            "\\{\"images\":\\["
                + image
                + ","
                + image
                + "\\],\"timings\":\\{\"inference\":0E-9\\},\"seed\":17454220438242315174,"
                + "\"has_nsfw_concepts\":\\[false,false\\],\"prompt\":\"dog\"\\}");
    Answer first = image(result, 0);
    Answer second = image(result, 1);
    assertThat(first.header("content-type")).isEqualTo("image/jpeg");
    assertThat(first.body).isNotEqualTo(second.body);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(first.body));
    assertThat(picture.getWidth()).isEqualTo(1280);
    assertThat(picture.getHeight()).isEqualTo(720);
    // Asking twice gives the same answer, and the same bytes.
    assertThat(http.get(fal.requests(Step.RESULT).get(0).url()).text()).isEqualTo(result.text());
    assertThat(image(result, 0).body).isEqualTo(first.body);
  }

  private Answer image(Answer result, int index) {
    return http.get(url(result, index));
  }

  private static String url(Answer result, int index) {
    JsonValue images = result.json().member("images").orElseThrow(AssertionError::new);
    return images.elements().get(index).string("url").orElseThrow(AssertionError::new);
  }

  @Test
  void seedsThatNobodyAskedForAreChosenAndRepeatable() {
    Answer first = finished("fal-ai/flux/dev", "{\"prompt\":\"dog\"}");
    Answer second = finished("fal-ai/flux/dev", "{\"prompt\":\"dog\"}");
    BigInteger seed = seed(first);
    assertThat(seed.bitLength()).isLessThanOrEqualTo(64);
    assertThat(seed(second)).isNotEqualTo(seed);
    try (FalEmulator again = FalEmulator.builder().clock(EmulatorClock.manual()).start()) {
      again.nextJob(JobScript.succeedsAtOnce());
      Answer submitted = http.post(again.queueUrl() + "/fal-ai/flux/dev", "{\"prompt\":\"dog\"}");
      assertThat(submitted.string("request_id")).isEqualTo(fal.jobs().get(0).id());
      assertThat(seed(http.get(submitted.string("response_url")))).isEqualTo(seed);
    }
  }

  private static BigInteger seed(Answer result) {
    return result.json().member("seed").flatMap(JsonValue::asBigInteger).get();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fal-ai/flux-pro/v1.1; {'prompt':'x'}; 1024; 768",
        "fal-ai/flux-pro/v1.1; {'prompt':'x','image_size':'square_hd'}; 1024; 1024",
        "fal-ai/flux-pro/v1.1; {'prompt':'x','image_size':'square'}; 512; 512",
        "fal-ai/flux-pro/v1.1; {'prompt':'x','image_size':'portrait_4_3'}; 768; 1024",
        "fal-ai/flux-pro/v1.1; {'prompt':'x','image_size':'portrait_16_9'}; 576; 1024",
        "fal-ai/flux-pro/v1.1; {'prompt':'x','image_size':'landscape_16_9'}; 1024; 576",
        "fal-ai/flux-pro/v1.1; {'prompt':'x','image_size':{'width':333}}; 333; 512",
        "fal-ai/flux-pro/v1.1-ultra; {'prompt':'x'}; 2752; 1536",
        "fal-ai/flux-pro/v1.1-ultra; {'prompt':'x','aspect_ratio':'21:9'}; 3136; 1344",
        "fal-ai/flux-pro/v1.1-ultra; {'prompt':'x','aspect_ratio':'1:1'}; 2048; 2048",
        "fal-ai/flux-pro/v1.1-ultra; {'prompt':'x','aspect_ratio':'9:16'}; 1536; 2752",
        "fal-ai/flux-pro/v1.1-ultra; {'prompt':'x','aspect_ratio':'tall'}; 2752; 1536",
        "fal-ai/flux-pro/v1.1-ultra; {'prompt':'x','image_size':'square'}; 2752; 1536",
        "fal-ai/flux-pro/kontext; {'prompt':'x','image_url':'u'}; 1024; 1024",
        "fal-ai/flux-pro/kontext; {'prompt':'x','image_url':'u','aspect_ratio':'3:4'}; 880; 1184",
        "fal-ai/flux-2-pro/edit; {'prompt':'x','image_urls':['u'],'image_size':'auto'}; 1024; 1024",
        "fal-ai/flux/dev; {'prompt':'x','image_size':'square'}; 512; 512",
        "fal-ai/flux/dev/image-to-image; {'prompt':'x','image_url':'u','image_size':'square'};"
            + " 1024; 1024",
        "me/own; {'aspect_ratio':'2:1'}; 1456; 736",
        "me/own; {'image_size':{'width':64,'height':32}}; 64; 32",
      })
  void imagesAreAsLargeAsTheModelMakesThem(String id, String input, int width, int height)
      throws Exception {
    Answer result = finished(id, input.replace('\'', '"'));
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(image(result, 0).body));
    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(picture.getHeight()).isEqualTo(height);
    assertThat(result.text()).contains("\"width\":" + width, "\"height\":" + height);
  }

  @Test
  void theShapeOfAResultIsTheModels() {
    Answer kontext = finished("fal-ai/flux-pro/kontext", "{\"prompt\":\"x\",\"image_url\":\"u\"}");
    assertThat(kontext.text())
        .contains(
            "\"content_type\":\"image/jpeg\",\"file_name\":null,\"file_size\":null,\"width\":1024");
    assertThat(kontext.header("x-fal-billable-units")).isEqualTo("1");
    Answer two = finished("fal-ai/flux-2-pro", "{\"prompt\":\"x\",\"seed\":5,\"num_images\":4}");
    assertThat(two.json().members().keySet()).containsExactly("images", "seed");
    assertThat(two.json().member("images").get().elements()).hasSize(1);
  }

  @Test
  void anImageCanComeInsideTheAnswer() {
    Answer result =
        finished(
            "fal-ai/flux/schnell",
            "{\"prompt\":\"x\",\"sync_mode\":true,\"output_format\":\"png\",\"seed\":3}");
    String url = url(result, 0);
    assertThat(url).startsWith("data:image/png;base64,");
    assertThat(Base64.getDecoder().decode(url.substring(22)))
        .isEqualTo(
            TestPicture.builder()
                .prompt("x")
                .seed(3)
                .provider("fal")
                .size(1024, 768)
                .build()
                .encode());
    assertThat(fal.count(Step.DOWNLOAD)).isZero();
  }

  @Test
  void whatTheCheckerObjectsToIsBlack() throws Exception {
    fal.nextJob(JobScript.succeedsAtOnce().nsfw(1));
    String url = submit("{\"prompt\":\"x\",\"num_images\":2}").string("response_url");
    Answer result = http.get(url);
    assertThat(result.text()).contains("\"has_nsfw_concepts\":[false,true]");
    BufferedImage black = ImageIO.read(new ByteArrayInputStream(image(result, 1).body));
    assertThat(black.getWidth()).isEqualTo(1024);
    assertThat(black.getRGB(500, 500)).isEqualTo(0xff000000);
    assertThat(ImageIO.read(new ByteArrayInputStream(image(result, 0).body)).getRGB(5, 5))
        .isNotEqualTo(0xff000000);
  }

  @Test
  void aResultThatIsNotThereYetSaysSo() {
    String url = submit("{\"prompt\":\"x\"}").string("response_url");
    Answer early = http.get(url);
    assertThat(early.status).isEqualTo(400);
    assertThat(early.text()).isEqualTo("{\"detail\":\"Request is still in progress\"}");
    clock.advance(Duration.ofMinutes(1));
    assertThat(http.get(url + "/response").status).isEqualTo(200);
    assertThat(http.get(url + "/").status).isEqualTo(200);
  }

  @Test
  void cancelingAWaitingJobTakesItOut() {
    String url = submit("{\"prompt\":\"x\"}").string("response_url");
    Answer canceled = http.put(url + "/cancel");
    assertThat(canceled.status).isEqualTo(200);
    assertThat(canceled.text()).isEqualTo("{\"status\":\"OK\"}");
    Answer status = http.get(url + "/status");
    assertThat(status.status).isEqualTo(200);
    assertThat(status.text())
        .contains("\"status\":\"COMPLETED\"")
        .endsWith(
            "\"error\":\"Request cancelled by the client.\",\"error_type\":\"client_cancelled\"}");
    Answer result = http.get(url);
    assertThat(result.status).isEqualTo(499);
    assertThat(result.header("x-fal-error-type")).isEqualTo("client_cancelled");
    assertThat(fal.jobs().get(0).state()).isEqualTo(JobState.CANCELED);
    Answer again = http.put(url + "/cancel");
    assertThat(again.status).isEqualTo(400);
    assertThat(again.text()).isEqualTo("{\"status\":\"ALREADY_COMPLETED\"}");
  }

  @Test
  void cancelingARunningJobIsARequest() {
    String url = submit("{\"prompt\":\"x\"}").string("response_url");
    clock.advance(Duration.ofSeconds(1));
    Answer canceled = http.put(url + "/cancel");
    assertThat(canceled.status).isEqualTo(202);
    assertThat(canceled.text()).isEqualTo("{\"status\":\"CANCELLATION_REQUESTED\"}");
    assertThat(http.get(url).status).isEqualTo(499);
  }

  @Test
  void unknownAndExpiredJobsAreNotFound() {
    String url = submit("{\"prompt\":\"x\"}").string("response_url");
    String root = fal.queueUrl() + "/fal-ai/flux-pro/requests/";
    for (String path : new String[] {"nobody/status", "nobody", "nobody/status/stream"}) {
      Answer answer = http.get(root + path);
      assertThat(answer.status).isEqualTo(404);
      assertThat(answer.text()).isEqualTo("{\"status\":\"NOT_FOUND\"}");
    }
    assertThat(http.put(root + "nobody/cancel").status).isEqualTo(404);
    assertThat(http.get(url.replace("flux-pro", "flux")).status).isEqualTo(404);
    fal.expire(fal.jobs().get(0).id());
    assertThat(http.get(url).status).isEqualTo(404);
    assertThat(fal.paidJobs()).isEqualTo(1);
  }

  @Test
  void wrongMethodsAndSubPathsGetNoWords() {
    String url = submit("{\"prompt\":\"x\"}").string("response_url");
    String subPath = url.replace("/requests", "/v1.1/requests");
    for (Answer answer :
        new Answer[] {
          http.get(subPath + "/status"),
          http.get(subPath),
          http.put(subPath + "/cancel"),
          http.get(fal.queueUrl() + PRO),
          http.put(url + "/status"),
          http.get(url + "/cancel"),
          http.get(fal.queueUrl() + "/x")
        }) {
      assertThat(answer.status).isEqualTo(405);
      assertThat(answer.body).isEmpty();
      assertThat(answer.header("x-fal-request-id")).isEmpty();
    }
    assertThat(fal.count(Step.STATUS)).isEqualTo(1);
  }

  @Test
  void namespacesBelongToTheRoot() {
    Answer answer = http.post(fal.queueUrl() + "/workflows/me/flow/part", "{}");
    assertThat(answer.string("status_url"))
        .startsWith(fal.queueUrl() + "/workflows/me/flow/requests/");
    assertThat(http.get(answer.string("status_url")).status).isEqualTo(202);
  }

  @Test
  void appsCanBeLimited() {
    try (FalEmulator few = FalEmulator.builder().onlyApps("fal-ai/flux-pro").start()) {
      Answer answer = http.post(few.queueUrl() + "/fal-ai/h3-max", "{}");
      assertThat(answer.status).isEqualTo(404);
      assertThat(answer.text()).isEqualTo("{\"detail\":\"Application \\\"h3-max\\\" not found\"}");
      assertThat(few.paidJobs()).isZero();
      assertThat(http.post(few.queueUrl() + PRO, "{}").status).isEqualTo(200);
      assertThat(http.post(few.runUrl() + "/fal-ai/h3-max", "{}").status).isEqualTo(404);
    }
  }

  @Test
  void theLengthOfTheQueueCanBeLimited() {
    submit("{\"prompt\":\"x\"}");
    submit("{\"prompt\":\"x\"}");
    Answer full = http.post(fal.queueUrl() + PRO + "?fal_max_queue_length=1", "{}");
    assertThat(full.status).isEqualTo(429);
    assertThat(full.text()).isEqualTo("{\"detail\":\"Queue length exceeded\"}");
    assertThat(fal.paidJobs()).isEqualTo(2);
    assertThat(http.post(fal.queueUrl() + PRO + "?fal_max_queue_length=2", "{}").status)
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Fal-Request-Start-Timeout,0.3",
    "X-Fal-Request-Timeout,0.3",
    "X-Fal-Request-Start-Timeout,' 0.30 '"
  })
  void aJobThatDoesNotStartInTimeTimesOut(String header, String seconds) {
    for (boolean counted : new boolean[] {false, true}) {
      fal.nextJob(
          counted
              ? JobScript.succeeds().queuedPolls(5)
              : JobScript.succeeds().queuedFor(Duration.ofSeconds(1)));
      String url =
          http.post(fal.queueUrl() + PRO, "{\"prompt\":\"x\"}", header, seconds)
              .string("response_url");
      clock.advance(Duration.ofMillis(299));
      assertThat(http.get(url + "/status").string("status")).isEqualTo("IN_QUEUE");
      clock.advance(Duration.ofSeconds(30));
      assertThat(http.get(url + "/status").text())
          .contains("\"status\":\"COMPLETED\"")
          .endsWith("\"error\":\"Request timed out\",\"error_type\":\"request_timeout\"}");
      Answer result = http.get(url);
      assertThat(result.status).isEqualTo(504);
      assertThat(result.header("x-fal-request-timeout-type")).isEqualTo("user");
      assertThat(result.text())
          .isEqualTo("{\"detail\":\"Request timed out\",\"error_type\":\"request_timeout\"}");
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1", "0", "-3", "soon", "''"})
  void aStartTimeoutThatMakesNoSenseIsRefused(String seconds) {
    Answer answer = http.post(fal.queueUrl() + PRO, "{}", "X-Fal-Request-Start-Timeout", seconds);
    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.string("error_type")).isEqualTo("bad_request");
    assertThat(answer.header("x-fal-error-type")).isEqualTo("bad_request");
    assertThat(fal.paidJobs()).isZero();
  }

  @Test
  void aJobThatStartsInTimeIsNotTimedOut() {
    String url =
        http.post(fal.queueUrl() + PRO, "{\"prompt\":\"x\"}", "X-Fal-Request-Start-Timeout", "0.5")
            .string("response_url");
    clock.advance(Duration.ofMinutes(5));
    assertThat(http.get(url).status).isEqualTo(200);
  }

  @Test
  void anUnknownPathOfAKnownAppFailsWithTheResult() {
    fal.everyJob(JobScript.succeedsAtOnce());
    Answer submitted = http.post(fal.queueUrl() + "/fal-ai/flux-pro/v9", "{}");
    assertThat(submitted.status).isEqualTo(200);
    Answer result = http.get(submitted.string("response_url"));
    assertThat(result.status).isEqualTo(404);
    assertThat(result.text()).isEqualTo("{\"detail\":\"Path /v9 not found\"}");
    assertThat(result.header("x-fal-billable-units")).isEqualTo("0");
    assertThat(http.post(fal.runUrl() + "/fal-ai/flux-pro/v9", "{}").text())
        .isEqualTo("{\"detail\":\"Path /v9 not found\"}");
    Answer other = http.post(fal.queueUrl() + "/fal-ai/recraft/v3", "{}");
    assertThat(http.get(other.string("response_url")).status).isEqualTo(200);
  }

  @Test
  void rateLimitsSpeakLikeTheService() {
    fal.fail(Step.SUBMIT, Fault.rateLimited(Duration.ofMillis(1500)));
    Answer limited = submit("{}");
    assertThat(limited.status).isEqualTo(429);
    assertThat(limited.header("retry-after")).isEmpty();
    assertThat(fal.paidJobs()).isZero();
    fal.fail(Step.RUN, Fault.rateLimited(Duration.ofSeconds(1)));
    Answer run = http.post(fal.runUrl() + PRO, "{}");
    assertThat(run.string("error_type")).isEqualTo("concurrent_requests_limit");
    assertThat(run.header("x-fal-needs-retry")).isEqualTo("1");
  }
}
