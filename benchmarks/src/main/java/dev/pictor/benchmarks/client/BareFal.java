package dev.pictor.benchmarks.client;

import com.squareup.moshi.Json;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okio.BufferedSource;

/** The exchanges of a fal job by hand. */
final class BareFal {
  private static final long POLL_MILLIS = 500;
  private static final String DATA = "data: ";

  private final String url;
  private final String directUrl;
  private final BareHttp http;
  private final JsonAdapter<Status> statuses;
  private final JsonAdapter<Output> outputs;

  BareFal(Target target) {
    url = target.url();
    directUrl = target.directUrl();
    http = new BareHttp(target.inFlight(), "Key " + Prompt.FAL_KEY);
    statuses = http.adapter(Status.class);
    outputs = http.adapter(Output.class);
  }

  /** What is read of a status; the rest is skipped. */
  @SuppressWarnings("NullAway.Init")
  static final class Status {
    @Json(name = "request_id")
    String requestId;

    String status;
  }

  /** What is read of a result. */
  @SuppressWarnings("NullAway.Init")
  static final class Output {
    List<Image> images;
  }

  /** One image. */
  @SuppressWarnings("NullAway.Init")
  static final class Image {
    String url;
  }

  /** Submission, the status as a stream, result. */
  String stream(int number) throws IOException {
    String job = submit(number);
    Request stream =
        http.to(job + "/status/stream?logs=1")
            .header("Accept", "text/event-stream")
            .header("Accept-Encoding", "identity") // events are wanted as they come
            .build();
    http.<Boolean>read(
        stream,
        body -> {
          awaitEnd(body.source());
          return true;
        });
    return result(job);
  }

  private void awaitEnd(BufferedSource events) throws IOException {
    for (String line = events.readUtf8Line(); line != null; line = events.readUtf8Line()) {
      if (line.startsWith(DATA)
          && isEnd(BareHttp.parsed(statuses.fromJson(line.substring(DATA.length()))))) {
        return;
      }
    }
    throw new IOException("the stream ended before the job");
  }

  /** Submission, the status every half second, result. */
  String polls(int number) throws IOException, InterruptedException {
    String job = submit(number);
    Request poll = http.to(job + "/status?logs=1").build();
    do {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } while (!isEnd(http.read(poll, statuses)));
    return result(job);
  }

  /** One call, which lasts as long as the job. */
  String direct(int number) throws IOException {
    return url(
        http.read(
            http.post(directUrl + "/fal-ai/flux-pro/v1.1", json -> write(json, number)).build(),
            outputs));
  }

  private String submit(int number) throws IOException {
    Request submission =
        http.post(url + "/fal-ai/flux-pro/v1.1", json -> write(json, number)).build();
    return url + "/fal-ai/flux-pro/requests/" + http.read(submission, statuses).requestId;
  }

  private static void write(JsonWriter json, int number) throws IOException {
    json.beginObject();
    json.name("seed").value(number);
    json.name("prompt").value(Prompt.TEXT);
    json.name("image_size").beginObject();
    json.name("width").value(Prompt.WIDTH);
    json.name("height").value(Prompt.HEIGHT);
    json.endObject();
    json.endObject();
  }

  private static boolean isEnd(Status status) {
    return status.status.equals("COMPLETED");
  }

  private String result(String job) throws IOException {
    return url(http.read(http.to(job).build(), outputs));
  }

  private static String url(Output output) {
    return output.images.get(0).url;
  }
}
