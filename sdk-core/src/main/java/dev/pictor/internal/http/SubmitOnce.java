package dev.pictor.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The last moments of a submission on this machine.
 *
 * <p>Its body may be another one than the engine's by now: interceptors of the user's that sign,
 * compress or record make a copy, which OkHttp would send as often as it likes. So what is said of
 * a body is said here, behind all of them, and of whatever body there is.
 *
 * <p>A connection that was kept may have been closed by the server meanwhile; a submission that is
 * written to it is lost, and nobody could say whether it arrived. OkHttp looks at a kept connection
 * only after ten idle seconds, so it is looked at here, and another one is taken if it is dead; but
 * for one that was in use a moment ago, of a server that has never closed such a one.
 */
final class SubmitOnce {
  private static final int MOST_DEAD_CONNECTIONS = 16;

  private final KeptConnections kept = new KeptConnections();

  /** Next to the network: lets a submission pass once, and onto a live connection only. */
  Response check(Interceptor.Chain chain) throws IOException {
    SendGate gate = gate(chain);
    if (gate == null) {
      return noted(chain, chain.request(), false);
    }
    Connection connection = chain.connection();
    boolean isTakenOnTrust = connection != null && hasNoSignals(connection) && look(connection);
    Request request = onlyOnce(chain.request(), gate);
    RequestBody body = request.body();
    if (body == null) { // the head is all that leaves, and leaves next
      gate.pass();
      return noted(chain, request, isTakenOnTrust);
    }
    OneShotBody paid = (OneShotBody) body;
    paid.isAtTheWire();
    try {
      return noted(chain, request, isTakenOnTrust);
    } finally {
      paid.isOffTheWire();
    }
  }

  /**
   * Of the call, not of the request, which an interceptor may have made anew. A tag costs a
   * kilobyte for each call, as OkHttp copies tags whenever it copies a request.
   */
  private static @Nullable SendGate gate(Interceptor.Chain chain) {
    Request asked = chain.call().request();
    RequestBody body = asked.body();
    return body instanceof OneShotBody
        ? ((OneShotBody) body).gate()
        : asked.tag(SendGate.class); // without a body
  }

  private Response noted(Interceptor.Chain chain, Request request, boolean isTakenOnTrust)
      throws IOException {
    Connection connection = chain.connection();
    try {
      Response response = WellFormed.readable(chain, request);
      if (connection != null && hasNoSignals(connection)) {
        kept.used(connection);
      }
      return response;
    } catch (IOException e) {
      if (connection != null && isTakenOnTrust) {
        kept.foundClosed(connection);
      }
      throw e;
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
  private static boolean hasNoSignals(Connection connection) {
    return connection.protocol() == Protocol.HTTP_1_1 || connection.protocol() == Protocol.HTTP_1_0;
  }

  /**
   * Around the rest, and behind all that the user has put before the network: asks for another
   * connection instead of a dead one, and only for that.
   */
  static Response replace(Interceptor.Chain chain) throws IOException {
    SendGate gate = gate(chain);
    if (gate == null) {
      return replace(chain, chain.request());
    }
    gate.take();
    try {
      return replace(chain, onlyOnce(chain.request(), gate));
    } finally {
      gate.giveBack();
    }
  }

  private static Response replace(Interceptor.Chain chain, Request request) throws IOException {
    for (int i = 0; i < MOST_DEAD_CONNECTIONS; i++) {
      try {
        return chain.proceed(request);
      } catch (DeadConnection next) {
        // Nothing was sent.
      }
    }
    return chain.proceed(request);
  }

  /** Whatever body there is: a copy would be sent as often as OkHttp likes. */
  private static Request onlyOnce(Request request, SendGate gate) {
    RequestBody body = request.body();
    return body == null || body instanceof OneShotBody
        ? request
        : request.newBuilder().method(request.method(), new OneShotBody(body, gate)).build();
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
