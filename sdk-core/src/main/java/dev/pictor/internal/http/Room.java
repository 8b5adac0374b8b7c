package dev.pictor.internal.http;

/**
 * Who uses the connections of one client. Calls that are answered at once have their share for
 * certain, and all that no long one uses. One that is long on purpose, a stream or a held reply,
 * takes a connection for as long as the model works: where none is to spare, a job is polled.
 *
 * <p>Polls of a provider that is silent take their connections for long, too. They never take the
 * last ones, nor are these taken for streams beside them: submissions, results and cancellations go
 * on.
 *
 * <p>Thread-safe.
 */
public final class Room {
  private final int all;
  private final int leastShort;
  private final int keptForOtherHosts;
  private final int keptFromPolls;
  private int longTaken;
  private int shortRunning;
  private int longRunning;

  public Room(Connections connections) {
    this(connections.all(), connections.leastShort(), connections.leastShortToOneHost());
  }

  private Room(int all, int leastShort, int leastToOneHost) {
    this.all = all;
    this.leastShort = leastShort;
    this.keptForOtherHosts = leastShort - leastToOneHost;
    this.keptFromPolls = leastShort - leastPollsAtOnce();
  }

  /** For short calls only: so many, and so many of them to one host. */
  static Room of(int all, int perHost) {
    return new Room(all, all, perHost);
  }

  /** Whether there is a connection to spare for a long call. */
  public synchronized boolean hasToSpare() {
    return longTaken < all - leastShort
        && all - shortRunning - Math.max(longTaken, longRunning) > keptFromPolls;
  }

  /** Takes one for a long call, to be given back when that has ended. False: there is none. */
  public synchronized boolean take() {
    boolean takes = hasToSpare();
    if (takes) {
      longTaken++;
    }
    return takes;
  }

  /**
   * Takes one that is long whether or not there is a connection for it, to be given back as well.
   * It may have to wait for one; no other that has a choice is to wait behind it.
   */
  public synchronized void takeAnyway() {
    longTaken++;
  }

  public synchronized void giveBack() {
    longTaken--;
  }

  /** How many jobs of one provider to ask after at once; the rest is for its other calls. */
  public synchronized int pollsAtOnce() {
    return polls(all - longTaken);
  }

  /** The least that {@link #pollsAtOnce} ever is. */
  public int leastPollsAtOnce() {
    return polls(leastShort);
  }

  /** Whether {@link #pollsAtOnce} is more where one or two long calls end. */
  public synchronized boolean hasMorePollsWithoutLongCalls() {
    return polls(all - longTaken + Math.min(2, longTaken)) > polls(all - longTaken);
  }

  private int polls(int shortCalls) {
    return Math.max(1, (Math.max(leastShort, shortCalls) - keptForOtherHosts) * 3 / 4);
  }

  private int free() {
    return all - shortRunning - longRunning;
  }

  /** Whether a short call might begin, to whatever host. */
  synchronized boolean mayBeginShort() {
    return free() > 0;
  }

  /**
   * A short call begins, if there is room.
   *
   * @param toHost how many are under way to the same host
   */
  synchronized boolean beginShort(int toHost) {
    boolean begins =
        free() > 0 && (free() > keptForOtherHosts || toHost < leastShort - keptForOtherHosts);
    if (begins) {
      shortRunning++;
    }
    return begins;
  }

  /** A long call begins, if there is room: some is always left to short ones. */
  synchronized boolean beginLong() {
    boolean begins = free() > 0 && longRunning < all - leastShort;
    if (begins) {
      longRunning++;
    }
    return begins;
  }

  synchronized void endShort() {
    shortRunning--;
  }

  synchronized void endLong() {
    longRunning--;
  }
}
