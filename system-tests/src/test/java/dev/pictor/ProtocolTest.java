package dev.pictor;

import static dev.pictor.Wire.Step.CANCEL;
import static dev.pictor.Wire.Step.FILE;
import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What providers really speak: TLS, and HTTP/2 with its own ways to end a call. */
@Timeout(60)
class ProtocolTest {
  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  /** A way to speak to a server. */
  enum Speech {
    TLS_1_1,
    TLS_2,
    CLEAR_2;

    private List<Protocol> protocols() {
      switch (this) {
        case TLS_1_1:
          return Collections.singletonList(Protocol.HTTP_1_1);
        case TLS_2:
          return Arrays.asList(Protocol.HTTP_2, Protocol.HTTP_1_1);
        case CLEAR_2:
          return Collections.singletonList(Protocol.H2_PRIOR_KNOWLEDGE);
      }
      throw new AssertionError(this);
    }

    Wire server() {
      return new Wire(
          server -> {
            server.setProtocols(protocols());
            if (this != CLEAR_2) {
              HandshakeCertificates own =
                  new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build();
              server.useHttps(own.sslSocketFactory(), false);
            }
          });
    }

    OkHttpClient http() {
      HandshakeCertificates trust =
          new HandshakeCertificates.Builder()
              .addTrustedCertificate(CERTIFICATE.certificate())
              .build();
      return new OkHttpClient.Builder()
          .protocols(protocols())
          .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
          .build();
    }
  }

  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    time.close();
  }

  private ImageClient client(Wire wire, Speech speech) {
    return wire.builder(time).httpClient(speech.http()).build();
  }

  private ImageClient copying(Wire wire, Speech speech) {
    return wire.builder(time)
        .httpClient(speech.http().newBuilder().addInterceptor(new BodyCopier()).build())
        .build();
  }

  @ParameterizedTest
  @EnumSource(Speech.class)
  void jobsRunOneAfterTheOtherOnTheSameConnections(Speech speech) {
    try (Wire wire = speech.server();
        ImageClient client = client(wire, speech)) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.generate(Wire.request()).image().bytes()).isEqualTo(Wire.PNG);
      }
      assertThat(wire.count(SUBMIT)).isEqualTo(5);
      assertThat(wire.count(FILE)).isEqualTo(5);
      assertThat(wire.received())
          .describedAs("first requests of connections: one for calls, one for files")
          .filteredOn(request -> request.getSequenceNumber() == 0)
          .hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Speech.class)
  void theTrapsOfAnswersAreClosed(Speech speech) {
    try (Wire wire = speech.server();
        ImageClient client = client(wire, speech);
        ImageClient copying = copying(wire, speech)) {
      for (MockResponse trap :
          Arrays.asList(
              Wire.json(503, "{}").setHeader("Retry-After", "0"),
              Wire.json(408, "{}").setHeader("Retry-After", "0"),
              Wire.json(421, "{}"),
              Wire.json(500, "{}"),
              new MockResponse().setResponseCode(307).setHeader("Location", wire.url("/x")),
              new MockResponse().setResponseCode(302).setHeader("Location", wire.url("/x")))) {
        for (ImageClient each : Arrays.asList(client, copying)) {
          int before = wire.count();
          wire.then(SUBMIT, trap);
          Failures.of(() -> each.generate(Wire.request()));
          assertThat(wire.count()).isEqualTo(before + 1);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Speech.class)
  void aConnectionThatDiesAfterTheRequestLeavesTheOutcomeUnknown(Speech speech) {
    try (Wire wire = speech.server();
        ImageClient client = client(wire, speech)) {
      client.generate(Wire.request());
      wire.then(SUBMIT, Wire.broken(SocketPolicy.DISCONNECT_AFTER_REQUEST));
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      assertThat(wire.count(SUBMIT)).isEqualTo(2);
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      assertThat(wire.count(SUBMIT)).isEqualTo(3);
    }
  }

  /** The codes with which HTTP/2 ends one call: internal error, refused, canceled, enhance calm. */
  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(ints = {2, 7, 8, 11})
  void aStreamThatIsResetIsNotSentAgain(int code) {
    try (Wire wire = Speech.CLEAR_2.server();
        ImageClient client = client(wire, Speech.CLEAR_2)) {
      isNotSentAgain(wire, client, code);
    }
    try (Wire wire = Speech.CLEAR_2.server();
        ImageClient client = copying(wire, Speech.CLEAR_2)) {
      isNotSentAgain(wire, client, code);
    }
  }

  private static void isNotSentAgain(Wire wire, ImageClient client, int code) {
    client.generate(Wire.request());
    wire.atStart(
        new MockResponse()
            .setSocketPolicy(SocketPolicy.RESET_STREAM_AT_START)
            .setHttp2ErrorCode(code));
    Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
    assertThat(wire.streams()).isEqualTo(1);
    assertThat(wire.count(SUBMIT)).isEqualTo(1);
  }

  @Test
  void manyCallsShareOneConnectionOfHttp2() {
    CountDownLatch together = new CountDownLatch(8);
    AtomicInteger ids = new AtomicInteger();
    try (Wire wire = Speech.CLEAR_2.server();
        ImageClient client = client(wire, Speech.CLEAR_2)) {
      wire.always(
          SUBMIT,
          request -> {
            together.countDown();
            Until.open(together);
            return Wire.accepted("job-" + ids.incrementAndGet());
          });
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(client.generateAsync(Wire.request()));
      }
      results.forEach(result -> assertThat(Until.done(result).images()).hasSize(1));
      assertThat(wire.count(RESULT)).isEqualTo(8);
    }
  }

  @Test
  void aServerWhoseCertificateIsNotTrustedGetsNothing() {
    try (Wire wire = Speech.TLS_1_1.server();
        ImageClient client = wire.client(time)) {
      assertThat(Failures.of(() -> client.generate(Wire.request())))
          .isNotInstanceOf(OutcomeUnknownException.class);
      assertThat(wire.count()).isZero();
    }
  }

  @Test
  void aProviderThatIsSilentLeavesTheOthersAlone() {
    try (Wire silent = new Wire();
        Wire wire = new Wire()) {
      silent.always(STATUS, silent.after(new CountDownLatch(1), request -> Wire.completed()));
      wire.always(
          SUBMIT,
          request ->
              Wire.json(
                  201,
                  "{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":\"http://x.test/p1.png\"}"));
      try (ImageClient client =
          ImageClient.builder()
              .provider(Fal.builder().key(Wire.KEY).queueUrl(silent.url("/")).build())
              .provider(
                  dev.pictor.replicate.Replicate.builder()
                      .token(Wire.OTHER_SECRET)
                      .baseUrl(wire.url("/").replace("localhost", "127.0.0.1"))
                      .build())
              .time(time)
              .build()) {
        List<CompletableFuture<ImageResult>> stuck = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          stuck.add(client.generateAsync(Wire.request()));
        }
        Until.holds("all calls that can are stuck", () -> silent.count(STATUS) >= 8);
        ImageResult result =
            Until.done(
                client.generateAsync(
                    Wire.request().toBuilder().model("replicate/flux1.1-pro").build()));
        assertThat(result.images()).hasSize(1);
        assertThat(stuck).noneMatch(CompletableFuture::isDone);
        assertThat(silent.count(CANCEL)).isZero();
      }
    }
  }
}
