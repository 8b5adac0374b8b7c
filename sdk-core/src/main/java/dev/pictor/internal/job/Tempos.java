package dev.pictor.internal.job;

final class Tempos {
  Tempo of(String provider, String endpoint) {
    return new Tempo();
  }
}
