package dev.pictor.internal.media;

import dev.pictor.model.ImageContent;
import java.io.IOException;
import java.io.OutputStream;

/** Content that is on its way into memory only once, where its length is known before. */
final class Collected implements ImageContent {
  private final ImageContent content;

  Collected(ImageContent content) {
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
