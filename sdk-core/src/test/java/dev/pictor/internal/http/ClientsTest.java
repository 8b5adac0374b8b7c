package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import org.junit.jupiter.api.Test;

class ClientsTest {
  /** On Android, to close a TLS connection in the main thread throws. */
  @Test
  void idleConnectionsAreNotClosedInTheThreadThatClosesTheClient() throws Exception {
    Clients clients = new Clients(Optional.empty(), new Connections(Connections.DEFAULT, 1));
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(new MockResponse().setBody("hello"));
      CompletableFuture<Thread> closer = new CompletableFuture<>();
      OkHttpClient watched = clients.api().newBuilder().socketFactory(new Watched(closer)).build();
      try (Response reply =
          watched.newCall(new Request.Builder().url(server.url("/")).build()).execute()) {
        assertThat(reply.body().string()).isEqualTo("hello");
      }
      assertThat(clients.api().connectionPool().idleConnectionCount()).isEqualTo(1);

      clients.close();
      clients.close(); // once more does no harm

      Thread closing = closer.get(30, TimeUnit.SECONDS);
      assertThat(closing).isNotSameAs(Thread.currentThread());
      assertThat(closing.getName()).startsWith("pictor-");
      assertThat(closing.isDaemon()).isTrue();
    }
  }

  /** OkHttp takes a kept connection only for a client that trusts by the very same context. */
  @Test
  void connectionsOfTlsAreSharedByShortAndLongCalls() {
    try (Clients clients = new Clients(Optional.empty(), new Connections(Connections.DEFAULT, 1))) {
      OkHttpClient api = clients.api();
      for (OkHttpClient other :
          Arrays.asList(clients.longCalls(), clients.downloads(DownloadRules.STRICT))) {
        assertThat(other.sslSocketFactory()).isSameAs(api.sslSocketFactory());
        assertThat(other.hostnameVerifier()).isSameAs(api.hostnameVerifier());
        assertThat(other.connectionPool()).isSameAs(api.connectionPool());
      }
      assertThat(clients.longCalls().dispatcher()).isSameAs(api.dispatcher());
      assertThat(clients.downloads(DownloadRules.STRICT).dispatcher())
          .isNotSameAs(api.dispatcher());
    }
  }

  /** Makes sockets that tell who closes them. */
  private static final class Watched extends SocketFactory {
    private final CompletableFuture<Thread> closer;

    Watched(CompletableFuture<Thread> closer) {
      this.closer = closer;
    }

    @Override
    public Socket createSocket() {
      return new Socket() {
        @Override
        public synchronized void close() throws IOException {
          closer.complete(Thread.currentThread());
          super.close();
        }
      };
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
