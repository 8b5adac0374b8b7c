package dev.pictor.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Keeps what leaves this machine, without the numbers of the jobs. */
final class Recorder implements Interceptor {
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  /** A client that is recorded. */
  OkHttpClient client() {
    return new OkHttpClient.Builder().addNetworkInterceptor(this).build();
  }

  List<String> sent() {
    return sent;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Buffer copy = new Buffer();
    RequestBody body = request.body() == null ? null : new Copied(request.body(), copy);
    Response response = chain.proceed(request.newBuilder().method(request.method(), body).build());
    List<String> headers = new ArrayList<>();
    request.headers().forEach(header -> headers.add(header.getFirst() + ": " + header.getSecond()));
    Collections.sort(headers);
    String all = request.method() + " " + request.url() + " " + headers + " " + copy.readUtf8();
    sent.add(all.replaceAll("[0-9]{10,}", "#"));
    return response;
  }

  private static final class Copied extends RequestBody {
    private final RequestBody body;
    private final Buffer copy;

    Copied(RequestBody body, Buffer copy) {
      this.body = body;
      this.copy = copy;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
      return body.contentLength();
    }

    @Override
    public boolean isOneShot() {
      return body.isOneShot();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      body.writeTo(copy);
      sink.write(copy.snapshot());
    }
  }
}
