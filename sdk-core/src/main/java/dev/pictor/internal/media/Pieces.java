package dev.pictor.internal.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A body in pieces that are as large as what has come: a check and a write for each of the small
 * ones that a connection gives out would cost more than the connection.
 */
final class Pieces {
  static final int SIZE = 64 * 1024;

  /** What a connection gives out at a time; with less than that it has no more for now. */
  private static final int USUAL = 8 * 1024;

  private final InputStream body;
  private final byte[] bytes = new byte[SIZE];
  private Optional<IOException> broken = Optional.empty();

  Pieces(InputStream body) {
    this.body = body;
  }

  /** Where the piece is; the next one is put there, too. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * The next piece.
   *
   * @param least how many bytes it has, unless there are no more
   * @return its length, -1 at the end
   * @throws IOException of the body, once what came before it was given out, if it was enough
   */
  int next(int least) throws IOException {
    if (broken.isPresent()) {
      throw broken.get();
    }
    int size = 0;
    while (size < SIZE) {
      int read;
      try {
        read = body.read(bytes, size, SIZE - size);
      } catch (IOException e) {
        if (size < least) {
          throw e;
        }
        broken = Optional.of(e);
        return size;
      }
      if (read < 0) {
        return size == 0 ? -1 : size;
      }
      size += read;
      if (read < USUAL && size >= least) {
        return size;
      }
    }
    return size;
  }
}
