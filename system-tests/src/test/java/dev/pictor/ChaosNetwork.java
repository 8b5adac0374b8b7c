package dev.pictor;

import dev.pictor.internal.http.CallQueue;
import dev.pictor.testing.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.connection.RealCall;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * The network between a client and the services, brought into the client as its {@link
 * OkHttpClient}: it breaks what it is told to break, and knows which calls, connections and sockets
 * are open.
 */
final class ChaosNetwork implements AutoCloseable {
  // Kept: a logger that nobody holds forgets its level. It reports each broken connection.
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  static {
    SERVER_LOG.setLevel(Level.OFF);
  }

  private static final int SUBMIT_PATIENCE = 8;

  private final ThreadLocal<Optional<ChaosSocket.Cut>> cuts =
      ThreadLocal.withInitial(Optional::empty);
  private final Set<CallQueue> queues =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final Set<String> toldToEnd = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger events = new AtomicInteger();
  private final AtomicInteger openSockets = new AtomicInteger();
  private final ConnectionPool pool = new ConnectionPool();
  private final MockWebServer untrusted = new MockWebServer();
  private final RawServer plain;
  private final int closedPort;
  private final Optional<Duration> patience;
  private final OkHttpClient client;
  private volatile Function<Request, Optional<NetworkFault>> chooser = call -> Optional.empty();

  ChaosNetwork() {
    this(Optional.empty());
  }

  /** One in which nobody waits for long, in real time, for a server that says nothing. */
  ChaosNetwork(Duration patience) {
    this(Optional.of(patience));
  }

