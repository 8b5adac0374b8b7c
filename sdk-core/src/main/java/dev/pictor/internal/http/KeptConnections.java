package dev.pictor.internal.http;

import java.net.SocketAddress;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Connection;

/**
 * What is known of the connections that are kept: which were in use a moment ago, and which servers
 * have never closed such a one. To look at a connection costs a millisecond, and more processor
 * time than any other part of a submission. Thread-safe.
 */
final class KeptConnections {
  /** A server that closes connections by itself does so when they have been idle for seconds. */
  private static final long A_MOMENT = TimeUnit.MILLISECONDS.toNanos(10);

  /** So many looks have to find nothing before a server is trusted. */
  static final int PROOF = 100;

  /** So many after it was wrong to trust it. */
  private static final int PROOF_AFTER_A_LOSS = 10_000;

  private static final int MOST_SERVERS = 100;

  private final Map<Connection, AtomicLong> lastUse =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final Map<SocketAddress, Integer> looksToGo = new LastUsed<>(MOST_SERVERS);

  /** A reply has come over it. */
  void used(Connection connection) {
    AtomicLong last = lastUse.get(connection);
    if (last == null) {
      lastUse.put(connection, new AtomicLong(System.nanoTime()));
    } else {
      last.set(System.nanoTime());
    }
  }

  /** Whether it was in use a moment ago. */
  boolean isWarm(Connection connection) {
    AtomicLong last = lastUse.get(connection);
    return last != null && System.nanoTime() - last.get() < A_MOMENT;
  }

  /** Whether its server is known to leave warm connections open. */
  synchronized boolean isTrusted(Connection connection) {
    return looksToGo(connection) <= 0;
  }

  /** A look at a warm connection has found it open. */
  synchronized void foundOpen(Connection connection) {
    looksToGo.put(server(connection), Math.max(0, looksToGo(connection) - 1));
  }

  /** A warm connection was closed, or broke. */
  synchronized void foundClosed(Connection connection) {
    looksToGo.put(server(connection), PROOF_AFTER_A_LOSS);
  }

  private int looksToGo(Connection connection) {
    Integer toGo = looksToGo.get(server(connection));
    return toGo == null ? PROOF : toGo;
  }

  private static SocketAddress server(Connection connection) {
    return connection.route().socketAddress();
  }
}
