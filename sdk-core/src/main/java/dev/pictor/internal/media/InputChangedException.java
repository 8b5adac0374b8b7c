package dev.pictor.internal.media;

import java.io.IOException;

/** An input is no longer what it was when it was looked at. Trying again does not help. */
public final class InputChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  InputChangedException(String message) {
    super(message);
  }
}
