package dev.pictor.benchmarks.service;

/** The way between clients and services. */
final class Line {
  private final byte[] buffer = new byte[64 * 1024];
  private long halfNanos;

  void roundTrip(long nanos) {
    halfNanos = nanos / 2;
  }

  long halfNanos() {
    return halfNanos;
  }

  /** For what is read next, by the one thread that there is. */
  byte[] buffer() {
    return buffer;
  }
}
