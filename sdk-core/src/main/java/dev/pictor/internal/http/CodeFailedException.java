package dev.pictor.internal.http;

import java.io.IOException;

/**
 * No fault of the network: code in the OkHttp client threw something, which is an interceptor or a
 * listener of the user's, as OkHttp itself hardly does.
 */
final class CodeFailedException extends IOException {
  private static final long serialVersionUID = 1;

  CodeFailedException(Throwable thrown) {
    super(message(thrown), thrown);
  }

  static String message(Throwable thrown) {
    return "code in the OkHttpClient, an interceptor or an event listener of yours for example,"
        + " threw "
        + thrown;
  }
}
