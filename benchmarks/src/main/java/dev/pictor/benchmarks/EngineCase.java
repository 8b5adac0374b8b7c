package dev.pictor.benchmarks;

import com.squareup.moshi.JsonWriter;
import dev.pictor.fal.Fal;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.replicate.Replicate;
import dev.pictor.spi.Provider;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;

/** A job, and what a program without Pictor sends for it by hand. */
public enum EngineCase {
  /** fal: submission, two polls, result. */
  FAL_URL(true, ResponseFormat.URL),

  /** The same and the image, 100 kB. */
  FAL_BYTES(true, ResponseFormat.BYTES),

  /** Replicate: submission, two polls, of which the last has the result. */
  REPLICATE_URL(false, ResponseFormat.URL);

  private static final String PROMPT = "a lighthouse made of paper";
  private static final long SEED = 1207;
  private static final String FAL_KEY =
      "4d2f7a90-1c3b-4e5d-8f60-7a1b2c3d4e5f:0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String REPLICATE_TOKEN = "r8_4d2f7a901c3b4e5d8f607a1b2c3d4e5f6a7b8";

  private final boolean isFal;
  private final ResponseFormat responseFormat;

  EngineCase(boolean isFal, ResponseFormat responseFormat) {
    this.isFal = isFal;
    this.responseFormat = responseFormat;
  }

  Provider provider(String url) {
    return isFal
        ? Fal.builder().key(FAL_KEY).queueUrl(url).build()
        : Replicate.builder().token(REPLICATE_TOKEN).baseUrl(url).build();
  }

  ImageRequest request() {
    ImageRequest.Builder request =
        ImageRequest.builder()
            .model("flux1.1-pro")
            .prompt(PROMPT)
            .seed(SEED)
            .responseFormat(responseFormat);
    return (isFal ? request.size(1280, 720) : request.aspectRatio(AspectRatio.of(16, 9))).build();
  }

  boolean isDownloaded() {
    return responseFormat == ResponseFormat.BYTES;
  }

  // --- by hand

  void write(JsonWriter json) throws IOException {
    json.beginObject();
    if (isFal) {
      json.name("seed").value(SEED);
      json.name("prompt").value(PROMPT);
      json.name("image_size").beginObject();
      json.name("width").value(1280);
      json.name("height").value(720);
      json.endObject();
    } else {
      json.name("input").beginObject();
      json.name("prompt").value(PROMPT);
      json.name("seed").value(SEED);
      json.name("aspect_ratio").value("16:9");
      json.endObject();
    }
    json.endObject();
  }

  String authorization() {
    return isFal ? "Key " + FAL_KEY : "Bearer " + REPLICATE_TOKEN;
  }

  String submitPath() {
    return isFal
        ? "/fal-ai/flux-pro/v1.1"
        : "/v1/models/black-forest-labs/flux-1.1-pro/predictions";
  }

  Map<String, String> submitHeaders() {
    return isFal ? Collections.emptyMap() : Collections.singletonMap("Cancel-After", "600s");
  }

  String pollPath(HandWritten.Reply submitted) {
    return isFal ? resultPath(submitted) + "/status?logs=1" : "/v1/predictions/" + submitted.id;
  }

  Map<String, String> pollHeaders() {
    return isFal ? Collections.emptyMap() : Collections.singletonMap("Cache-Control", "no-store");
  }

  String resultPath(HandWritten.Reply submitted) {
    return "/fal-ai/flux-pro/requests/" + submitted.requestId;
  }
}
