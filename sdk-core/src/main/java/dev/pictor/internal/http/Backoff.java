package dev.pictor.internal.http;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a call that failed is repeated, and after what waits: always finite, never zero, so
 * that no server can make a busy loop. Immutable.
 */
public final class Backoff {
  /** A hint beyond this is not followed. */
  public static final Duration MAX_HINT = Duration.ofSeconds(60);

  /** No wait is shorter. */
  public static final Duration SHORTEST = Duration.ofMillis(50);

  /** As many tries as the deadline leaves room for; 0.5 s, doubling to 8 s. */
  public static final Backoff DEFAULT =
      new Backoff(Integer.MAX_VALUE, Duration.ofMillis(500), Duration.ofSeconds(8));

  private static final double SPREAD = 0.25;

  private final int maxTries;
  private final Duration first;
  private final Duration longest;

  private Backoff(int maxTries, Duration first, Duration longest) {
    this.maxTries = maxTries;
    this.first = first;
    this.longest = longest;
  }

  /** A backoff whose waits double from the first one to the longest. */
  public static Backoff of(int maxTries, Duration first, Duration longest) {
    return new Backoff(maxTries, first, longest);
  }

  /** The same waits, for at most so many tries. */
  public Backoff atMost(int tries) {
    return new Backoff(Math.min(maxTries, tries), first, longest);
  }

  /** Whether it never gives up by itself. */
  public boolean isEndless() {
    return maxTries == Integer.MAX_VALUE;
  }

  /** Whether there may be one more after so many tries. */
  public boolean allowsAfter(int tries) {
    return tries < maxTries;
  }

  /**
   * Until the next try: from the first wait, doubling to the longest, less up to a quarter at
   * random; never less than the server's hint, up to {@link #MAX_HINT}.
   *
   * @param failures how often it failed, from 1
   */
  public Duration wait(int failures, Optional<Duration> hint, Time time) {
    double grown = (double) first.toNanos() * Math.pow(2, Math.min(failures, 30) - 1);
    double most = Math.min((double) longest.toNanos(), grown);
    Duration own = bounded(Duration.ofNanos((long) (most * (1 - SPREAD + SPREAD * time.chance()))));
    return hint.map(Backoff::bounded).filter(told -> told.compareTo(own) > 0).orElse(own);
  }

  /** A wait that a server asked for, within what is followed. */
  public static Duration bounded(Duration hint) {
    if (hint.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return hint.compareTo(MAX_HINT) > 0 ? MAX_HINT : hint;
  }
}
