package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.BillingException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.TransportException;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that makes HTTP clients send a request again: a submission leaves once. */
@Tag("wide")
@Timeout(60)
class SubmitTrapTest {
  private static final int OVERSIZED = (8 << 20) + 1;

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  private PictorException refusal() {
    try (ImageClient client = wire.client(time)) {
      return Failures.of(() -> client.generate(Wire.request()));
    }
  }

  private ErrorDetails unknown() {
    PictorException failure = refusal();
    assertThat(failure).isExactlyInstanceOf(OutcomeUnknownException.class);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure.details().provider()).hasValue("fal");
    assertThat(wire.count(SUBMIT)).isEqualTo(1);
    assertThat(wire.count()).isEqualTo(1);
    return failure.details();
  }

  @Test
  void a503WithRetryAfterZeroIsSentOnce() {
    wire.then(SUBMIT, Wire.json(503, "{}").setHeader("Retry-After", "0"));
    assertThat(unknown().status()).hasValue(503);
  }

  @Test
  void a408IsSentOnce() {
    wire.then(SUBMIT, Wire.json(408, "{}").setHeader("Retry-After", "0"));
    assertThat(unknown().status()).hasValue(408);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    try (Wire target = new Wire()) {
      wire.then(
          SUBMIT,
          new MockResponse().setResponseCode(status).setHeader("Location", target.url("/stolen")));
      PictorException failure = refusal();
      assertThat(failure.details().status()).hasValue(status);
      assertThat(wire.count()).isEqualTo(1);
      assertThat(target.count()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectToTheSameServerIsNotFollowed(int status) {
    wire.then(
        SUBMIT, new MockResponse().setResponseCode(status).setHeader("Location", wire.url("/x")));
    refusal();
    assertThat(wire.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 303})
  void aRedirectToSomethingElseDoesNotProveARefusal(int status) {
    wire.then(
        SUBMIT, new MockResponse().setResponseCode(status).setHeader("Location", wire.url("/x")));
    assertThat(unknown().status()).hasValue(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 520, 529})
  void aServerErrorLeavesTheOutcomeUnknown(int status) {
    wire.then(SUBMIT, Wire.json(status, "{\"detail\":\"oops\"}"));
    assertThat(unknown().status()).hasValue(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void theErrorPageOfAProxyLeavesTheOutcomeUnknown(int status) {
    wire.then(SUBMIT, Wire.html(status));
    ErrorDetails details = unknown();
    assertThat(details.status()).hasValue(status);
    assertThat(details.body().get()).contains("Sorry");
  }

  static List<Object[]> refusals() {
    return Arrays.asList(
        new Object[] {401, AuthenticationException.class},
        new Object[] {402, BillingException.class},
        new Object[] {403, AuthenticationException.class},
        new Object[] {404, NotFoundException.class},
        new Object[] {422, InvalidInputException.class});
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("refusals")
  void aRefusalIsItsOwnExceptionAndSentOnce(int status, Class<? extends PictorException> type) {
    wire.then(SUBMIT, Wire.json(status, "{\"detail\":\"no\"}").setHeader("Retry-After", "0"));
    PictorException failure = refusal();
    assertThat(failure).isExactlyInstanceOf(type);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure.details().status()).hasValue(status);
    assertThat(failure.details().providerMessage()).hasValue("no");
    assertThat(wire.count()).isEqualTo(1);
  }

  static List<Object[]> nonsense() {
    return Arrays.asList(
        new Object[] {"HTML", Wire.html(200)},
        new Object[] {"empty", Wire.json(200, "")},
        new Object[] {"no content", new MockResponse().setResponseCode(204)},
        new Object[] {"a number", Wire.json(200, "5")},
        new Object[] {"a list", Wire.json(200, "[]")},
        new Object[] {"no id", Wire.json(200, "{\"status\":\"IN_QUEUE\"}")},
        new Object[] {"an id that is a number", Wire.json(200, "{\"request_id\":17}")},
        new Object[] {"an id that is null", Wire.json(200, "{\"request_id\":null}")},
        new Object[] {"an id that is blank", Wire.json(200, "{\"request_id\":\" \"}")},
        new Object[] {"an id that is a path", Wire.json(200, "{\"request_id\":\"..\"}")},
        new Object[] {"half of it", Wire.json(200, "{\"request_id\":\"job")},
        new Object[] {"too deep", Wire.json(200, nested(100_000))},
        new Object[] {"no UTF-8", binary()},
        new Object[] {"long HTML", Wire.html(200).setBody(longText(200_000))});
  }

  private static MockResponse binary() {
    return new MockResponse().setBody(new okio.Buffer().write(Wire.bytes(300)));
  }

  private static String nested(int depth) {
    return String.join("", Collections.nCopies(depth, "["));
  }

  private static String longText(int length) {
    return "<html>" + String.join("", Collections.nCopies(length, "x"));
  }

  @ParameterizedTest(name = "{0}")
  @org.junit.jupiter.params.provider.MethodSource("nonsense")
  void aSuccessThatCannotBeReadLeavesTheOutcomeUnknown(String what, MockResponse answer)
      throws Exception {
    String sent = answer.getBody() == null ? "" : answer.getBody().clone().readUtf8();
    wire.then(SUBMIT, answer);
    ErrorDetails details = unknown();
    assertThat(details.body().orElse(""))
        .isEqualTo(sent.substring(0, Math.min(sent.length(), ErrorDetails.MAX_BODY)));
  }

  @Test
  void anOversizedReplyLeavesTheOutcomeUnknown() {
    wire.then(SUBMIT, Wire.huge(OVERSIZED));
    ErrorDetails details = unknown();
    assertThat(details.body().get()).startsWith("{\"status\":\"IN_QUEUE\"");
  }

  @Test
  void anOversizedReplyThatUnfoldsFromASmallOneIsBoundedToo() throws Exception {
    okio.Buffer small = new okio.Buffer();
    try (okio.BufferedSink gzip = okio.Okio.buffer(new okio.GzipSink(small))) {
      gzip.writeAll(Wire.huge(64 << 20).getBody());
    }
    assertThat(small.size()).isLessThan(1 << 20);
    wire.then(
        SUBMIT,
        new MockResponse()
            .setHeader("Content-Type", "application/json")
            .setHeader("Content-Encoding", "gzip")
            .setBody(small));
    unknown();
  }

  @ParameterizedTest
  @EnumSource(
      value = SocketPolicy.class,
      names = {"DISCONNECT_AFTER_REQUEST", "DISCONNECT_DURING_RESPONSE_BODY"})
  void aReplyThatBreaksLeavesTheOutcomeUnknown(SocketPolicy policy) {
    wire.then(SUBMIT, Wire.broken(policy));
    unknown();
  }

  @Test
  void aTruncatedReplyLeavesTheOutcomeUnknown() {
    wire.then(
        SUBMIT, Wire.broken(SocketPolicy.DISCONNECT_AT_END).setHeader("Content-Length", "1000"));
    unknown();
  }

  @Test
  void aReplyThatEndsInTheMiddleOfAChunkLeavesTheOutcomeUnknown() {
    wire.then(
        SUBMIT,
        new MockResponse()
            .setChunkedBody("{\"status\":\"IN_QUEUE\",\"request_id\":\"unread\"}", 8)
            .setSocketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY));
    unknown();
  }

  @Test
  void aReplyThatIsNoHttpLeavesTheOutcomeUnknown() throws Exception {
    assertThat(
            raw(
                connection -> {
                  connection.head();
                  connection.wholeBody();
                  connection.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                }))
        .isExactlyInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void aResetBeforeTheBodyWasReadLeavesTheOutcomeUnknown() throws Exception {
    assertThat(
            raw(
                connection -> {
                  connection.head();
                  connection.reset();
                }))
        .isExactlyInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void aResetInTheMiddleOfTheBodyLeavesTheOutcomeUnknown() throws Exception {
    assertThat(
            raw(
                connection -> {
                  connection.head();
                  connection.body(1_000_000);
                  connection.reset();
                }))
        .isExactlyInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void aResetInTheMiddleOfTheReplyLeavesTheOutcomeUnknown() throws Exception {
    assertThat(
            raw(
                connection -> {
                  connection.head();
                  connection.wholeBody();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Type: applica");
                  connection.reset();
                }))
        .isExactlyInstanceOf(OutcomeUnknownException.class);
  }

  /** A submission too large to fit into the buffers of a socket, to a server of sockets. */
  private PictorException raw(RawServer.Script script) throws IOException {
    try (RawServer server = new RawServer(script);
        ImageClient client = client(server.url(), new OkHttpClient())) {
      String prompt = String.join("", Collections.nCopies(16 << 20, "p"));
      PictorException failure =
          Failures.of(() -> client.generate(Wire.request().toBuilder().prompt(prompt).build()));
      assertThat(server.requests()).isEqualTo(1);
      assertThat(server.connections()).isEqualTo(1);
      return failure;
    }
  }

  private ImageClient client(String url, OkHttpClient http) {
    return ImageClient.builder()
        .provider(Fal.builder().key(Wire.KEY).queueUrl(url).build())
        .httpClient(http)
        .time(time)
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n"
      })
  void aReplyThatIsNoHttpIsAnUnknownOutcomeAndHarmsNoThread(String reply) throws IOException {
    isUnknownAndHarmsNoThread(reply);
  }

  /** OkHttp 4 trips over it; version 5 goes on to wait for a reply. */
  @Test
  void aSecondHintIsAnUnknownOutcomeAndHarmsNoThread() throws IOException {
    isUnknownAndHarmsNoThread("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
  }

  private void isUnknownAndHarmsNoThread(String reply) throws IOException {
    List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    try {
      submitTo(reply);
      Until.theThreadsOfClientsEnd();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).isEmpty();
  }

  private void submitTo(String reply) throws IOException {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.wholeBody();
                  connection.write(reply);
                  connection.head(); // open until the client goes
                });
        ImageClient client = client(server.url(), new OkHttpClient())) {
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void whereNobodyListensIsTriedThreeTimesAndMayBeTriedLater() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    AtomicInteger connects = new AtomicInteger();
    EventListener counter =
        new EventListener() {
          @Override
          public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            connects.incrementAndGet();
          }
        };
    try (ImageClient client =
        client(
            "http://127.0.0.1:" + port,
            new OkHttpClient.Builder().eventListener(counter).build())) {
      TransportException failure =
          Failures.exactly(TransportException.class, () -> client.generate(Wire.request()));
      assertThat(failure.isRetryable()).isTrue();
      assertThat(connects).hasValue(3);
    }
  }

  @Test
  void aHostWhoseFirstAddressIsDeadIsReachedByItsSecond() throws Exception {
    InetAddress dead = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    InetAddress alive = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    OkHttpClient http = new OkHttpClient.Builder().dns(name -> Arrays.asList(dead, alive)).build();
    String url = "http://two-addresses.test:" + wire.server().getPort();
    try (ImageClient client = client(url, http)) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void a429IsSentAgainAfterExactlyWhatTheServerSays() {
    wire.then(SUBMIT, Wire.json(429, "{\"detail\":\"slow\"}").setHeader("Retry-After", "30"));
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      Until.holds("it waits", () -> time.waits().contains(Duration.ofSeconds(30)));
      Until.holds("it has begun to wait", () -> time.pending() == 2);
      time.advance(Duration.ofMillis(29_999));
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
      assertThat(time.pending()).isEqualTo(2);
      time.advance(Duration.ofMillis(1));
      assertThat(Until.done(result).images()).hasSize(1);
      assertThat(wire.count(SUBMIT)).isEqualTo(2);
      assertThat(wire.count(RESULT)).isEqualTo(1);
    }
  }

  @Test
  void a429IsSentAgainASmallNumberOfTimes() {
    wire.always(
        SUBMIT, request -> Wire.json(429, "{\"detail\":\"slow\"}").setHeader("Retry-After", "4"));
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      // Its own patience grows beyond what the server asks for.
      Until.holds("four tries", () -> wire.count(SUBMIT) == 5 && time.pending() == 2);
      time.advance(Duration.ofSeconds(10));
      PictorException failure = Failures.of(result);
      assertThat(failure).isExactlyInstanceOf(RateLimitException.class);
      assertThat(failure.isRetryable()).isTrue();
      assertThat(failure.details().retryAfter()).hasValue(Duration.ofSeconds(4));
      assertThat(wire.count(SUBMIT)).isEqualTo(6);
      List<Duration> waits =
          time.waits().stream()
              .filter(wait -> wait.compareTo(Duration.ofMinutes(1)) < 0)
              .collect(Collectors.toList());
      assertThat(waits).hasSize(5);
      assertThat(waits.subList(0, 4)).containsOnly(Duration.ofSeconds(4));
      assertThat(waits.get(4)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8));
    }
  }

  @ParameterizedTest
  @CsvSource({"61", "3600", "999999"})
  void a429WithAHintBeyondAMinuteFailsAtOnce(int seconds) {
    wire.then(
        SUBMIT,
        Wire.json(429, "{\"detail\":\"slow\"}")
            .setHeader("Retry-After", Integer.toString(seconds)));
    PictorException failure = refusal();
    assertThat(failure).isExactlyInstanceOf(RateLimitException.class);
    assertThat(failure.details().retryAfter()).hasValue(Duration.ofSeconds(seconds));
    assertThat(wire.count()).isEqualTo(1);
  }

  @Test
  void a429WhileTheCallerCancelsIsNotAnUnknownOutcome() {
    CountDownLatch answer = new CountDownLatch(1);
    wire.then(
        SUBMIT,
        wire.after(
            answer,
            request -> Wire.json(429, "{\"detail\":\"slow\"}").setHeader("Retry-After", "1")));
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result =
          client.generateAsync(
              Wire.request(), RequestOptions.builder().deadline(Duration.ofSeconds(20)).build());
      Until.holds("it is under way", () -> wire.count(SUBMIT) == 1);
      time.advance(Duration.ofSeconds(20));
      answer.countDown();
      PictorException failure = Failures.of(result);
      assertThat(failure).isExactlyInstanceOf(dev.pictor.error.DeadlineExceededException.class);
      assertThat(wire.count()).isEqualTo(1);
    }
  }

  @Test
  void anInterceptorOfTheUserCannotSendASubmissionTwice() {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  chain.proceed(chain.request()).close();
                  return chain.proceed(chain.request());
                })
            .build();
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  /** Even the mark that the engine put on the request is gone. */
  private static final Interceptor REBUILDING =
      chain -> {
        Request request = chain.request();
        if (request.body() == null) {
          return chain.proceed(request);
        }
        Buffer body = new Buffer();
        request.body().writeTo(body);
        return chain.proceed(
            new Request.Builder()
                .url(request.url())
                .headers(request.headers())
                .post(RequestBody.create(body.readByteString(), request.body().contentType()))
                .build());
      };

  static List<Object[]> copiers() {
    return Arrays.asList(
        new Object[] {
          "buffers", new OkHttpClient.Builder().addInterceptor(new BodyCopier()).build()
        },
        new Object[] {"rebuilds", new OkHttpClient.Builder().addInterceptor(REBUILDING).build()},
        new Object[] {
          "buffers at the network",
          new OkHttpClient.Builder().addNetworkInterceptor(new BodyCopier()).build()
        });
  }

  @ParameterizedTest(name = "{0}")
  @org.junit.jupiter.params.provider.MethodSource("copiers")
  void aBodyThatAnInterceptorHasCopiedIsSentOnce(String what, OkHttpClient http) {
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
      for (int status : new int[] {503, 408}) {
        int before = wire.count(SUBMIT);
        wire.then(SUBMIT, Wire.json(status, "{}").setHeader("Retry-After", "0"));
        OutcomeUnknownException unknown =
            Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
        assertThat(unknown.details().status()).hasValue(status);
        assertThat(wire.count(SUBMIT)).isEqualTo(before + 1);
      }
    }
  }

  /** Of a host with a second address, which OkHttp would turn to. */
  @Test
  void aCopiedBodyDoesNotGoToTheSecondAddressOnceItWasSent() throws Exception {
    InetAddress one = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    InetAddress two = InetAddress.getByName("localhost");
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(new BodyCopier())
            .dns(name -> Arrays.asList(one, two))
            .build();
    wire.then(SUBMIT, Wire.broken(SocketPolicy.DISCONNECT_AFTER_REQUEST));
    String url = "http://two-addresses.test:" + wire.server().getPort();
    try (ImageClient client = client(url, http)) {
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void aBodyThatAnInterceptorOnlyLooksAtIsSent() {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  if (chain.request().body() != null) {
                    chain.request().body().writeTo(new Buffer());
                  }
                  return chain.proceed(chain.request());
                })
            .build();
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void aBodyThatWasCopiedAndNeverLeftIsNotAnUnknownOutcome() {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(new BodyCopier())
            .dns(
                name -> {
                  throw new UnknownHostException(name);
                })
            .build();
    try (ImageClient client = client("http://nowhere.test", http)) {
      TransportException failure =
          Failures.exactly(TransportException.class, () -> client.generate(Wire.request()));
      assertThat(failure.isRetryable()).isTrue();
    }
  }

  @Test
  void theRetriesAndRedirectsOfTheUsersClientAreNotUsed() {
    AtomicInteger asked = new AtomicInteger();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .retryOnConnectionFailure(true)
            .followRedirects(true)
            .followSslRedirects(true)
            .authenticator(
                (route, response) -> {
                  asked.incrementAndGet();
                  return response.request();
                })
            .build();
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      wire.then(SUBMIT, Wire.json(401, "{}"));
      Failures.exactly(AuthenticationException.class, () -> client.generate(Wire.request()));
      wire.then(SUBMIT, Wire.broken(SocketPolicy.DISCONNECT_AFTER_REQUEST));
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      assertThat(wire.count()).isEqualTo(2);
      assertThat(wire.count(STATUS)).isZero();
      assertThat(asked).hasValue(0);
    }
  }
}
