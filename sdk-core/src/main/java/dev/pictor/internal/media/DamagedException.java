package dev.pictor.internal.media;

import java.io.IOException;

/** A file is not what its signature says, or not in a way that Pictor knows. */
final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedException(String message) {
    super(message);
  }
}
