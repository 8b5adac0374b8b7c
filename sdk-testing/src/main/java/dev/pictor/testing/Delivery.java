package dev.pictor.testing;

import java.time.Duration;

/** How much of a reply reaches the client, and how fast. */
final class Delivery {
  /** All of it, at once. */
  static final Delivery WHOLE = new Delivery(Kind.WHOLE, 0, Duration.ZERO);

  /** Nothing: the connection is closed instead. */
  static final Delivery NOTHING = new Delivery(Kind.NOTHING, 0, Duration.ZERO);

  /** The head and half of the body; then the connection is closed. */
  static final Delivery HALF = new Delivery(Kind.HALF, 0, Duration.ZERO);

  /** Nothing, and the connection stays open until the client gives up. */
  static final Delivery SILENCE = new Delivery(Kind.SILENCE, 0, Duration.ZERO);

  /** The head; then nothing until the client gives up. */
  static final Delivery HEAD_ONLY = new Delivery(Kind.HEAD_ONLY, 0, Duration.ZERO);

  /** Nothing: the connection is reset instead. */
  static final Delivery RESET = new Delivery(Kind.RESET, 0, Duration.ZERO);

  /** The head and half of the body; then the connection is reset. */
  static final Delivery HALF_AND_RESET = new Delivery(Kind.HALF_AND_RESET, 0, Duration.ZERO);

  /** All of it, and then all of it again; the connection stays open for the next request. */
  static final Delivery TWICE = new Delivery(Kind.TWICE, 0, Duration.ZERO);

  private final Kind kind;
  private final int bytes;
  private final Duration pause;

  private Delivery(Kind kind, int bytes, Duration pause) {
    this.kind = kind;
    this.bytes = bytes;
    this.pause = pause;
  }

  /** All of it, {@code bytes} at a time with a pause after each. */
  static Delivery slow(int bytes, Duration pause) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a step must be at least one byte: " + bytes);
    }
    return new Delivery(Kind.SLOW, bytes, pause);
  }

  Kind kind() {
    return kind;
  }

  int bytes() {
    return bytes;
  }

  Duration pause() {
    return pause;
  }

  enum Kind {
    WHOLE,
    NOTHING,
    HALF,
    SILENCE,
    HEAD_ONLY,
    SLOW,
    RESET,
    HALF_AND_RESET,
    TWICE
  }
}
