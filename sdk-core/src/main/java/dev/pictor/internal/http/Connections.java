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

  /** So many short calls at once keep two cores busy with a service that is near. */
  private static final int ENOUGH_SHORT = 16;

  private final int all;
  private final int providers;

  /**
   * @param providers how many share them
   */
  public Connections(int all, int providers) {
    this.all = all;
    this.providers = providers;
  }

  int all() {
    return all;
  }

  /** What short calls have for certain: two thirds, as far as that is of use. */
  int leastShort() {
    return Math.min(ENOUGH_SHORT, all - all / 3);
  }

  /**
   * What those to one host have for certain: a provider that accepts calls and is silent leaves
   * connections to the others, where there are any.
   */
  int leastShortToOneHost() {
    int most = leastShort();
    return providers <= 1 ? most : Math.max(1, Math.min(most - 1, (most * 3 + 2) / 4));
  }
}
