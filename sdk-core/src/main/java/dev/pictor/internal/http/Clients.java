package dev.pictor.internal.http;

import dev.pictor.spi.HttpCall;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The OkHttp clients of one {@code ImageClient}: one for API calls, one for those that are long on
 * purpose, one for downloads, so that slow downloads never hold a status call up. Made when first
 * needed.
 *
 * <p>A client that the user brings is derived from, never changed and never closed: its connection
 * pool, proxy, DNS, TLS and interceptors are shared. The threads are always our own, because those
 * of OkHttp's dispatcher are no daemons, and it stops at five calls to one host.
 */
public final class Clients implements AutoCloseable {
  static final int DOWNLOAD_THREADS = 5;

  private static final long KEPT_MINUTES = 5;

  /** What is said of a call that comes too late. */
  public static final String CLOSED = "The ImageClient is closed; make a new one";

  private final Optional<OkHttpClient> users;
  private final Connections connections;
  private final Room room;
  private final SubmitOnce submitOnce = new SubmitOnce();
  private final Object making = new Object();
  private @Nullable OkHttpClient base;
  private @Nullable OkHttpClient api;
  private @Nullable OkHttpClient questions;
  private @Nullable OkHttpClient onlyOnce;
  private @Nullable OkHttpClient longCalls;
  private @Nullable OkHttpClient downloads;
  private final Map<DownloadRules, OkHttpClient> guarded = new HashMap<>();
  private final AtomicBoolean prepared = new AtomicBoolean();
  private boolean closed;

  public Clients(Optional<OkHttpClient> users, Connections connections) {
    this.users = users;
    this.connections = connections;
    this.room = new Room(connections);
  }

  /** For calls to providers. */
  public Room room() {
    return room;
  }

  /**
   * Begins to make what the first call needs, on a thread of its own, and only the first time: the
   * TLS context alone takes as long as planning the first request does meanwhile.
   */
  public void prepare() {
    if (!prepared.compareAndSet(false, true)) {
      return;
    }
    try {
      Threads.start("pictor-start", this::makeFirst);
    } catch (RuntimeException | Error e) { // no memory for one more thread
      prepared.set(false);
    }
  }

  private void makeFirst() {
    try {
      base(); // without the lock that whoever sends the first call waits with
      onlyOnce();
    } catch (RuntimeException | Error e) {
      // Whoever sends the first call meets the same, and has somebody to tell.
    }
  }

  synchronized OkHttpClient api() {
    checkOpen();
    if (api == null) {
      OkHttpClient.Builder client = derive(new CallQueue("pictor-http", room));
      api = client.addNetworkInterceptor(submitOnce::check).build();
    }
    return api;
  }

  /** For questions after one job: the same, but not as patient with a server that is silent. */
  synchronized OkHttpClient questions() {
    checkOpen();
    if (questions == null) {
      questions = api().newBuilder().readTimeout(Timeouts.QUESTION).build();
    }
    return questions;
  }

  /** For calls with a body, which are not simply made again: the same, but for one step more. */
  synchronized OkHttpClient onlyOnce() {
    checkOpen();
    if (onlyOnce == null) {
      onlyOnce = api().newBuilder().addInterceptor(SubmitOnce::replace).build();
    }
    return onlyOnce;
  }

  /** For streams and held replies: the same, but for one step more, and more patient. */
  synchronized OkHttpClient longCalls() {
    checkOpen();
    if (longCalls == null) {
      longCalls =
          api().newBuilder().addInterceptor(chain -> SubmitOnce.replace(patient(chain))).build();
    }
    return longCalls;
  }

  /** For downloads by these rules; all of them share one dispatcher. */
  synchronized OkHttpClient downloads(DownloadRules rules) {
    checkOpen();
    return guarded.computeIfAbsent(rules, any -> DownloadGuard.guarded(downloads(), rules));
  }

  /** For files that go to a provider: on the threads of downloads, so that no poll waits. */
  synchronized OkHttpClient uploads() {
    checkOpen();
    return downloads();
  }

  private OkHttpClient downloads() {
    if (downloads == null) {
      OkHttpClient.Builder builder =
          derive(new CallQueue("pictor-download", Room.of(DOWNLOAD_THREADS, DOWNLOAD_THREADS - 1)));
      downloads = builder.build();
    }
    return downloads;
  }

  /** Keeps a connection for each thread: OkHttp's own keeps five, and greets for the rest anew. */
  private ConnectionPool pool() {
    int threads = connections.all() + DOWNLOAD_THREADS;
    return new ConnectionPool(threads, KEPT_MINUTES, TimeUnit.MINUTES);
  }

  /** What runs the calls of one of these clients. */
  static CallQueue queue(OkHttpClient client) {
    return (CallQueue) client.dispatcher().executorService();
  }

  /** Whether the client is closed, and every call refused. */
  synchronized boolean isClosed() {
    return closed;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(CLOSED);
    }
  }

  /** What all are derived from: connections are shared only between those of one TLS context. */
  private OkHttpClient base() {
    synchronized (making) {
      OkHttpClient made = base;
      if (made == null) {
        made =
            users.isPresent()
                ? users.get()
                : new OkHttpClient.Builder().connectionPool(pool()).build();
        base = made;
      }
      return made;
    }
  }

  private OkHttpClient.Builder derive(CallQueue calls) {
    return base()
        .newBuilder()
        .dispatcher(new Dispatcher(calls))
        // Only so does OkHttp try the second address of a host whose first one is dead. A request
        // that has begun to leave is not sent again: its body is written once (SubmitOnce), and
        // every other retry belongs to the engine, which knows what is safe.
        .retryOnConnectionFailure(true)
        .followRedirects(false)
        .followSslRedirects(false)
        .authenticator(Authenticator.NONE)
        .cookieJar(CookieJar.NO_COOKIES)
        .cache(null)
        .connectTimeout(Timeouts.CONNECT)
        .readTimeout(Timeouts.SILENCE)
        .writeTimeout(Timeouts.SILENCE)
        .callTimeout(Duration.ZERO); // set for each call
  }

  /** Ends every call, and every thread and idle connection that is ours. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    shutDown(api);
    shutDown(downloads);
  }

  private void shutDown(@Nullable OkHttpClient client) {
    if (client != null) {
      CallQueue queue = queue(client);
      queue.cancelAll();
      if (!users.isPresent()) {
        // Not here: whoever ends a TLS connection writes to it, and Android lets nobody do that in
        // the main thread.
        queue.execute(client.connectionPool()::evictAll);
      }
      queue.shutdown();
    }
  }

  /** Lets a server that holds its reply on purpose be silent for that much longer. */
  private static Interceptor.Chain patient(Interceptor.Chain chain) {
    HttpCall held = chain.call().request().tag(HttpCall.class); // the user's may be made anew
    return held == null
        ? chain
        : chain.withReadTimeout(
            (int) Timeouts.SILENCE.plus(held.hold()).toMillis(), TimeUnit.MILLISECONDS);
  }
}
