package dev.pictor.replicate;

import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.UploadStep;
import dev.pictor.spi.UploadStep.FilePart;
import java.nio.charset.StandardCharsets;

/** A file as a form with one part, the way the service's own clients send it. */
final class Upload {
  /** "Less than 100MB", with what the form adds. */
  static final long MAX_BYTES = 100_000_000 - 1_000;

  /** The documented limits disagree, from 256 kB to 10 MB; this one is below all of them. */
  static final long MAX_INLINE = 250_000;

  /** In no picture by chance. */
  private static final String BOUNDARY = "pictor-5f0c1d7e9a3b4c68b2e4f6a8d0c2e4f6";

  private Upload() {}

  static UploadStep start(UploadStep.File file, BaseUrl base) {
    String head =
        "--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"content\"; filename=\""
            + file.name()
            + "\"\r\nContent-Type: "
            + file.mediaType()
            + "\r\n\r\n";
    String tail = "\r\n--" + BOUNDARY + "--\r\n";
    HttpCall call =
        HttpCall.builder()
            .purpose(HttpCall.Purpose.UPLOAD)
            .method("POST")
            .url(base.url("/files"))
            .putHeaders("Accept", "application/json")
            .putHeaders("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .file(FilePart.of(0, file.length()).between(bytes(head), bytes(tail)))
            .build();
    return UploadStep.call(call, JsonValue.ofNull());
  }

  private static HttpBody bytes(String text) {
    return HttpBody.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static UploadStep read(HttpReply reply) {
    JsonValue urls = reply.json().member("urls").orElse(JsonValue.ofNull());
    String url = urls.string("get").orElse("");
    if (!url.startsWith("https://") && !url.startsWith("http://")) {
      throw reply.malformed("Replicate took the file, but the reply has no URL of it");
    }
    return UploadStep.done(url);
  }
}
