package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.PictorException;
import dev.pictor.error.TransportException;
import dev.pictor.fal.Fal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who does not reach a provider is told what was not reached, and what to look at. */
@Timeout(30)
class OfflineTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private TransportException failure(String url, OkHttpClient http) {
    return failure(TransportException.class, url, http);
  }

  private <T extends PictorException> T failure(Class<T> type, String url, OkHttpClient http) {
    try (ImageClient client =
        ImageClient.builder()
            .provider(Fal.builder().key(Wire.KEY).queueUrl(url).build())
            .httpClient(http)
            .time(time)
            .build()) {
      return Failures.exactly(type, () -> client.generate(Wire.request()));
    }
  }

  private static OkHttpClient without(String host) {
    return new OkHttpClient.Builder()
        .dns(
            name -> {
              throw new UnknownHostException(host + ": no such name");
            })
        .build();
  }

  /** Where nobody listens. */
  private static InetSocketAddress nowhere() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket port = new ServerSocket(0, 1, here)) {
      return new InetSocketAddress(here, port.getLocalPort());
    }
  }

  @Test
  void aHostThatHasNoAddress() {
    assertThat(failure("https://images.test", without("images.test")))
        .hasMessageContaining("the host name cannot be resolved (images.test: no such name)")
        .hasMessageContaining("check the network");
  }

  /** It is refused at once: no timeout has anything to do with it. */
  @Test
  void aHostThatRefusesTheConnection() throws IOException {
    InetSocketAddress nowhere = nowhere();
    assertThat(failure("http://127.0.0.1:" + nowhere.getPort(), new OkHttpClient()))
        .hasMessageContaining("no connection (")
        .hasMessageContaining("check the network")
        .hasMessageNotContaining("timeout");
  }

  /** The provider's address is right, and is not what was tried. */
  @Test
  void aProxyThatIsNotThere() throws IOException {
    InetSocketAddress nowhere = nowhere();
    OkHttpClient http =
        new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, nowhere)).build();
    assertThat(failure("https://queue.fal.run", http))
        .hasMessageContaining("POST to https://queue.fal.run:443 failed")
        .hasMessageContaining(":" + nowhere.getPort() + ")")
        .hasMessageContaining("and the proxy if any");
  }

  /** Without TLS it answers itself, in the provider's place. */
  @Test
  void aProxyThatAsksWhoCalls() throws IOException {
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              boolean isKnown = request.getHeader("Proxy-Authorization") != null;
              return new MockResponse().setResponseCode(isKnown ? 401 : 407);
            }
          });
      OkHttpClient http = new OkHttpClient.Builder().proxy(proxy.toProxyAddress()).build();
      assertThat(failure(AuthenticationException.class, "http://queue.test", http))
          .hasMessageContaining("A proxy on the way to fal asks who calls (407)")
          .hasMessageContaining("Proxy-Authorization");
      assertThat(proxy.getRequestCount()).isEqualTo(1);

      OkHttpClient known =
          http.newBuilder()
              .addInterceptor(
                  chain ->
                      chain.proceed(
                          chain
                              .request()
                              .newBuilder()
                              .header("Proxy-Authorization", "Basic bWU6bWluZQ==")
                              .build()))
              .build();
      assertThat(failure(AuthenticationException.class, "http://queue.test", known))
          .hasMessageContaining("fal refused the key");
    }
  }

  /** With TLS it is asked for a tunnel first, and nothing of the request has left. */
  @ParameterizedTest
  @ValueSource(ints = {403, 407, 502})
  void aProxyThatRefusesTheTunnel(int status) throws IOException {
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return new MockResponse().setResponseCode(status);
            }
          });
      OkHttpClient http = new OkHttpClient.Builder().proxy(proxy.toProxyAddress()).build();

      assertThat(failure("https://queue.fal.run", http))
          .hasMessageContaining("POST to https://queue.fal.run:443 failed: the proxy lets nothing")
          .hasMessageContaining("the proxyAuthenticator of your OkHttpClient")
          .matches(e -> !e.hasUnknownOutcome());
      assertThat(proxy.getRequestCount()).isPositive();
    }
  }
}
