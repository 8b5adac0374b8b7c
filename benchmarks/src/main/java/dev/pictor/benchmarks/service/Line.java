package dev.pictor.benchmarks.service;

import java.nio.Buffer;
import java.nio.ByteBuffer;

/** The way between clients and services. */
final class Line {
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
  private long halfNanos;

  void roundTrip(long nanos) {
    halfNanos = nanos / 2;
  }

  long halfNanos() {
    return halfNanos;
  }

  /** Empty; of the one thread that there is. */
  ByteBuffer buffer() {
    ((Buffer) buffer).clear();
    return buffer;
  }
}
