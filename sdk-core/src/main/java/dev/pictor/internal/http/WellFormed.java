package dev.pictor.internal.http;

import java.io.IOException;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Takes a reply that OkHttp trips over for a broken connection, right next to the socket.
 *
 * <p>OkHttp would tell its caller as much, but throw the exception out of its own thread as well,
 * which ends the whole of an Android app; and it would keep the connection of a reply whose length
 * is negative, which it can neither read nor close.
 */
final class WellFormed {
  private WellFormed() {}

  /** The reply, if it is one and its body can be read and closed. */
  static Response readable(Chain chain, Request request) throws IOException {
    Response response = proceed(chain, request);
    ResponseBody body = response.body();
    if (body != null && body.contentLength() < -1) {
      throw new IOException("the reply has a Content-Length of " + body.contentLength());
    }
    return response;
  }

  /** The reply, if it is one. */
  static Response proceed(Chain chain, Request request) throws IOException {
    try {
      return chain.proceed(request);
    } catch (RuntimeException e) {
      throw new IOException("the reply is no HTTP: " + e.getMessage(), e);
    }
  }
}
