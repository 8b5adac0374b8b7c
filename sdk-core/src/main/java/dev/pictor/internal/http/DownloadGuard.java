package dev.pictor.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Connection;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Holds the downloads of one client to their rules where the address is known: when its name has
 * been resolved, and again when the connection is open and nothing was sent, so that no name can
 * change its address in between and no address in numbers goes by. And holds their servers to what
 * OkHttp can bear.
 *
 * <p>Through a proxy of the user's the proxy resolves the name, and the addresses seen here are its
 * own, which the user has chosen. Then only what the URL itself says is checked.
 */
final class DownloadGuard implements Dns, Interceptor {
  private final DownloadRules rules;
  private final Dns dns;
  private final Set<String> proxies = ConcurrentHashMap.newKeySet();

  private DownloadGuard(DownloadRules rules, Dns dns) {
    this.rules = rules;
    this.dns = dns;
  }

  /** The client for downloads by these rules; shares all but the connections with the other one. */
  static OkHttpClient guarded(OkHttpClient client, DownloadRules rules) {
    DownloadGuard guard = new DownloadGuard(rules, client.dns());
    OkHttpClient.Builder guarded = client.newBuilder().dns(guard).addNetworkInterceptor(guard);
    Proxy only = client.proxy();
    if (only == null) {
      guarded.proxySelector(guard.new Noticing(client.proxySelector()));
    } else {
      guard.notice(only);
    }
    return guarded.build();
  }

  private void notice(Proxy proxy) {
    if (proxy.address() instanceof InetSocketAddress) {
      proxies.add(((InetSocketAddress) proxy.address()).getHostString());
    }
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    List<InetAddress> found = dns.lookup(hostname);
    if (proxies.contains(hostname)) {
      return found;
    }
    List<InetAddress> allowed = new ArrayList<>();
    for (InetAddress address : found) {
      if (rules.allows(address)) {
        allowed.add(address);
      }
    }
    if (allowed.isEmpty() && !found.isEmpty()) {
      throw DownloadRules.refused(hostname, "resolves to " + AddressKind.words(found));
    }
    return allowed;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Connection connection = chain.connection();
    if (connection != null && connection.route().proxy().type() == Proxy.Type.DIRECT) {
      check(connection.route().socketAddress().getAddress());
      check(connection.socket().getInetAddress());
    }
    Response response = WellFormed.proceed(chain, chain.request());
    checkLength(response);
    return response;
  }

  /**
   * Refuses here what OkHttp can neither read nor close, and would keep the connection of: from
   * here on it gives the connection up by itself.
   */
  private static void checkLength(Response response) throws RefusedException {
    Set<String> lengths = new LinkedHashSet<>(response.headers("Content-Length"));
    if (lengths.size() > 1) { // of which it would take the last, and cut the file there
      throw new RefusedException(
          "it says more than one Content-Length: " + String.join(", ", lengths));
    }
    ResponseBody body = response.body();
    if (body != null && body.contentLength() < -1) {
      throw new RefusedException("its Content-Length is " + body.contentLength());
    }
  }

  private void check(@Nullable InetAddress address) throws RefusedException {
    if (address != null && !rules.allows(address)) {
      throw DownloadRules.refused(address.getHostAddress(), "is " + AddressKind.of(address).words);
    }
  }

  /** Learns which names are those of proxies. */
  private final class Noticing extends ProxySelector {
    private final ProxySelector selector;

    Noticing(ProxySelector selector) {
      this.selector = selector;
    }

    @Override
    public @Nullable List<Proxy> select(@Nullable URI uri) {
      List<Proxy> selected = selector.select(uri);
      if (selected != null) {
        selected.forEach(DownloadGuard.this::notice);
      }
      return selected;
    }

    @Override
    public void connectFailed(
        @Nullable URI uri, @Nullable SocketAddress address, @Nullable IOException failure) {
      selector.connectFailed(uri, address, failure);
    }
  }
}
