package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class ReplicateFilesTest extends ReplicateScenario {
  private static final byte[] TEXT = "a paper boat é\n".getBytes(StandardCharsets.UTF_8);

  private Answer upload(MultipartBody.Part... parts) {
    MultipartBody.Builder body = new MultipartBody.Builder("B").setType(MultipartBody.FORM);
    for (MultipartBody.Part part : parts) {
      body.addPart(part);
    }
    Request request =
        new Request.Builder().url(replicate.apiUrl() + "/files").post(body.build()).build();
    try (Response response = http.client().newCall(request).execute()) {
      return new Answer(response.code(), response.headers(), response.body().bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MultipartBody.Part content() {
    return MultipartBody.Part.createFormData(
        "content", "t.txt", RequestBody.create(TEXT, MediaType.get("text/plain")));
  }

  @Test
  void anUploadAnswersInTheBytesOfTheService() {
    Answer answer = upload(content());
    String id = answer.string("id");
    assertThat(answer.status).isEqualTo(201);
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=UTF-8");
    assertThat(answer.headers.names()).doesNotContain("ratelimit-remaining");
    assertThat(id).matches("[A-Za-z0-9]{48}");
    String md5 = Digests.hex("MD5", TEXT);
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":\""
                + id
                + "\",\"name\":\"t.txt\",\"content_type\":\"text/plain\",\"size\":"
                + TEXT.length
                + ",\"etag\":\""
                + md5
                + "\",\"checksums\":{\"sha256\":\""
                + Digests.hex("SHA-256", TEXT)
                + "\",\"md5\":\""
                + md5
                + "\"},\"metadata\":{},\"created_at\":\"2026-01-01T00:00:00.000Z\","
                + "\"expires_at\":\"2026-01-02T00:00:00.000Z\",\"urls\":{\"get\":\""
                + replicate.apiUrl()
                + "/files/"
                + id
                + "\"}}");
    assertThat(replicate.count(Step.UPLOAD)).isEqualTo(1);
    assertThat(http.get(answer.json().member("urls").get().string("get").get()).text())
        .isEqualTo(answer.text());
  }

  @Test
  void partsOfTheirOwnWin() {
    Answer answer =
        upload(
            content(),
            MultipartBody.Part.createFormData("filename", "boat.png"),
            MultipartBody.Part.createFormData("type", "image/png"),
            MultipartBody.Part.createFormData("metadata", "{\"a\":1}"));
    assertThat(answer.string("name")).isEqualTo("boat.png");
    assertThat(answer.string("content_type")).isEqualTo("image/png");
    assertThat(answer.text()).contains("\"metadata\":{\"a\":1}");
  }

  @Test
  void filesAreListedShownAndDeleted() {
    String first = upload(content()).string("id");
    String second = upload(content()).string("id");
    String files = replicate.apiUrl() + "/files";
    assertThat(http.get(files).json().member("results").get().elements())
        .extracting(file -> file.string("id").get())
        .containsExactly(second, first);
    assertThat(http.send("DELETE", files + "/" + first, null).status).isEqualTo(204);
    Answer gone = http.send("DELETE", files + "/" + first, null);
    assertThat(gone.status).isEqualTo(404);
    assertThat(gone.header("content-type")).isEqualTo("application/problem+json");
    assertThat(gone.text()).isEqualTo("{\"detail\":\"File not found\"}");
    assertThat(http.get(files + "/" + first).status).isEqualTo(404);
    assertThat(http.get(files + "/" + second).status).isEqualTo(200);
    clock.advance(Duration.ofHours(24));
    assertThat(http.get(files + "/" + second).status).isEqualTo(404);
  }

  @Test
  void aSignedAddressGivesTheBytes() {
    String id = upload(content()).string("id");
    String url = replicate.fileDownloadUrl(id);
    Answer answer = http.get(url);
    assertThat(answer.body).isEqualTo(TEXT);
    assertThat(answer.header("content-type")).isEqualTo("text/plain");
    assertThat(http.get(url + "x").status).isEqualTo(404);
    assertThat(http.get(replicate.apiUrl() + "/files/" + id + "/download").status).isEqualTo(404);
    clock.advance(Duration.ofMinutes(61));
    assertThat(http.get(url).status).isEqualTo(404);
  }

  @Test
  void whatIsNoFileIsRefused() {
    assertThat(upload(MultipartBody.Part.createFormData("other", "x")).status).isEqualTo(400);
    assertThat(http.post(replicate.apiUrl() + "/files", "{}").status).isEqualTo(400);
    assertThat(upload(content(), MultipartBody.Part.createFormData("metadata", "no")).status)
        .isEqualTo(400);
    replicate.rules(ReplicateRules.standard().largestFile(10));
    Answer large = upload(content());
    assertThat(large.status).isEqualTo(413);
    assertThat(large.text()).isEqualTo("{\"detail\":\"Files must be less than 100MB in size\"}");
  }
}
