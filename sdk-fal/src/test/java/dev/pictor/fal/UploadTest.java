package dev.pictor.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.MalformedReplyException;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.UploadStep;
import dev.pictor.spi.UploadStep.FilePart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
  private static final Fal FAL = Fal.create("id:secret");
  private static final UploadStep.File SMALL =
      UploadStep.File.of("image.png", "image/png", 90L << 20);
  private static final UploadStep.File LARGE =
      UploadStep.File.of("image.png", "image/png", (90L << 20) + 1);

  private static final String INITIATED =
      "{\"upload_url\":\"https://v3b.fal.media/files/b/1/a.png?sig=x\","
          + "\"file_url\":\"https://v3b.fal.media/files/b/1/a.png\"}";

  private static HttpReply reply(String body) {
    return HttpReply.builder()
        .provider("fal")
        .purpose(HttpCall.Purpose.UPLOAD)
        .status(200)
        .body(HttpBody.of(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .build();
  }

  private static HttpCall call(UploadStep step) {
    HttpCall call = step.call().orElseThrow(AssertionError::new);
    assertThat(call.purpose()).isEqualTo(HttpCall.Purpose.UPLOAD);
    return call;
  }

  @Test
  void aFileIsAnnouncedAndPutWhereStorageSays() {
    UploadStep first = FAL.upload(SMALL);
    assertThat(call(first).url())
        .isEqualTo("https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3");
    assertThat(call(first).body().get().text())
        .isEqualTo("{\"content_type\":\"image/png\",\"file_name\":\"image.png\"}");

    UploadStep put = FAL.readUpload(SMALL, first, reply(INITIATED));
    assertThat(call(put).method()).isEqualTo("PUT");
    assertThat(call(put).url()).isEqualTo("https://v3b.fal.media/files/b/1/a.png?sig=x");
    assertThat(call(put).headers())
        .containsOnly(org.assertj.core.api.Assertions.entry("Content-Type", "image/png"));
    assertThat(call(put).access()).isEqualTo(HttpCall.Access.NO_KEY);
    assertThat(call(put).file()).contains(FilePart.of(0, SMALL.length()));

    assertThat(FAL.readUpload(SMALL, put, reply("")).url())
        .contains("https://v3b.fal.media/files/b/1/a.png");
  }

  @Test
  void aLongFileGoesInPartsThatNameThemselves() {
    UploadStep step = FAL.upload(LARGE);
    assertThat(call(step).url())
        .isEqualTo("https://rest.fal.ai/storage/upload/initiate-multipart?storage_type=fal-cdn-v3");
    step = FAL.readUpload(LARGE, step, reply(INITIATED));
    for (int part = 1; part <= 10; part++) {
      HttpCall put = call(step);
      long from = (part - 1) * (10L << 20);
      assertThat(put.url()).isEqualTo("https://v3b.fal.media/files/b/1/a.png/" + part + "?sig=x");
      assertThat(put.headers()).isEmpty();
      assertThat(put.access()).isEqualTo(HttpCall.Access.NO_KEY);
      assertThat(put.file()).contains(FilePart.of(from, part == 10 ? 1 : 10L << 20));
      step =
          FAL.readUpload(
              LARGE, step, reply("{\"partNumber\":" + part + ",\"etag\":\"e" + part + "\"}"));
    }
    HttpCall complete = call(step);
    assertThat(complete.method()).isEqualTo("POST");
    assertThat(complete.url()).isEqualTo("https://v3b.fal.media/files/b/1/a.png/complete?sig=x");
    assertThat(complete.access()).isEqualTo(HttpCall.Access.NO_KEY);
    JsonValue parts = JsonValue.parse(complete.body().get().text()).member("parts").get();
    assertThat(parts.elements()).hasSize(10);
    assertThat(parts.elements().get(9))
        .isEqualTo(JsonValue.parse("{\"partNumber\":10,\"etag\":\"e10\"}"));
    assertThat(FAL.readUpload(LARGE, step, reply("{}")).url())
        .contains("https://v3b.fal.media/files/b/1/a.png");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{\"upload_url\":null,\"file_url\":null}",
        "{\"upload_url\":\"https://a.b/c\"}",
        "{\"upload_url\":\"http://a.b/c\",\"file_url\":\"https://a.b/c\"}",
        "{\"upload_url\":\"file:///etc/passwd\",\"file_url\":\"https://a.b/c\"}",
        "{\"upload_url\":\"https://a.b/c\",\"file_url\":\"javascript:1\"}",
        "{\"upload_url\":7,\"file_url\":[]}"
      })
  void nothingIsPutWhereNoHttpsUrlIsNamed(String body) {
    assertThatThrownBy(() -> FAL.readUpload(SMALL, FAL.upload(SMALL), reply(body)))
        .isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void aPartWithoutATagIsNotTaken() {
    UploadStep part = FAL.readUpload(LARGE, FAL.upload(LARGE), reply(INITIATED));

    assertThatThrownBy(() -> FAL.readUpload(LARGE, part, reply("{\"partNumber\":1}")))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining("etag");
  }

  @Test
  void whoMovesTheQueueAloneSendsNoImageToFalItself() {
    Fal moved = Fal.builder().key("id:secret").queueUrl("https://gateway.example").build();

    assertThat(moved.inputs().maxUploadBytes()).isZero();
    assertThat(moved.inputs().maxInlineLength()).isGreaterThan(1_000_000);
    assertThat(FAL.inputs().maxUploadBytes()).isPositive();
    assertThat(
            Fal.builder()
                .key("id:secret")
                .queueUrl("https://gateway.example")
                .restUrl("https://rest.gateway.example")
                .build()
                .inputs()
                .maxUploadBytes())
        .isPositive();
  }
}
