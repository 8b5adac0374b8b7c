package dev.pictor.testing;

import java.nio.charset.StandardCharsets;

/** Repeatable chance: the same start gives the same numbers on every machine. */
final class Chance {
  private long state;

  Chance(long start) {
    this.state = start;
  }

  /** A number that belongs to this text, spread over all 64 bits. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ octet) * 0x100000001b3L;
    }
    return mix(hash);
  }

  static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  long next() {
    state += 0x9e3779b97f4a7c15L;
    return mix(state);
  }

  /** A number from {@code low} up to, but not reaching, {@code high}. */
  double between(double low, double high) {
    return low + (high - low) * (next() >>> 11) * 0x1p-53;
  }

  /** A whole number from 0 up to, but not reaching, {@code bound}. */
  int below(int bound) {
    return (int) between(0, bound);
  }
}
