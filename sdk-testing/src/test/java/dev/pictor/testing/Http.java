package dev.pictor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A client that hides nothing: no redirects, no second tries. */
final class Http implements AutoCloseable {
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .followRedirects(false)
          .retryOnConnectionFailure(false)
          .readTimeout(5, TimeUnit.SECONDS)
          .connectionPool(new ConnectionPool(5, 1, TimeUnit.SECONDS))
          .build();

  OkHttpClient client() {
    return client;
  }

  Answer get(String url, String... headers) {
    return send("GET", url, null, headers);
  }

  Answer put(String url, String... headers) {
    return send("PUT", url, "", headers);
  }

  Answer post(String url, String json, String... headers) {
    return send("POST", url, json, headers);
  }

  Answer send(String method, String url, String body, String... headers) {
    RequestBody sent =
        body == null ? null : RequestBody.create(body, MediaType.get("application/json"));
    Request.Builder request = new Request.Builder().url(url).method(method, sent);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try (Response response = client.newCall(request.build()).execute()) {
      return new Answer(response.code(), response.headers(), response.body().bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }
}
