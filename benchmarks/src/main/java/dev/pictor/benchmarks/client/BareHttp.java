package dev.pictor.benchmarks.client;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonWriter;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp and Moshi as a program without Pictor uses them. Calls block: with a thread for each job,
 * nothing is handed from thread to thread, which is the fastest that there is. The pool keeps a
 * connection for each job, so that none is opened twice.
 */
final class BareHttp {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final long SILENCE_SECONDS = 75; // a reply may be held back for 60

  private final Moshi moshi = new Moshi.Builder().build();
  private final OkHttpClient http;
  private final String authorization;

  BareHttp(int inFlight, String authorization) {
    this.authorization = authorization;
    http =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(inFlight, 5, TimeUnit.MINUTES))
            .readTimeout(SILENCE_SECONDS, TimeUnit.SECONDS)
            .build();
  }

  <T> JsonAdapter<T> adapter(Class<T> type) {
    return moshi.adapter(type);
  }

  /** Writes the body of a request. */
  interface Body {
    void write(JsonWriter json) throws IOException;
  }

  Request.Builder post(String url, Body body) throws IOException {
    Buffer bytes = new Buffer();
    body.write(JsonWriter.of(bytes));
    return to(url)
        .header("Content-Type", "application/json")
        .post(RequestBody.create(bytes.readByteArray(), JSON));
  }

  Request.Builder to(String url) {
    return new Request.Builder()
        .url(url)
        .header("Accept", "application/json")
        .header("Authorization", authorization);
  }

  <T> T read(Request request, JsonAdapter<T> adapter) throws IOException {
    return read(request, body -> parsed(adapter.fromJson(body.source())));
  }

  /** Makes something of a reply. */
  interface Reader<T> {
    T read(ResponseBody body) throws IOException;
  }

  <T> T read(Request request, Reader<T> reader) throws IOException {
    try (Response response = http.newCall(request).execute()) {
      ResponseBody body = response.body();
      if (!response.isSuccessful() || body == null) {
        throw new IOException("status " + response.code());
      }
      return reader.read(body);
    }
  }

  static <T> T parsed(@Nullable T value) throws IOException {
    if (value == null) {
      throw new IOException("the reply is null");
    }
    return value;
  }
}
