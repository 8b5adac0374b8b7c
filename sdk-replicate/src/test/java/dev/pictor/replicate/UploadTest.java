package dev.pictor.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.MalformedReplyException;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.UploadStep;
import dev.pictor.spi.UploadStep.FilePart;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
  private static final Replicate REPLICATE = Replicate.create("r8_x");
  private static final UploadStep.File FILE =
      UploadStep.File.of("image.jpg", "image/jpeg", 500_000);

  private static HttpReply reply(String body) {
    return HttpReply.builder()
        .provider("replicate")
        .purpose(HttpCall.Purpose.UPLOAD)
        .status(201)
        .body(HttpBody.of(body.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  @Test
  void aFileIsTheOnePartOfAForm() {
    HttpCall call = REPLICATE.upload(FILE).call().orElseThrow(AssertionError::new);
    FilePart part = call.file().orElseThrow(AssertionError::new);
    String boundary =
        call.headers().get("Content-Type").substring("multipart/form-data; boundary=".length());

    assertThat(call.url()).isEqualTo("https://api.replicate.com/v1/files");
    assertThat(call.access()).isEqualTo(HttpCall.Access.KEY);
    assertThat(part.from()).isZero();
    assertThat(part.length()).isEqualTo(500_000);
    assertThat(part.before().text())
        .isEqualTo(
            "--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"content\"; filename=\"image.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n");
    assertThat(part.after().text()).isEqualTo("\r\n--" + boundary + "--\r\n");
  }

  @Test
  void theUrlOfTheFileIsWhatTheModelGets() {
    assertThat(
            REPLICATE
                .readUpload(
                    FILE,
                    REPLICATE.upload(FILE),
                    reply(
                        "{\"id\":\"x\",\"urls\":{\"get\":\"https://api.replicate.com/v1/files/x\"}}"))
                .url())
        .contains("https://api.replicate.com/v1/files/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{}",
        "{\"urls\":null}",
        "{\"urls\":{\"get\":null}}",
        "{\"urls\":{\"get\":7}}",
        "{\"urls\":{\"get\":\"/v1/files/x\"}}"
      })
  void aReplyWithoutAUrlIsNotTaken(String body) {
    assertThatThrownBy(() -> REPLICATE.readUpload(FILE, REPLICATE.upload(FILE), reply(body)))
        .isInstanceOf(MalformedReplyException.class);
  }
}
