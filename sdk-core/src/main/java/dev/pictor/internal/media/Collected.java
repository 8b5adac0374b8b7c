package dev.pictor.internal.media;

import dev.pictor.model.GeneratedImage;
import java.io.IOException;
import java.io.OutputStream;

/** Content that is on its way into memory only once, where its length is known before. */
final class Collected implements GeneratedImage.Content {
  private final GeneratedImage.Content content;

  Collected(GeneratedImage.Content content) {
    this.content = content;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    content.writeTo(out);
  }

  @Override
  public byte[] bytes() throws IOException {
    InMemory memory = new InMemory();
    content.writeTo(memory);
    return memory.toByteArray();
  }
}
