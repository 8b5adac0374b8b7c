package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FalStorageTest {
  private static final String KEY = "id:secret";

  private final FalEmulator fal =
      FalEmulator.builder().key(KEY).clock(EmulatorClock.manual()).start();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    fal.close();
  }

  @Test
  void aSignedUrlTakesAFile() {
    Answer initiated =
        http.post(
            fal.restUrl() + "/storage/upload/initiate?storage_type=fal-cdn-v3",
            "{\"content_type\":\"image/png\",\"file_name\":\"my cat.png\"}",
            "Authorization",
            "Key " + KEY);
    assertThat(initiated.json().members().keySet()).containsExactly("upload_url", "file_url");
    String file = initiated.string("file_url");
    assertThat(file).startsWith(fal.filesUrl() + "/files/b/").endsWith("/my_cat.png");
    assertThat(http.get(file).status).isEqualTo(404);
    Answer put =
        http.send("PUT", initiated.string("upload_url"), "meow", "Content-Type", "image/png");
    assertThat(put.status).isEqualTo(200);
    assertThat(http.send("PUT", file, "meow").status).isEqualTo(403);
    Answer fetched = http.get(file);
    assertThat(fetched.text()).isEqualTo("meow");
    assertThat(fetched.header("content-type")).startsWith("application/json");
    assertThat(fal.requests(Step.UPLOAD))
        .extracting(RecordedCall::carriesAuthorization)
        .containsExactly(true, false, false);
    assertThat(fal.count(Step.DOWNLOAD)).isEqualTo(2);
  }

  @Test
  void aTokenTakesAFile() {
    Answer token =
        http.post(
            fal.restUrl() + "/storage/auth/token?storage_type=fal-cdn-v3",
            "{}",
            "Authorization",
            "Key " + KEY);
    assertThat(token.string("token_type")).isEqualTo("Bearer");
    assertThat(token.string("base_url")).isEqualTo(fal.filesUrl());
    assertThat(token.string("expires_at")).isEqualTo("2026-01-02T00:00:00.000000+00:00");
    String url = fal.filesUrl() + "/files/upload";
    assertThat(http.post(url, "meow").status).isEqualTo(401);
    Answer uploaded =
        http.post(
            url,
            "meow",
            "Authorization",
            "Bearer " + token.string("token"),
            "X-Fal-File-Name",
            "cat.png");
    assertThat(http.get(uploaded.string("access_url")).text()).isEqualTo("meow");
  }

  @Test
  void theRestNeedsTheKey() {
    String[] paths = {"/storage/upload/initiate", "/storage/auth/token", "/tokens/"};
    for (String path : paths) {
      assertThat(http.post(fal.restUrl() + path, "{}").status).isEqualTo(401);
    }
    assertThat(
            http.post(fal.restUrl() + "/tokens/", "{}", "Authorization", "Key " + KEY)
                .json()
                .kind())
        .isEqualTo(JsonValue.Kind.STRING);
    assertThat(http.get(fal.restUrl() + "/nothing").status).isEqualTo(404);
  }

  @Test
  void downloadsFailOnRequest() {
    fal.everyJob(JobScript.succeedsAtOnce());
    Answer submitted =
        http.post(
            fal.queueUrl() + "/fal-ai/flux/dev",
            "{\"prompt\":\"x\"}",
            "Authorization",
            "Key " + KEY);
    Answer result = http.get(submitted.string("response_url"), "Authorization", "Key " + KEY);
    String url = result.json().member("images").get().elements().get(0).string("url").get();
    fal.fail(Step.DOWNLOAD, Fault.redirect(302, fal.filesUrl() + "/elsewhere"));
    assertThat(http.get(url).status).isEqualTo(302);
    fal.fail(Step.DOWNLOAD, Fault.contentType("text/html"));
    assertThat(http.get(url).header("content-type")).isEqualTo("text/html");
    fal.fail(Step.DOWNLOAD, Fault.html(403));
    assertThat(http.get(url).status).isEqualTo(403);
    Answer whole = http.get(url);
    fal.fail(Step.DOWNLOAD, Fault.truncatedBody());
    assertThat(http.get(url).body).hasSize(whole.body.length / 2);
    assertThat(whole.header("content-type")).isEqualTo("image/jpeg");
    assertThat(fal.requests(Step.DOWNLOAD)).noneMatch(RecordedCall::carriesAuthorization);
  }
}