  private ChaosNetwork(Optional<Duration> patience) {
    this.patience = patience;
    try (ServerSocket soonClosed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = soonClosed.getLocalPort();
      plain =
          new RawServer(
              connection -> {
                connection.body(1);
                connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
              });
      untrusted.useHttps(
          new HandshakeCertificates.Builder()
              .heldCertificate(
                  new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build())
              .build()
              .sslSocketFactory(),
          false);
      untrusted.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client =
        new OkHttpClient.Builder()
            .connectionPool(pool)
            .dns(new Names())
            .socketFactory(new Sockets())
            .addInterceptor(this::intercept)
            .eventListenerFactory(this::watch)
            .build();
  }

  OkHttpClient client() {
    return client;
  }

  /** Lets {@code chooser} say for each call what breaks, if anything. */
  void failBy(Function<Request, Optional<NetworkFault>> chooser) {
    this.chooser = chooser;
  }

  void heal() {
    queues.removeIf(queue -> queue.underWay() == 0);
    chooser = call -> Optional.empty();
  }

  /** How many calls were begun and have not ended, with all that their ends gave rise to. */
  int running() {
    int inQueues = 0;
    synchronized (queues) {
      for (CallQueue queue : queues) {
        inQueues += queue.underWay();
      }
    }
    return Math.max(running.get(), inQueues);
  }

  /** Whether no client of the last calls keeps threads ready for more. */
  boolean hasNoThreadsReady() {
    synchronized (queues) {
      return queues.stream().allMatch(CallQueue::isShutdown);
    }
  }

  /** A number that changes whenever something happens. */
  int events() {
    return events.get();
  }

  /** How many connections are held by a call or by a reply that nobody closed. */
  int heldConnections() {
    return pool.connectionCount() - pool.idleConnectionCount();
  }

  /** Lets kept connections go. What is open afterwards was forgotten. */
  int openSockets() {
    dropConnections();
    return openSockets.get();
  }

  /** Lets kept connections go, and whatever the server has left in them. */
  void dropConnections() {
    pool.evictAll();
  }

  /** The ids of the jobs that were told to end, whether or not the word came through. */
  Set<String> toldToEnd() {
    return toldToEnd;
  }

  /** Forgets what was told. */
  void forget() {
    toldToEnd.clear();
  }

  /** How many requests came through to whoever has a certificate that nobody trusts. */
  int intercepted() {
    return untrusted.getRequestCount();
  }

  /** What a request is for. */
  static Step step(Request request) {
    String path = request.url().encodedPath();
    if (path.endsWith("/cancel")) {
      return Step.CANCEL;
    }
    if (request.method().equals("POST")) {
      return Step.SUBMIT;
    }
    if (path.endsWith("/status/stream")) {
      return Step.STREAM;
    }
    if (path.endsWith("/status") || path.contains("/v1/predictions/")) {
      return Step.STATUS;
    }
    if (path.endsWith("/predictions")) {
      return Step.LIST;
    }
    return path.contains("/requests/") ? Step.RESULT : Step.DOWNLOAD;
  }

  private int ofPlainServer() {
    return Integer.parseInt(plain.url().substring(plain.url().lastIndexOf(':') + 1));
  }

  /** A submission is waited for longer: a busy machine must not lose what a test counts on. */
  private Interceptor.Chain impatient(Interceptor.Chain chain) {
    if (!patience.isPresent()) {
      return chain;
    }
    int factor = step(chain.request()) == Step.SUBMIT ? SUBMIT_PATIENCE : 1;
    int millis = (int) patience.get().toMillis() * factor;
    return chain.withReadTimeout(millis, TimeUnit.MILLISECONDS);
  }

  private Response intercept(Interceptor.Chain given) throws IOException {
    Request request = given.request();
    Interceptor.Chain chain = impatient(given);
    Optional<NetworkFault> fault = chooser.apply(request);
    if (!fault.isPresent()) {
      return chain.proceed(request);
    }
    HttpUrl.Builder url = request.url().newBuilder();
    switch (fault.get()) {
      case REFUSED:
        return chain.proceed(request.newBuilder().url(url.port(closedPort).build()).build());
      case NO_SUCH_HOST:
        return chain.proceed(request.newBuilder().url(url.host(Names.MISSING).build()).build());
      case NO_TLS:
        return chain.proceed(
            request.newBuilder().url(url.scheme("https").port(ofPlainServer()).build()).build());
      case UNTRUSTED_TLS:
        return chain.proceed(
            request
                .newBuilder()
                .url(url.scheme("https").port(untrusted.getPort()).build())
                .build());
      default:
        cuts.set(Optional.of(new ChaosSocket.Cut(fault.get())));
        try {
          return chain.proceed(request);
        } finally {
          // The body of a reply that breaks is read later, on this thread still.
          if (fault.get() != NetworkFault.CUT_IN_REPLY_BODY) {
            cuts.set(Optional.empty());
          }
        }
    }
  }

  @Override
  public void close() {
    try {
      untrusted.shutdown();
      plain.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pool.evictAll();
  }

  private static final class Names implements Dns {
    static final String MISSING = "nowhere.invalid";

    @Override
    public java.util.List<InetAddress> lookup(String name) throws UnknownHostException {
      if (name.equals(MISSING)) {
        throw new UnknownHostException(name);
      }
      return Dns.SYSTEM.lookup(name);
    }
  }

  private final class Sockets extends SocketFactory {
    @Override
    public Socket createSocket() {
      openSockets.incrementAndGet();
      return new ChaosSocket(cuts, openSockets::decrementAndGet);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      Socket socket = createSocket();
      socket.connect(new InetSocketAddress(host, port));
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      Socket socket = createSocket();
      socket.connect(new InetSocketAddress(host, port));
      return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket(host, port);
    }
  }

  /** Before the call is anywhere: it may wait long until it starts. */
  private Watch watch(Call call) {
    queues.add((CallQueue) ((RealCall) call).getClient().dispatcher().executorService());
    return new Watch();
  }

  private final class Watch extends EventListener {
    @Override
    public void callStart(Call call) {
      if (step(call.request()) == Step.CANCEL) {
        List<String> path = call.request().url().pathSegments();
        toldToEnd.add(path.get(path.size() - 2));
      }
      running.incrementAndGet();
      events.incrementAndGet();
    }

    @Override
    public void callEnd(Call call) {
      running.decrementAndGet();
      events.incrementAndGet();
      cuts.set(Optional.empty());
    }

    @Override
    public void callFailed(Call call, IOException e) {
      callEnd(call);
    }
  }
}
