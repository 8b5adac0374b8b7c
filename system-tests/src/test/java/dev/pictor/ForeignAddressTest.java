package dev.pictor;

import static dev.pictor.Wire.Step.FILE;
import static dev.pictor.Wire.Step.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.ImageClient.DownloadPermission;
import dev.pictor.error.DownloadException;
import dev.pictor.fal.Fal;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest.ResponseFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider on the Internet says of its images does not lead into the user's network. */
@Tag("wide")
@Timeout(60)
class ForeignAddressTest {
  private static final String API = "queue.example.com";
  private static final String FILES = "files.example.com";

  private final HeldCertificate certificate =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName(API)
          .addSubjectAlternativeName(FILES)
          .addSubjectAlternativeName("127.0.0.1")
          .build();
  private final HandshakeCertificates trust =
      new HandshakeCertificates.Builder()
          .addTrustedCertificate(certificate.certificate())
          .heldCertificate(certificate)
          .build();
  private final Wire wire = new Wire(server -> server.useHttps(trust.sslSocketFactory(), false));
  private final Wire plain = new Wire();
  private final TestTime time = new TestTime();
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private final AtomicInteger lookUps = new AtomicInteger();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    wire.close();
    plain.close();
    time.close();
  }

  private List<InetAddress> lookUp(String name) throws UnknownHostException {
    if (name.equals(FILES)) {
      lookUps.incrementAndGet();
    }
    List<InetAddress> found = new ArrayList<>();
    for (String address : names.getOrDefault(name, Collections.singletonList("127.0.0.1"))) {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      found.add(InetAddress.getByAddress(name, bytes));
    }
    return found;
  }

  private OkHttpClient.Builder http() {
    return new OkHttpClient.Builder()
        .dns(this::lookUp)
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
  }

  /** A client of a provider that is on the Internet as far as it knows. */
  private ImageClient.Builder builder(OkHttpClient http) {
    String api = "https://" + API + ":" + wire.server().getPort();
    return ImageClient.builder()
        .provider(Fal.builder().key(Wire.KEY).queueUrl(api).build())
        .httpClient(http)
        .time(time);
  }

  private String url(String host) {
    return "https://" + host + ":" + wire.server().getPort() + "/files/a.png";
  }

  private String plainUrl(String host) {
    return "http://" + host + ":" + plain.server().getPort() + "/files/a.png";
  }

  /** However the image is asked for, it is refused by this word, and nothing is left behind. */
  private void assertRefused(ImageClient client, String word) throws IOException {
    GeneratedImage image = client.generate(Wire.request()).image();
    Path file = folder.resolve("image.png");
    List<DownloadException> failures =
        Arrays.asList(
            Failures.exactly(DownloadException.class, image::bytes),
            Failures.exactly(DownloadException.class, () -> image.saveTo(file)),
            Failures.exactly(
                DownloadException.class,
                () ->
                    client.generate(
                        Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build())));
    for (DownloadException failure : failures) {
      assertThat(failure.getMessage()).contains("could not be fetched", word);
      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure.handle()).isPresent();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fd12::1",
        "fe80::1"
      })
  void aNameThatResolvesToAnAddressThatIsNotPublicIsNotConnectedTo(String address)
      throws IOException {
    names.put(FILES, Collections.singletonList(address));
    wire.always(RESULT, request -> Wire.result(url(FILES)));
    try (ImageClient client = builder(http().build()).build()) {
      assertRefused(client, FILES + " resolves to ");
    }
    assertThat(lookUps).describedAs("one look-up each, no retry").hasValue(3);
    assertThat(wire.count(FILE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "127.1",
        "0x7f000001",
        "169.254.169.254",
        "10.0.0.1"
      })
  void anAddressInNumbersIsNotConnectedTo(String host) throws IOException {
    wire.always(RESULT, request -> Wire.result(url(host)));
    try (ImageClient client = builder(http().build()).build()) {
      assertRefused(client, "could not be fetched");
    }
    assertThat(wire.count(FILE)).isZero();
  }

  /** A socket that is connected elsewhere than it was told to. */
  private static final class Detour extends SocketFactory {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public Socket createSocket() {
      return new Socket() {
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
          told.add(((InetSocketAddress) address).getAddress().getHostAddress());
          super.connect(
              new InetSocketAddress(
                  InetAddress.getLoopbackAddress(), ((InetSocketAddress) address).getPort()),
              timeout);
        }
      };
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

  @Test
  void theAddressThatIsReallyConnectedToIsCheckedBeforeAnythingIsSent() throws IOException {
    names.put(FILES, Collections.singletonList("8.8.8.8"));
    wire.always(RESULT, request -> Wire.result(url(FILES)));
    try (ImageClient client = builder(http().socketFactory(new Detour()).build()).build()) {
      assertRefused(client, "127.0.0.1 is ");
    }
    assertThat(wire.count(FILE)).isZero();
  }

  @Test
  void ofAPublicAndAPrivateAddressOnlyThePublicOneIsTried() {
    names.put(FILES, Arrays.asList("127.0.0.1", "8.8.8.8", "10.0.0.1"));
    wire.always(RESULT, request -> Wire.result(url(FILES)));
    Detour detour = new Detour();
    try (ImageClient client = builder(http().socketFactory(detour).build()).build()) {
      GeneratedImage image = client.generate(Wire.request()).image();
      detour.told.clear();
      Failures.exactly(DownloadException.class, image::bytes);
    }
    assertThat(detour.told).containsExactly("8.8.8.8");
  }

  @Test
  void theUserMayAllowIt() {
    wire.always(RESULT, request -> Wire.result(url(FILES)));
    try (ImageClient client =
        builder(http().build())
            .allowDownloads(DownloadPermission.ALLOW_PRIVATE_ADDRESSES)
            .build()) {
      assertThat(client.generate(Wire.request()).image().bytes()).isEqualTo(Wire.PNG);
    }
    assertThat(wire.count(FILE)).isEqualTo(1);
  }

  @Test
  void plainHttpIsRefusedUnlessTheUserAllowsIt() throws IOException {
    wire.always(RESULT, request -> Wire.result(plainUrl(FILES)));
    try (ImageClient client =
        builder(http().build())
            .allowDownloads(DownloadPermission.ALLOW_PRIVATE_ADDRESSES)
            .build()) {
      assertRefused(client, "plain http");
    }
    assertThat(plain.count()).isZero();
    try (ImageClient client =
        builder(http().build()).allowDownloads(DownloadPermission.values()).build()) {
      assertThat(client.generate(Wire.request()).image().bytes()).isEqualTo(Wire.PNG);
    }
  }

  private static MockResponse redirect(String to) {
    return new MockResponse().setResponseCode(302).setHeader("Location", to);
  }

  /** A provider of this machine: it may send to this machine, but no further. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/latest",
        "http://169.254.169.254/latest/meta-data",
        "http://[fd00::1]/",
        "//192.168.0.1/x.png",
        "http://internal.example.com/x.png"
      })
  void aRedirectToAPrivateAddressIsNotFollowed(String target) throws IOException {
    names.put("internal.example.com", Collections.singletonList("10.0.0.1"));
    plain.always(FILE, request -> redirect(target));
    try (ImageClient client = plain.builder(time).httpClient(http().build()).build()) {
      assertRefused(client, "ALLOW_PRIVATE_ADDRESSES");
    }
    assertThat(plain.count(FILE)).isEqualTo(3);
  }

  @Test
  void aRedirectToPlainHttpIsFollowedIfTheUserAllowsIt() {
    wire.always(RESULT, request -> Wire.result(url(FILES)));
    wire.always(FILE, request -> redirect(plainUrl("127.0.0.1")));
    try (ImageClient client =
        builder(http().build()).allowDownloads(DownloadPermission.values()).build()) {
      assertThat(client.generate(Wire.request()).image().bytes()).isEqualTo(Wire.PNG);
    }
    assertThat(plain.received(FILE))
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getHeader("Referer")).isNull();
              assertThat(request.getHeader("Cookie")).isNull();
              assertThat(request.getHeader("Authorization")).isNull();
            });
  }

  @Test
  void oneProviderOnThisMachineAllowsNothingToAnother() throws IOException {
    wire.always(RESULT, request -> Wire.result(url(FILES)));
    try (ImageClient client =
        builder(http().build())
            .provider(
                dev.pictor.replicate.Replicate.builder()
                    .token(Wire.OTHER_SECRET)
                    .baseUrl(plain.url("/"))
                    .build())
            .build()) {
      assertRefused(client, "resolves to 127.0.0.1");
    }
    assertThat(wire.count(FILE)).isZero();
  }

  @Test
  void cookiesThatAServerSetsDoNotComeBack() {
    plain.always(FILE, request -> Wire.file(Wire.PNG).setHeader("Set-Cookie", "id=4711; Path=/"));
    plain.then(FILE, redirect("/files/b.png").setHeader("Set-Cookie", "id=4711; Path=/"));
    try (ImageClient client = plain.builder(time).build()) {
      GeneratedImage image = client.generate(Wire.request()).image();
      image.bytes();
      image.bytes();
    }
    assertThat(plain.received(FILE)).hasSize(3);
    assertThat(plain.received(FILE))
        .allSatisfy(
            request -> {
              assertThat(request.getHeader("Cookie")).isNull();
              assertThat(request.getHeader("Referer")).isNull();
            });
  }

  // ---- proxies

  /** A proxy for the files only. */
  private static ProxySelector forFiles(Proxy proxy) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return Collections.singletonList(
            FILES.equals(uri.getHost()) || "10.0.0.1".equals(uri.getHost())
                ? proxy
                : Proxy.NO_PROXY);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "proxy.example.com"})
  void aProxyOfTheUsersMayHaveAPrivateAddress(String host) throws Exception {
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.start(InetAddress.getLoopbackAddress(), 0);
      proxy.enqueue(Wire.file(Wire.PNG));
      Proxy users =
          new Proxy(
              Proxy.Type.HTTP,
              host.equals("127.0.0.1")
                  ? new InetSocketAddress(host, proxy.getPort())
                  : InetSocketAddress.createUnresolved(host, proxy.getPort()));
      wire.always(RESULT, request -> Wire.result("http://" + FILES + "/files/a.png"));
      try (ImageClient client =
          builder(http().proxySelector(forFiles(users)).build())
              .allowDownloads(DownloadPermission.ALLOW_PLAIN_HTTP)
              .build()) {
        assertThat(client.generate(Wire.request()).image().bytes()).isEqualTo(Wire.PNG);
      }
      RecordedRequest request = proxy.takeRequest();
      assertThat(request.getRequestLine()).startsWith("GET http://" + FILES + "/files/a.png ");
      assertThat(lookUps).describedAs("the proxy resolves it").hasValue(0);
    }
  }

  @Test
  void aProxyIsNotAskedForAPrivateAddressInNumbers() throws Exception {
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.start(InetAddress.getLoopbackAddress(), 0);
      Proxy users =
          new Proxy(
              Proxy.Type.HTTP,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getPort()));
      wire.always(RESULT, request -> Wire.result("http://10.0.0.1/files/a.png"));
      try (ImageClient client =
          builder(http().proxySelector(forFiles(users)).build())
              .allowDownloads(DownloadPermission.ALLOW_PLAIN_HTTP)
              .build()) {
        assertRefused(client, "10.0.0.1 is private");
      }
      assertThat(proxy.getRequestCount()).isZero();
    }
  }

  @Test
  void theNameOfAProxyIsNoWayAroundIt() throws Exception {
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.start(InetAddress.getLoopbackAddress(), 0);
      proxy.enqueue(redirect("http://proxy.example.com:" + proxy.getPort() + "/admin"));
      Proxy users =
          new Proxy(
              Proxy.Type.HTTP,
              InetSocketAddress.createUnresolved("proxy.example.com", proxy.getPort()));
      wire.always(RESULT, request -> Wire.result("http://" + FILES + "/files/a.png"));
      try (ImageClient client =
          builder(http().proxySelector(forFiles(users)).build())
              .allowDownloads(DownloadPermission.ALLOW_PLAIN_HTTP)
              .build()) {
        GeneratedImage image = client.generate(Wire.request()).image();
        DownloadException failure = Failures.exactly(DownloadException.class, image::bytes);
        assertThat(failure.getMessage()).contains("127.0.0.1 is ");
      }
      assertThat(proxy.getRequestCount()).isEqualTo(1);
    }
  }
}
