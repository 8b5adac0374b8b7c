package dev.pictor.internal.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The OkHttp clients of one {@code ImageClient}: one for API calls, one for downloads, so that slow
 * downloads never hold a status call up. Made when first needed.
 *
 * <p>A client that the user brings is derived from, never changed and never closed: its connection
 * pool, proxy, DNS, TLS and interceptors are shared. The dispatcher is always our own, because
 * OkHttp's has non-daemon threads and stops at five calls to one host.
 */
public final class Clients implements AutoCloseable {
  /** Enough for some hundred status calls a second; more jobs only mean a longer queue. */
  static final int API_THREADS = 10;

  static final int DOWNLOAD_THREADS = 5;

  private final Optional<OkHttpClient> users;
  private @Nullable OkHttpClient api;
  private @Nullable OkHttpClient downloads;
  private boolean closed;

  public Clients(Optional<OkHttpClient> users) {
    this.users = users;
  }

  synchronized OkHttpClient api() {
    if (api == null) {
      api = derive("pictor-http", API_THREADS).addInterceptor(new HoldTimeout()).build();
    }
    return api;
  }

  synchronized OkHttpClient downloads() {
    if (downloads == null) {
      OkHttpClient.Builder builder = derive("pictor-download", DOWNLOAD_THREADS);
      downloads = builder.connectionPool(api().connectionPool()).build();
    }
    return downloads;
  }

  private OkHttpClient.Builder derive(String threads, int maxThreads) {
    if (closed) {
      throw new IllegalStateException("the ImageClient is closed");
    }
    Dispatcher dispatcher = new Dispatcher(Threads.bounded(threads, maxThreads));
    dispatcher.setMaxRequests(maxThreads);
    dispatcher.setMaxRequestsPerHost(maxThreads);
    OkHttpClient.Builder builder =
        users
            .map(OkHttpClient::newBuilder)
            .orElseGet(() -> new OkHttpClient.Builder().connectionPool(new ConnectionPool()));
    return builder
        .dispatcher(dispatcher)
        // Whatever sends a request a second time may pay a second time: retries belong to the
        // engine, which knows what is safe.
        .retryOnConnectionFailure(false)
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
    closed = true;
    shutDown(api);
    shutDown(downloads);
  }

  private void shutDown(@Nullable OkHttpClient client) {
    if (client != null) {
      client.dispatcher().cancelAll();
      ExecutorService executor = client.dispatcher().executorService();
      executor.shutdown();
      if (!users.isPresent()) {
        client.connectionPool().evictAll();
      }
    }
  }

  /** Lets a server that holds its reply on purpose be silent for that much longer. */
  private static final class HoldTimeout implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      Hold hold = chain.request().tag(Hold.class);
      return hold == null
          ? chain.proceed(chain.request())
          : chain
              .withReadTimeout(
                  (int) Timeouts.SILENCE.plus(hold.duration).toMillis(), TimeUnit.MILLISECONDS)
              .proceed(chain.request());
    }
  }

  /** How long the server of a request may hold its reply back. */
  static final class Hold {
    final Duration duration;

    Hold(Duration duration) {
      this.duration = duration;
    }
  }
}
