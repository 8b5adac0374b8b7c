package dev.pictor.internal.http;

import java.io.IOException;
import java.io.OutputStream;

/** A file that is sent to a provider: read anew for each part and each try. Thread-safe. */
public interface FileContent {
  /** How many bytes there are. */
  long length();

  /**
   * Writes a part of it.
   *
   * @throws IOException of the stream as it came, or of the file
   */
  void copy(OutputStream out, long from, long to) throws IOException;
}
