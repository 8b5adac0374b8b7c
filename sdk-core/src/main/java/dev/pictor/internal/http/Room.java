package dev.pictor.internal.http;

import java.util.function.IntUnaryOperator;

/**
 * Who uses the connections of one client. Calls that are answered at once have their share for
 * certain, and all that no long one has taken. One that is long on purpose, a stream or a held
 * reply, takes a connection for as long as the model works: where none is left, or calls wait for
 * one, a job is polled. Thread-safe.
 */
public final class Room {
  private final IntUnaryOperator mostToOneHost;
  private final int all;
  private final int leastShort;
  private final int mostLong;
  private int longTaken;
  private int shortRunning;
  private int longRunning;
  private volatile boolean isWaitedFor;

  public Room(Connections connections) {
    this(connections.all(), connections.leastShort(), connections::mostToOneHost);
  }

  private Room(int all, int leastShort, IntUnaryOperator mostToOneHost) {
    this.mostToOneHost = mostToOneHost;
    this.all = all;
    this.leastShort = leastShort;
    this.mostLong = all - leastShort;
  }

  /** For short calls only: so many, and so many of them to one host. */
  static Room of(int all, int perHost) {
    return new Room(all, all, most -> perHost);
  }

  /** Whether one more may be long. */
  public synchronized boolean hasFree() {
    return longTaken < mostLong;
  }

  /** Takes one for a long call, to be given back when that has ended. False: there is none. */
  public synchronized boolean take() {
    if (longTaken >= mostLong) {
      return false;
    }
    longTaken++;
    return true;
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

  /** Whether short calls wait for a connection, which a long one would take for longer. */
  public boolean isWaitedFor() {
    return isWaitedFor;
  }

  /** How many jobs of one provider to ask after at once; the rest is for its other calls. */
  public synchronized int pollsAtOnce() {
    return polls(mostShort());
  }

  /** The least that {@link #pollsAtOnce} ever is. */
  public int leastPollsAtOnce() {
    return polls(leastShort);
  }

  private int polls(int shortCalls) {
    return Math.max(1, mostToOneHost.applyAsInt(shortCalls) * 3 / 4);
  }

  private int mostShort() {
    return Math.max(leastShort, all - longTaken);
  }

  /**
   * A short call begins, if there is room.
   *
   * @param toHost how many are under way to the same host
   */
  synchronized boolean beginShort(int toHost) {
    boolean begins = hasShort() && toHost < mostToOneHost.applyAsInt(mostShort());
    if (begins) {
      shortRunning++;
    }
    return begins;
  }

  /** Whether a short call might begin, to whatever host. */
  synchronized boolean hasShort() {
    return shortRunning < mostShort() && shortRunning + longRunning < all;
  }

  /** A long call begins, if there is room. */
  synchronized boolean beginLong() {
    boolean begins = longRunning < mostLong && shortRunning + longRunning < all;
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

  void isWaitedFor(boolean isWaitedFor) {
    this.isWaitedFor = isWaitedFor;
  }
}
