package dev.pictor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of plain sockets, for faults in the middle of things. */
final class RawServer implements AutoCloseable {
  /** What is done with a connection. */
  interface Script {
    void run(Connection connection) throws IOException;
  }

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  RawServer(Script script) throws IOException {
    Thread acceptor =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try {
                  Socket socket = listener.accept();
                  connections.incrementAndGet();
                  serve(socket, script);
                } catch (IOException closed) {
                  return;
                }
              }
            },
            "test-raw-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  private void serve(Socket socket, Script script) {
    Thread server =
        new Thread(
            () -> {
              try (Socket closing = socket) {
                script.run(new Connection(closing, requests));
              } catch (IOException broken) {
                // That is what this server is for.
              }
            },
            "test-raw-connection");
    server.setDaemon(true);
    server.start();
  }

  /** One connection of a client. */
  static final class Connection {
    final Socket socket;
    private final AtomicInteger requests;
    private final InputStream in;
    private int length;

    Connection(Socket socket, AtomicInteger requests) throws IOException {
      this.socket = socket;
      this.requests = requests;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Reads up to the empty line; counts the request. */
    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the client has gone");
        }
        head.append((char) next);
      }
      requests.incrementAndGet();
      String name = "content-length:";
      int at = head.toString().toLowerCase(Locale.ROOT).indexOf(name);
      length =
          at < 0
              ? 0
              : Integer.parseInt(
                  head.substring(at + name.length(), head.indexOf("\r\n", at)).trim());
      return head.toString();
    }

    /** Reads so much of the body. */
    void body(int bytes) throws IOException {
      byte[] block = new byte[64 * 1024];
      for (int left = bytes; left > 0; ) {
        int read = in.read(block, 0, Math.min(left, block.length));
        if (read < 0) {
          throw new IOException("the client has gone");
        }
        left -= read;
      }
    }

    void wholeBody() throws IOException {
      body(length);
    }

    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }

    /** Ends the connection without a word of goodbye. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  int connections() {
    return connections.get();
  }

  /** How many requests began to come in. */
  int requests() {
    return requests.get();
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
