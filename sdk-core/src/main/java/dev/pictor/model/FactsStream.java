package dev.pictor.model;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Passes an image file on, and remembers what is needed to say what it was. */
final class FactsStream extends FilterOutputStream {
  private final byte[] head = new byte[GeneratedImage.Facts.HEAD];
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
    if (count < head.length) {
      int more = (int) Math.min(length, head.length - count);
      System.arraycopy(bytes, offset, head, (int) count, more);
    }
    count += length;
  }

  GeneratedImage.Facts facts() {
    return GeneratedImage.Facts.of(
        count < head.length ? Arrays.copyOf(head, (int) count) : head, count);
  }
}
