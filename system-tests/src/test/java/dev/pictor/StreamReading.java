package dev.pictor;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * Knows how much of its streams a client is done with: whoever comes back for more has seen to what
 * it was given before.
 */
final class StreamReading implements Interceptor {
  private final AtomicLong done = new AtomicLong();

  /** How many bytes of all streams together. */
  long done() {
    return done.get();
  }

  OkHttpClient.Builder builder() {
    return new OkHttpClient.Builder().addInterceptor(this);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    return body == null || !chain.request().url().encodedPath().endsWith("/stream")
        ? response
        : response
            .newBuilder()
            .body(
                ResponseBody.create(
                    Okio.buffer(new Read(body.source())), body.contentType(), body.contentLength()))
            .build();
  }

  private final class Read extends ForwardingSource {
    private long given;

    Read(Source source) {
      super(source);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      done.addAndGet(given);
      given = 0;
      given = Math.max(0, super.read(sink, byteCount));
      return given;
    }
  }
}
