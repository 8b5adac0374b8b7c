package dev.pictor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okio.Buffer;

/**
 * One HTTP server on a free port of the loopback interface: the only class, with its sockets, that
 * knows MockWebServer.
 *
 * <p>MockWebServer sends a body only when all of it is known. Replies that are written while
 * something goes on, slowly or in part, are therefore written past it, onto the connection that the
 * request came in on.
 */
final class HttpListener implements AutoCloseable {
  // Not "localhost", which is two addresses on most machines, of which one does not answer.
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final Host host;
  private final EmulatorClock clock;
  private final Function<Incoming, Reply> handler;
  private final MockWebServer server = new MockWebServer();
  private final ListeningSockets sockets = new ListeningSockets();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final String url;

  HttpListener(Host host, EmulatorClock clock, Function<Incoming, Reply> handler) {
    this.host = host;
    this.clock = clock;
    this.handler = handler;
    server.setServerSocketFactory(sockets);
    server.setDispatcher(new ToHandler());
    DaemonThreads.use(server);
    try {
      server.start(InetAddress.getByAddress("127.0.0.1", LOOPBACK), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free for the emulator", e);
    }
    // As text: asking for the port must not resolve a host name.
    this.url = String.format(Locale.ROOT, "http://127.0.0.1:%d", server.getPort());
  }

  String url() {
    return url;
  }

  /** Closes the next connections as soon as they are made. */
  void dropConnections(int count) {
    sockets.dropNext(count);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    clock.wake();
    try {
      server.shutdown();
    } catch (IOException e) {
      throw new UncheckedIOException("the emulator did not stop", e);
    }
  }

  private MockResponse respond(RecordedRequest request) throws InterruptedException {
    // MockWebServer keeps every request until somebody takes it; the ledger has its own.
    server.takeRequest(0, TimeUnit.MILLISECONDS);
    HttpUrl target = HttpUrl.parse(url + request.getPath());
    if (target == null) {
      return new MockResponse().setResponseCode(400);
    }
    Incoming incoming =
        new Incoming(
            host,
            String.valueOf(request.getMethod()),
            target,
            request.getHeaders(),
            request.getBody().readByteArray());
    return send(handler.apply(incoming), incoming.method().equals("HEAD"));
  }

  private MockResponse send(Reply reply, boolean headOnly) throws InterruptedException {
    Delivery.Kind kind = reply.delivery().kind();
    boolean isLive = reply.live().isPresent();
    if (kind == Delivery.Kind.TWICE && !isLive && !headOnly) {
      return twice(reply);
    }
    boolean plain = kind == Delivery.Kind.WHOLE && !isLive;
    boolean head =
        headOnly
            && kind != Delivery.Kind.NOTHING
            && kind != Delivery.Kind.RESET
            && kind != Delivery.Kind.SILENCE;
    return plain || head ? whole(reply, headOnly) : direct(reply);
  }

  private MockResponse direct(Reply reply) throws InterruptedException {
    Optional<Connection> connection = sockets.current();
    if (connection.isPresent()) {
      try {
        new DirectReply(connection.get(), clock, closed::get).send(reply);
      } catch (IOException clientHungUp) {
        // What a client does not want to read need not be written.
      }
      connection.get().finish();
    }
    return new MockResponse();
  }

  private static MockResponse whole(Reply reply, boolean headOnly) {
    byte[] body = reply.body();
    MockResponse response = new MockResponse().setStatus(statusLine(reply.status()));
    response.setBody(headOnly ? new Buffer() : new Buffer().write(body));
    if (reply.status() == 204 || reply.status() == 304) {
      response.removeHeader("Content-Length");
    } else {
      response.setHeader("Content-Length", body.length);
    }
    reply.headers().forEach(header -> response.setHeader(header.name(), header.value()));
    return response;
  }

  /** The second reply is written as if it were the end of the first one's body. */
  private static MockResponse twice(Reply reply) {
    MockResponse once = whole(reply, false);
    String head = once.getStatus() + "\n" + once.getHeaders() + "\n";
    Buffer both = new Buffer().write(reply.body()).writeUtf8(head).write(reply.body());
    MockResponse response = new MockResponse().setBody(both);
    return response.setStatus(once.getStatus()).setHeaders(once.getHeaders());
  }

  static String statusLine(int status) {
    return "HTTP/1.1 " + status + " " + Reasons.phrase(status);
  }

  private final class ToHandler extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
      return respond(request);
    }
  }
}
