package dev.pictor.internal.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A body that is written once. OkHttp would otherwise send a request again on its own: after a 408,
 * a 503 with {@code Retry-After: 0}, a 307 or a 308.
 */
final class OneShotBody extends RequestBody {
  private final @Nullable MediaType contentType;
  private final byte[] bytes;
  private final SendGate gate;

  OneShotBody(@Nullable MediaType contentType, byte[] bytes, SendGate gate) {
    this.contentType = contentType;
    this.bytes = bytes;
    this.gate = gate;
  }

  @Override
  public @Nullable MediaType contentType() {
    return contentType;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    if (!gate.open()) {
      throw new IOException("taken back before it was sent, or asked to be sent twice");
    }
    sink.write(bytes);
  }
}
