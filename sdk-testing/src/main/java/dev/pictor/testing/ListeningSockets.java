package dev.pictor.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** Listens for many clients at once, and knows the connection that the current thread serves. */
final class ListeningSockets extends ServerSocketFactory {
  // The default of 50 makes the operating system turn clients away when hundreds come at once.
  private static final int BACKLOG = 2048;

  private final Map<Thread, Connection> current = new ConcurrentHashMap<>();
  private final AtomicInteger toDrop = new AtomicInteger();

  /** The connection that the calling thread serves; empty if it has been closed meanwhile. */
  Optional<Connection> current() {
    return Optional.ofNullable(current.get(Thread.currentThread()));
  }

  void dropNext(int count) {
    toDrop.addAndGet(count);
  }

  private void servedByThisThread(Connection connection) {
    current.put(Thread.currentThread(), connection);
  }

  private void forget(Connection connection) {
    current.values().remove(connection);
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new Listening();
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
    throw new UnsupportedOperationException();
  }

  private final class Listening extends ServerSocket {
    Listening() throws IOException {}

    @Override
    public void bind(SocketAddress endpoint, int backlog) throws IOException {
      super.bind(endpoint, BACKLOG);
    }

    @Override
    public Socket accept() throws IOException {
      while (true) {
        Connection connection =
            new Connection(
                ListeningSockets.this::servedByThisThread, ListeningSockets.this::forget);
        implAccept(connection);
        // Small answers to small questions: waiting to fill a packet only costs time.
        connection.setTcpNoDelay(true);
        if (toDrop.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
          return connection;
        }
        connection.close();
      }
    }
  }
}
