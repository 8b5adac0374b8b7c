package dev.pictor.model;

import java.io.InputStream;

/** How the bytes of a {@link GeneratedImage} are reached. For provider modules and for tests. */
public interface ImageContent {
  /**
   * Opens the bytes from their beginning; may be called again. Blocks while they are fetched, and
   * honours interruption.
   *
   * @throws RuntimeException of {@code dev.pictor.error} if they cannot be fetched
   */
  InputStream open();
}
