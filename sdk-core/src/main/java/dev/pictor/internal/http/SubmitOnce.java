package dev.pictor.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The last moments of a submission on this machine. A connection that was kept may have been closed
 * by the server meanwhile; a submission that is written to it is lost, and nobody could say whether
 * it arrived. OkHttp looks at a kept connection only after ten idle seconds, so it is looked at
 * here, and another one is taken if it is dead; but for one that was in use a moment ago, of a
 * server that has never closed such a one.
 */
final class SubmitOnce {
  private static final int MOST_DEAD_CONNECTIONS = 16;

  private final KeptConnections kept = new KeptConnections();

  /** Next to the network: lets a submission pass once, and onto a live connection only. */
  Response check(Interceptor.Chain chain) throws IOException {
    Request request = chain.request();
    Connection connection = chain.connection();
    SendGate gate = request.tag(SendGate.class);
    if (connection == null || !isWithoutSignals(connection)) {
      open(request, gate);
      return WellFormed.readable(chain);
    }
    boolean maySubmit = gate != null || request.body() != null;
    boolean isTakenOnTrust = maySubmit && look(connection);
    open(request, gate);
    try {
      Response response = WellFormed.readable(chain);
      kept.used(connection);
      return response;
    } catch (IOException e) {
      if (isTakenOnTrust) {
        kept.foundClosed(connection);
      }
      throw e;
    }
  }

  private static void open(Request request, @Nullable SendGate gate) throws IOException {
    if (gate != null && request.body() == null && !gate.open()) { // a body opens the gate itself
      throw new IOException("taken back before it was sent, or asked to be sent twice");
    }
  }

  /** Whether it was not looked at, because there is no reason to. */
  private boolean look(Connection connection) throws DeadConnection {
    boolean isWarm = kept.isWarm(connection);
    if (isWarm && kept.isTrusted(connection)) {
      return true;
    }
    boolean isDead = isDead(connection);
    if (isWarm) {
      if (isDead) {
        kept.foundClosed(connection);
      } else {
        kept.foundOpen(connection);
      }
    }
    if (isDead) {
      throw new DeadConnection();
    }
    return false;
  }

  /** HTTP/2 reads all the time and knows by itself. */
  private static boolean isWithoutSignals(Connection connection) {
    return connection.protocol() == Protocol.HTTP_1_1 || connection.protocol() == Protocol.HTTP_1_0;
  }

  /** Around the rest: asks for another connection instead of a dead one. */
  static Response replace(Interceptor.Chain chain) throws IOException {
    for (int i = 0; i < MOST_DEAD_CONNECTIONS; i++) {
      try {
        return chain.proceed(chain.request());
      } catch (DeadConnection next) {
        // Nothing was sent.
      }
    }
    return chain.proceed(chain.request());
  }

  /** Whether the other side has closed, or speaks without having been asked. */
  private static boolean isDead(Connection connection) {
    Socket socket = connection.socket();
    try {
      int timeout = socket.getSoTimeout();
      try {
        socket.setSoTimeout(1);
        socket.getInputStream().read();
        return true;
      } finally {
        socket.setSoTimeout(timeout);
      }
    } catch (SocketTimeoutException silent) {
      return false;
    } catch (IOException broken) {
      return true;
    }
  }

  private static final class DeadConnection extends IOException {
    private static final long serialVersionUID = 1L;

    DeadConnection() {
      super("the kept connection was closed by the server before anything was sent");
    }
  }
}
