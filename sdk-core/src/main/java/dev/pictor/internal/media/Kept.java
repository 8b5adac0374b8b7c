package dev.pictor.internal.media;

import dev.pictor.model.GeneratedImage;
import java.io.IOException;
import java.io.OutputStream;

/** Content that is here. */
final class Kept implements GeneratedImage.Content {
  private final byte[] bytes;

  /**
   * @param bytes nobody may change them from now on
   */
  Kept(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}
