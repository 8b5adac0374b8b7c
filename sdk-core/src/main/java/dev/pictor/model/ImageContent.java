package dev.pictor.model;

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
}
