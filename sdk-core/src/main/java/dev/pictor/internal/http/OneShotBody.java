package dev.pictor.internal.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A body that OkHttp sends once. It would otherwise send a request again on its own: after a 408, a
 * 503 with {@code Retry-After: 0}, a 307 or a 308, or where a connection broke. It may be written
 * for other ends, by interceptors of the user's that copy it or send it themselves: the gate notes
 * that, and lets it pass at the wire.
 */
final class OneShotBody extends RequestBody {
  private final RequestBody body;
  private final SendGate gate;
  private volatile boolean isAtTheWire;

  OneShotBody(RequestBody body, SendGate gate) {
    this.body = body;
    this.gate = gate;
  }

  /** What lets it pass at the wire. */
  SendGate gate() {
    return gate;
  }

  /** From here on it leaves this machine where it is written, if the gate lets it. */
  void isAtTheWire() {
    isAtTheWire = true;
  }

  /** What is written from here on stays on this machine. */
  void isOffTheWire() {
    isAtTheWire = false;
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
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    if (isAtTheWire) {
      gate.pass();
    } else {
      gate.read();
    }
    body.writeTo(sink);
  }
}
