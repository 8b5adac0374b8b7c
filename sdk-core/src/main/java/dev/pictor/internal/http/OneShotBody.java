package dev.pictor.internal.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A body that OkHttp sends once. It would otherwise send a request again on its own: after a 408, a
 * 503 with {@code Retry-After: 0}, a 307 or a 308, or where a connection broke.
 */
class OneShotBody extends RequestBody {
  private final RequestBody body;

  OneShotBody(RequestBody body) {
    this.body = body;
  }

  @Override
  public final @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public final long contentLength() throws IOException {
    return body.contentLength();
  }

  @Override
  public final boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    body.writeTo(sink);
  }
}
