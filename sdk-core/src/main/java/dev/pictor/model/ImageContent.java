package dev.pictor.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** How the bytes of a {@link GeneratedImage} are reached. For provider modules and for tests. */
public interface ImageContent {
  /**
   * Copies all bytes to a stream, which stays open; may be called again. Blocks while they are
   * fetched, and honours interruption. The stream may be written from another thread, but not any
   * more once this method has returned.
   *
   * @throws IOException if the stream cannot be written
   * @throws RuntimeException of {@code dev.pictor.error} if the bytes cannot be fetched
   */
  void writeTo(OutputStream out) throws IOException;

  /**
   * All bytes in an array that is the caller's own. To be overridden by what can make it with fewer
   * copies than {@link #writeTo}.
   *
   * @throws IOException as {@link #writeTo}
   * @throws RuntimeException of {@code dev.pictor.error} if the bytes cannot be fetched
   */
  default byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeTo(out);
    return out.toByteArray();
  }
}
