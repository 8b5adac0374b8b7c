package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A paid submission leaves this machine once, whatever the server answers. */
class SubmissionTest {
  private static final String ACCEPTED =
      "{\"status\":\"IN_QUEUE\",\"request_id\":\"r-1\",\"queue_position\":0}";

  private final MockWebServer server = new MockWebServer();
  private final TestTime time = new TestTime();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.shutdown();
    time.close();
  }

  private ImageClient client() {
    String url = server.url("/").toString();
    return ImageClient.builder()
        .provider(Fal.builder().key("id:secret").queueUrl(url).build())
        .time(time)
        .build();
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("fal/flux1.1-pro").prompt("a paper boat").build();
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse()
        .setResponseCode(status)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }

  @Test
  void aJobRunsFromSubmissionToImage() throws Exception {
    server.enqueue(json(200, ACCEPTED));
    server.enqueue(json(202, "{\"status\":\"IN_QUEUE\",\"queue_position\":1}"));
    server.enqueue(json(202, "{\"status\":\"IN_PROGRESS\",\"logs\":[]}"));
    server.enqueue(json(200, "{\"status\":\"COMPLETED\",\"logs\":[]}"));
    server.enqueue(
        json(
            200,
            "{\"images\":[{\"url\":\"https://v3.fal.media/files/a/b.jpeg\",\"width\":1024,"
                + "\"height\":1024}],\"seed\":17454220438242315174,"
                + "\"has_nsfw_concepts\":[false]}"));
    try (ImageClient client = client()) {
      ImageResult result = client.generate(request());
      assertThat(result.image().url()).hasValue("https://v3.fal.media/files/a/b.jpeg");
      assertThat(result.image().seed().get()).hasToString("17454220438242315174");
      assertThat(server.getRequestCount()).isEqualTo(5);
      assertThat(server.takeRequest().getHeader("Authorization")).isEqualTo("Key id:secret");
    }
  }

  @Test
  void a503WithRetryAfterZeroIsNotSentAgain() {
    server.enqueue(json(503, "{}").setHeader("Retry-After", "0"));
    server.enqueue(json(200, ACCEPTED));
    try (ImageClient client = client()) {
      assertThatThrownBy(() -> client.generate(request()))
          .isInstanceOf(OutcomeUnknownException.class)
          .isInstanceOf(PictorException.class);
      assertThat(server.getRequestCount()).isEqualTo(1);
    }
  }
}
