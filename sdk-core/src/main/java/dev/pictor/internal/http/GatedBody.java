package dev.pictor.internal.http;

import java.io.IOException;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A body at the wire: where it is written, it leaves this machine, and it leaves it once. */
final class GatedBody extends OneShotBody {
  private final SendGate gate;

  GatedBody(RequestBody body, SendGate gate) {
    super(body);
    this.gate = gate;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    gate.pass();
    super.writeTo(sink);
  }
}
