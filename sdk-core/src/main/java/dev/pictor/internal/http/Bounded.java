package dev.pictor.internal.http;

import java.io.IOException;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/** A body that was read up to a limit, and whether there was more. */
final class Bounded {
  private static final long SHOWN = 8 * 1024;

  private final byte[] bytes;
  private final boolean cut;

  private Bounded(byte[] bytes, boolean cut) {
    this.bytes = bytes;
    this.cut = cut;
  }

  static Bounded read(Response response, long limit) throws IOException {
    ResponseBody body = response.body();
    if (body == null) {
      return new Bounded(new byte[0], false);
    }
    BufferedSource source = body.source();
    boolean isCut = source.request(limit + 1);
    Buffer read = source.getBuffer();
    // What is kept of a reply that is too long serves the error message only.
    return new Bounded(isCut ? read.readByteArray(SHOWN) : read.readByteArray(), isCut);
  }

  byte[] bytes() {
    return bytes;
  }

  boolean isCut() {
    return cut;
  }
}
