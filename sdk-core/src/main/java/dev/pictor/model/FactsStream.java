package dev.pictor.model;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes an image file on, and remembers what is needed to say what it was. */
final class FactsStream extends FilterOutputStream {
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private long count;

  FactsStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    head.write(bytes, offset, Math.min(length, ImageFacts.HEAD - head.size()));
    count += length;
  }

  ImageFacts facts() {
    return ImageFacts.of(head.toByteArray(), count);
  }
}
