package dev.pictor.benchmarks;

import com.squareup.moshi.Json;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonWriter;
import com.squareup.moshi.Moshi;
import dev.pictor.QuickClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a program without Pictor would write to make one image: submit, ask until it is done, fetch.
 * Asynchronous, and without any care: no deadline, no retry, no bounds, no check of what is sent
 * where, nothing told but the image.
 */
final class HandWritten implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration[] WAITS = {
    QuickClient.shortened(Duration.ofMillis(500)), QuickClient.shortened(Duration.ofMillis(750))
  };

  private final OkHttpClient http;
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(1, HandWritten::daemon);
  private final JsonAdapter<Reply> replies = new Moshi.Builder().build().adapter(Reply.class);
  private final EngineCase engineCase;
  private final String url;

  HandWritten(EngineCase engineCase, String url, Optional<OkHttpClient> http) {
    this.engineCase = engineCase;
    this.url = url;
    OkHttpClient.Builder builder =
        http.map(OkHttpClient::newBuilder)
            .orElseGet(
                () ->
                    // As many as the engine has: with OkHttp's own five some would be made anew.
                    new OkHttpClient.Builder()
                        .connectionPool(new ConnectionPool(16, 5, TimeUnit.MINUTES)));
    Dispatcher dispatcher = new Dispatcher(Executors.newCachedThreadPool(HandWritten::daemon));
    dispatcher.setMaxRequestsPerHost(8);
    this.http = builder.dispatcher(dispatcher).build();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "by-hand");
    thread.setDaemon(true);
    return thread;
  }

  /** What is read of any reply; the rest is skipped. */
  @SuppressWarnings("NullAway.Init")
  static final class Reply {
    @Json(name = "request_id")
    @Nullable String requestId;

    @Nullable String id;
    String status;
    @Nullable String output;
    @Nullable List<Image> images;
  }

  /** One image of fal. */
  @SuppressWarnings("NullAway.Init")
  static final class Image {
    String url;
  }

  /** Makes an image: its URL, or its bytes where the case says so. */
  CompletableFuture<Object> run() {
    CompletableFuture<Object> done = new CompletableFuture<>();
    Buffer body = new Buffer();
    try (JsonWriter writer = JsonWriter.of(body)) {
      engineCase.write(writer);
    } catch (IOException e) {
      done.completeExceptionally(e);
      return done;
    }
    Request.Builder submission =
        new Request.Builder()
            .url(url + engineCase.submitPath())
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .header("Authorization", engineCase.authorization())
            .post(RequestBody.create(body.readByteArray(), JSON));
    engineCase.submitHeaders().forEach(submission::header);
    send(submission.build(), done, submitted -> pollAfter(0, submitted, done));
    return done;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a poll tells its failures itself
  private void pollAfter(int polls, Reply submitted, CompletableFuture<Object> done) {
    timer.schedule(
        () -> poll(polls, submitted, done),
        WAITS[Math.min(polls, WAITS.length - 1)].toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private void poll(int polls, Reply submitted, CompletableFuture<Object> done) {
    Request.Builder poll = get(engineCase.pollPath(submitted));
    engineCase.pollHeaders().forEach(poll::header);
    send(
        poll.build(),
        done,
        reply -> {
          if (reply.status.equals("succeeded") && reply.output != null) {
            made(reply.output, done);
          } else if (reply.status.equals("COMPLETED")) {
            result(submitted, done);
          } else {
            pollAfter(polls + 1, submitted, done);
          }
        });
  }

  private void result(Reply submitted, CompletableFuture<Object> done) {
    send(
        get(engineCase.resultPath(submitted)).build(),
        done,
        reply -> {
          if (reply.images == null) {
            done.completeExceptionally(new IOException("no image"));
          } else {
            made(reply.images.get(0).url, done);
          }
        });
  }

  private Request.Builder get(String path) {
    return new Request.Builder()
        .url(url + path)
        .header("Accept", "application/json")
        .header("Authorization", engineCase.authorization());
  }

  private void made(String image, CompletableFuture<Object> done) {
    if (!engineCase.isDownloaded()) {
      done.complete(image);
      return;
    }
    enqueue(
        new Request.Builder().url(image).header("Accept-Encoding", "identity").build(),
        done,
        body -> done.complete(body.bytes()));
  }

  private void send(Request request, CompletableFuture<Object> done, Consumer<Reply> next) {
    enqueue(
        request,
        done,
        body -> {
          Reply reply = replies.fromJson(body.source());
          body.close();
          if (reply == null) {
            throw new IOException("the reply is null");
          }
          next.accept(reply);
        });
  }

  private interface Reader {
    void read(ResponseBody body) throws IOException;
  }

  private void enqueue(Request request, CompletableFuture<Object> done, Reader reader) {
    http.newCall(request)
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException e) {
                done.completeExceptionally(e);
              }

              @Override
              public void onResponse(Call call, Response response) {
                try (ResponseBody body = response.body()) {
                  if (!response.isSuccessful() || body == null) {
                    throw new IOException("status " + response.code());
                  }
                  reader.read(body);
                } catch (IOException | RuntimeException e) {
                  done.completeExceptionally(e);
                }
              }
            });
  }

  @Override
  public void close() {
    timer.shutdownNow();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
