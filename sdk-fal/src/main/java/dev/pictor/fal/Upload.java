package dev.pictor.fal;

import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.UploadStep;
import dev.pictor.spi.UploadStep.FilePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file on its way into fal's storage: storage names a URL that takes it without a key, as a whole
 * or, if it is long, in parts.
 */
final class Upload {
  /** From here on in parts, as fal's own client does. */
  private static final long IN_PARTS_ABOVE = 90L << 20;

  private static final long PART = 10L << 20;

  private static final String STEP = "step";
  private static final String UPLOAD_URL = "upload_url";
  private static final String FILE_URL = "file_url";
  private static final String PARTS = "parts";

  private static final String INITIATE = "initiate";
  private static final String PUT = "put";
  private static final String PUT_PART = "put part";
  private static final String COMPLETE = "complete";

  private final FalUrls urls;
  private final UploadStep.File file;

  Upload(FalUrls urls, UploadStep.File file) {
    this.urls = urls;
    this.file = file;
  }

  private boolean isInParts() {
    return file.length() > IN_PARTS_ABOVE;
  }

  UploadStep start() {
    HttpCall call =
        HttpCall.builder()
            .purpose(HttpCall.Purpose.UPLOAD)
            .method("POST")
            .url(urls.upload(isInParts() ? "initiate-multipart" : "initiate"))
            .putHeaders("Accept", "application/json")
            .json(
                JsonValue.objectBuilder()
                    .put("content_type", file.mediaType())
                    .put("file_name", file.name())
                    .build())
            .build();
    return UploadStep.call(call, JsonValue.objectBuilder().put(STEP, INITIATE).build());
  }

  UploadStep read(UploadStep step, HttpReply reply) {
    JsonValue state = step.state();
    switch (state.string(STEP).orElse("")) {
      case INITIATE:
        return initiated(reply);
      case PUT_PART:
        return partSent(state, reply);
      default:
        return UploadStep.done(state.string(FILE_URL).orElse(""));
    }
  }

  private UploadStep initiated(HttpReply reply) {
    JsonValue json = reply.json();
    String uploadUrl = url(json, UPLOAD_URL, reply);
    String fileUrl = url(json, FILE_URL, reply);
    if (isInParts()) {
      return putPart(uploadUrl, fileUrl, new ArrayList<>());
    }
    HttpCall put =
        put(uploadUrl, 0, file.length()).putHeaders("Content-Type", file.mediaType()).build();
    return UploadStep.call(put, state(PUT, uploadUrl, fileUrl, new ArrayList<>()));
  }

  /** Bytes go nowhere in the clear, unless storage itself is reached so. */
  private String url(JsonValue json, String name, HttpReply reply) {
    String url = json.string(name).orElse("");
    String lower = url.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("https://") && !(urls.isPlain() && lower.startsWith("http://"))) {
      throw reply.malformed("fal's storage names no https URL as " + name);
    }
    return url;
  }

  private HttpCall.Builder put(String url, long from, long length) {
    return HttpCall.builder()
        .purpose(HttpCall.Purpose.UPLOAD)
        .method("PUT")
        .url(url)
        .access(HttpCall.Access.NO_KEY) // the URL is signed
        .file(FilePart.of(from, length));
  }

  private UploadStep putPart(String uploadUrl, String fileUrl, List<JsonValue> done) {
    long from = done.size() * PART;
    if (from >= file.length()) {
      return complete(uploadUrl, fileUrl, done);
    }
    HttpCall put =
        put(
                below(uploadUrl, Integer.toString(done.size() + 1)),
                from,
                Math.min(PART, file.length() - from))
            .build();
    return UploadStep.call(put, state(PUT_PART, uploadUrl, fileUrl, done));
  }

  private UploadStep partSent(JsonValue state, HttpReply reply) {
    JsonValue json = reply.json();
    List<JsonValue> done = new ArrayList<>(state.member(PARTS).get().elements());
    Optional<String> etag = json.string("etag");
    if (!etag.isPresent()) {
      throw reply.malformed("The reply to a part of an upload has no etag");
    }
    done.add(
        JsonValue.objectBuilder()
            .put("partNumber", done.size() + 1)
            .put("etag", etag.get())
            .build());
    return putPart(state.string(UPLOAD_URL).orElse(""), state.string(FILE_URL).orElse(""), done);
  }

  private UploadStep complete(String uploadUrl, String fileUrl, List<JsonValue> done) {
    HttpCall call =
        HttpCall.builder()
            .purpose(HttpCall.Purpose.UPLOAD)
            .method("POST")
            .url(below(uploadUrl, "complete"))
            .access(HttpCall.Access.NO_KEY)
            .json(JsonValue.objectBuilder().put(PARTS, JsonValue.array(done)).build())
            .build();
    return UploadStep.call(call, state(COMPLETE, uploadUrl, fileUrl, done));
  }

  /** The URL with one more segment in its path; its signature stays behind it. */
  private static String below(String url, String segment) {
    int query = url.indexOf('?');
    return query < 0
        ? url + "/" + segment
        : url.substring(0, query) + "/" + segment + url.substring(query);
  }

  private static JsonValue state(
      String step, String uploadUrl, String fileUrl, List<JsonValue> done) {
    return JsonValue.objectBuilder()
        .put(STEP, step)
        .put(UPLOAD_URL, uploadUrl)
        .put(FILE_URL, fileUrl)
        .put(PARTS, JsonValue.array(done))
        .build();
  }
}
