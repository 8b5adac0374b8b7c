package dev.pictor.benchmarks.client;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The exchanges of a prediction of Replicate by hand. */
final class BareReplicate {
  private static final long POLL_MILLIS = 500;

  private final String url;
  private final BareHttp http;
  private final JsonAdapter<Prediction> predictions;

  BareReplicate(Target target) {
    url = target.url();
    http = new BareHttp(target.inFlight(), "Bearer " + Prompt.REPLICATE_TOKEN);
    predictions = http.adapter(Prediction.class);
  }

  /** What is read of a prediction; the rest is skipped. */
  @SuppressWarnings("NullAway.Init")
  static final class Prediction {
    String id;
    String status;
    @Nullable String output;
  }

  /** A creation whose reply is held back; polls only if the minute did not do. */
  String held(int number) throws IOException, InterruptedException {
    Request creation = creation(number).header("Prefer", "wait=60").build();
    Prediction created = http.read(creation, predictions);
    return created.output != null ? created.output : poll(created.id);
  }

  /** Creation, the prediction every half second. */
  String polls(int number) throws IOException, InterruptedException {
    return poll(http.read(creation(number).build(), predictions).id);
  }

  private Request.Builder creation(int number) throws IOException {
    return http.post(
            url + "/v1/models/black-forest-labs/flux-1.1-pro/predictions",
            json -> write(json, number))
        .header("Cancel-After", "600s");
  }

  private static void write(JsonWriter json, int number) throws IOException {
    json.beginObject();
    json.name("input").beginObject();
    json.name("prompt").value(Prompt.TEXT);
    json.name("seed").value(number);
    json.name("aspect_ratio").value("16:9");
    json.endObject();
    json.endObject();
  }

  private String poll(String id) throws IOException, InterruptedException {
    Request poll =
        http.to(url + "/v1/predictions/" + id).header("Cache-Control", "no-store").build();
    while (true) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      Prediction prediction = http.read(poll, predictions);
      if (prediction.status.equals("succeeded") && prediction.output != null) {
        return prediction.output;
      }
    }
  }
}
