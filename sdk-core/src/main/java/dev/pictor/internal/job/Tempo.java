package dev.pictor.internal.job;

import java.time.Duration;

final class Tempo {
  boolean isMostlyDoneWithin(Duration duration) {
    return false;
  }
}
