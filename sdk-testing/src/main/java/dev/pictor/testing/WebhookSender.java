package dev.pictor.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Signs webhooks, brings them to their receivers and remembers how that went. */
final class WebhookSender {
  private static final MediaType JSON = MediaType.get("application/json");

  private final byte[] key;
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .followRedirects(false)
          .retryOnConnectionFailure(false)
          .callTimeout(5, TimeUnit.SECONDS)
          .build();
  private final List<SentWebhook> sent = new CopyOnWriteArrayList<>();

  /**
   * Signs with this secret.
   *
   * @param secret {@code whsec_} and the key in base64
   */
  WebhookSender(String secret) {
    this.key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
  }

  List<SentWebhook> sent() {
    return new ArrayList<>(sent);
  }

  /** Sends it once. Returns whether the receiver took it. */
  boolean send(Message message, HttpUrl url, Instant now) {
    String timestamp = Long.toString(now.getEpochSecond());
    Request request =
        new Request.Builder()
            .url(url)
            .header("user-agent", "Webhooks/1.66.0 (sender-9YMgn)")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", "v1," + signature(key, message, timestamp))
            .post(RequestBody.create(message.body.getBytes(StandardCharsets.UTF_8), JSON))
            .build();
    OptionalInt status;
    try (Response response = client.newCall(request).execute()) {
      status = OptionalInt.of(response.code());
    } catch (IOException unreachable) {
      status = OptionalInt.empty();
    }
    SentWebhook attempt = new SentWebhook(message.event, message.id, message.job, status);
    sent.add(attempt);
    return attempt.isDelivered();
  }

  static String signature(byte[] key, Message message, String timestamp) {
    return Signatures.hmacSha256(key, message.id + "." + timestamp + "." + message.body);
  }

  /** What is to be told. */
  static final class Message {
    final String id;
    final String event;
    final String job;
    final String body;

    Message(String id, String event, String job, String body) {
      this.id = id;
      this.event = event;
      this.job = job;
      this.body = body;
    }
  }
}
