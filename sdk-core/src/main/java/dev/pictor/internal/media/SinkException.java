package dev.pictor.internal.media;

import java.io.IOException;

/** The stream that the bytes go to failed, not the download. */
final class SinkException extends IOException {
  private static final long serialVersionUID = 1L;

  SinkException(Throwable reason) {
    super(reason);
  }

  /** What the stream threw, thrown again. */
  IOException rethrow() {
    Throwable reason = getCause();
    if (reason instanceof RuntimeException) {
      throw (RuntimeException) reason;
    }
    if (reason instanceof Error) {
      throw (Error) reason;
    }
    return reason instanceof IOException ? (IOException) reason : this;
  }
}
