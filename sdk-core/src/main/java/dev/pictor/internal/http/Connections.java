package dev.pictor.internal.http;

/**
 * How many calls to providers may be under way at once, each on a connection and on a thread: those
 * that are answered at once, and those that are long on purpose, a stream or a reply that is held
 * back. Immutable.
 */
public final class Connections {
  /** Enough for some hundred status calls a second; more jobs only mean a longer queue. */
  public static final int DEFAULT = 16;

  /** One for a long call, and two for short ones. */
  public static final int LEAST = 3;

  public static final int MOST = 1000;

  /** So many short calls at once keep two cores busy; more would only be threads. */
  private static final int MOST_SHORT = 16;

  private final int shortCalls;
  private final int longCalls;

  /** Shares out so many connections: two thirds for short calls. */
  public Connections(int max) {
    this.shortCalls = Math.min(MOST_SHORT, max - max / 3);
    this.longCalls = max - shortCalls;
  }

  int shortCalls() {
    return shortCalls;
  }

  /** To one host: a provider that accepts calls and is silent leaves threads to the others. */
  int shortCallsPerHost() {
    return Math.max(1, Math.min(shortCalls - 1, (shortCalls * 3 + 2) / 4));
  }

  /** Questions after the jobs of one provider; the rest is for its submissions and results. */
  public int pollsAtOnce() {
    return Math.max(1, shortCallsPerHost() * 3 / 4);
  }

  /** Streams and held replies. */
  public int longCalls() {
    return longCalls;
  }
}
