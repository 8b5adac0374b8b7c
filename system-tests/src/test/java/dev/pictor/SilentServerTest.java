package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.GeneratedImage;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stops in the middle of an image and keeps the connection open. */
@Timeout(60)
class SilentServerTest {
  private static final byte[] FILE = Wire.bytes(400_000);
  private static final long SILENCE = TimeUnit.SECONDS.toMillis(75);

  /** Remembers the sockets it has made. */
  private static final class Sockets extends SocketFactory {
    final List<Socket> made = new CopyOnWriteArrayList<>();

    @Override
    public Socket createSocket() {
      Socket socket = new Socket();
      made.add(socket);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Signal extends OutputStream {
    final CountDownLatch begun = new CountDownLatch(1);

    @Override
    public void write(int octet) {
      begun.countDown();
    }
  }

  /** No other clock looks at it while it reads, and the reader would wait for ever. */
  @Test
  void theSocketItselfEndsTheWaitForABody() throws Exception {
    Sockets sockets = new Sockets();
    CountDownLatch end = new CountDownLatch(1);
    try (Wire wire = new Wire();
        TestTime time = new TestTime();
        FileServer server =
            new FileServer(
                (request, reply) -> {
                  reply.head(
                      "HTTP/1.1 200 OK", "Content-Type: image/png", "Content-Length: 400000");
                  reply.body(FILE, 0, 100_000);
                  Until.open(end);
                  reply.body(FILE, 100_000, FILE.length);
                });
        // What a user has set for calls is not for downloads.
        ImageClient client =
            wire.builder(time)
                .httpClient(
                    new OkHttpClient.Builder()
                        .socketFactory(sockets)
                        .readTimeout(0, TimeUnit.SECONDS)
                        .build())
                .build()) {
      wire.then(RESULT, Wire.result(server.url()));
      GeneratedImage image = client.generate(Wire.request()).image();
      Signal out = new Signal();
      CompletableFuture<Void> done = CompletableFuture.runAsync(() -> image.writeTo(out));
      Until.open(out.begun);
      int port = URI.create(server.url()).getPort();
      assertThat(sockets.made)
          .filteredOn(socket -> socket.getPort() == port)
          .singleElement()
          .satisfies(socket -> assertThat(socket.getSoTimeout()).isEqualTo((int) SILENCE));
      end.countDown();
      Until.done(done.thenApply(nothing -> true));
    } finally {
      end.countDown();
    }
  }
}
