package dev.pictor.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;

/**
 * The replies of {@link Service}, in the form and with the headers of the real services, whose
 * names are in lower case as HTTP/2 has them.
 */
final class ServiceReplies {
  private static final long PNG = 0x89504e470d0a1a0aL;

  private final String url;
  private final byte[] image;

  ServiceReplies(String url, int imageBytes) {
    this.url = url;
    image = reply("200 OK", "image/png", png(imageBytes));
  }

  byte[] falSubmitted(long job) {
    String id = String.format(Locale.ROOT, "019e2c51-7d3a-7c10-9b1f-%012d", job);
    return json(
        "200 OK",
        "{\"status\":\"IN_QUEUE\","
            + falUrls(id)
            + ",\"logs\":null,\"metrics\":{},\"queue_position\":0}");
  }

  byte[] falStatus(String id, boolean isDone) {
    String log =
        "{\"message\":\"step\",\"level\":\"INFO\",\"source\":\"USER\","
            + "\"timestamp\":\"2026-01-01T09:30:00.412345Z\"}";
    return isDone
        ? json(
            "200 OK",
            "{\"status\":\"COMPLETED\","
                + falUrls(id)
                + ",\"logs\":["
                + log
                + ","
                + log
                + "],\"metrics\":{\"inference_time\":1.8734}}")
        : json(
            "202 Accepted",
            "{\"status\":\"IN_PROGRESS\","
                + falUrls(id)
                + ",\"logs\":["
                + log
                + "],\"metrics\":{}}");
  }

  byte[] falResult(String id) {
    return json(
        "200 OK",
        "{\"images\":[{\"url\":\""
            + url
            + "/files/lion/WkXG5eBe9s1tUS4hWm4mR.png\",\"width\":1024,\"height\":768,"
            + "\"content_type\":\"image/png\"}],\"timings\":{\"inference\":1.8734},"
            + "\"seed\":1207,\"has_nsfw_concepts\":[false],"
            + "\"prompt\":\"a lighthouse made of paper\"}");
  }

  private String falUrls(String id) {
    String request = url + "/fal-ai/flux-pro/requests/" + id;
    return "\"request_id\":\""
        + id
        + "\",\"response_url\":\""
        + request
        + "\",\"status_url\":\""
        + request
        + "/status\",\"cancel_url\":\""
        + request
        + "/cancel\"";
  }

  byte[] replicateSubmitted(long job) {
    String id = String.format(Locale.ROOT, "q4w7h2n9c5rm%014d", job);
    return prediction("201 Created", id, "", "null", "starting", "");
  }

  byte[] prediction(String id, boolean isDone) {
    String started = "\"started_at\":\"2026-01-01T09:30:00.41548709Z\",";
    String begun = "Running prediction... \\nUsing seed: 1207\\nGenerating image...\\n";
    return isDone
        ? prediction(
            "200 OK",
            id,
            begun + "Generated image in 3.1sec\\nDownloaded image in 0.14sec",
            "\"" + url + "/files/xezq/Zt4kQm8VbW2/tmp_ab12cd3e.webp\"",
            "succeeded",
            started
                + "\"completed_at\":\"2026-01-01T09:30:03.691103656Z\","
                + "\"metrics\":{\"image_count\":1,\"predict_time\":3.275616566},")
        : prediction("200 OK", id, begun, "null", "processing", started);
  }

  private byte[] prediction(
      String line, String id, String logs, String output, String status, String times) {
    String get = url + "/v1/predictions/" + id;
    return json(
        line,
        "{\"id\":\""
            + id
            + "\",\"model\":\"black-forest-labs/flux-1.1-pro\",\"version\":\"hidden\","
            + "\"input\":{\"aspect_ratio\":\"16:9\",\"prompt\":\"a lighthouse made of paper\"},"
            + "\"logs\":\""
            + logs
            + "\",\"output\":"
            + output
            + ",\"data_removed\":false,\"error\":null,\"status\":\""
            + status
            + "\",\"created_at\":\"2026-01-01T09:30:00.412Z\","
            + times
            + "\"urls\":{\"cancel\":\""
            + get
            + "/cancel\",\"get\":\""
            + get
            + "\",\"stream\":\"https://stream.replicate.com/v1/files/bcwr-"
            + id
            + "\",\"web\":\"https://replicate.com/p/"
            + id
            + "\"}}");
  }

  byte[] image() {
    return image;
  }

  private static byte[] json(String line, String body) {
    return reply(line, "application/json; charset=utf-8", body.getBytes(UTF_8));
  }

  private static byte[] reply(String line, String type, byte[] body) {
    byte[] head =
        ("HTTP/1.1 "
                + line
                + "\r\ndate: Thu, 01 Jan 2026 09:30:00 GMT\r\ncontent-type: "
                + type
                + "\r\ncontent-length: "
                + body.length
                + "\r\nconnection: keep-alive\r\nratelimit-remaining: 2999\r\n"
                + "ratelimit-reset: 1\r\nstrict-transport-security: max-age=15552000\r\n"
                + "cf-cache-status: DYNAMIC\r\nvary: Accept-Encoding\r\nserver: cloudflare\r\n"
                + "cf-ray: 9b1f7d3a7c10019e-FRA\r\nalt-svc: h3=\":443\"; ma=86400\r\n\r\n")
            .getBytes(ISO_8859_1);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }

  /** As much of a picture as tells its form and its size. */
  private static byte[] png(int length) {
    byte[] noise = new byte[length];
    new Random(1207).nextBytes(noise);
    ByteBuffer.wrap(noise)
        .putLong(PNG)
        .putInt(13)
        .put("IHDR".getBytes(ISO_8859_1))
        .putInt(1024)
        .putInt(768)
        .put(new byte[] {8, 2, 0, 0, 0});
    return noise;
  }
}
