package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.InvalidInputException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.fal.Fal;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Submissions on connections that were kept, and that the server may have closed meanwhile. */
@Tag("wide")
@Timeout(60)
class KeptConnectionTest {
  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  @Test
  void aPooledConnectionThatDiesAfterTheRequestLeavesTheOutcomeUnknown() {
    try (ImageClient client = wire.client(time)) {
      client.generate(Wire.request());
      wire.then(SUBMIT, Wire.broken(SocketPolicy.DISCONNECT_AFTER_REQUEST));
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
    }
    List<RecordedRequest> submissions = wire.received(SUBMIT);
    assertThat(submissions).hasSize(2);
    assertThat(submissions.get(1).getSequenceNumber())
        .describedAs("the connection was one that had served before")
        .isPositive();
  }

  /** An interceptor that signs or compresses makes such a copy, which OkHttp would send again. */
  @Test
  void nothingOfACopiedBodyIsSentAgainEither() {
    OkHttpClient http = new OkHttpClient.Builder().addInterceptor(new BodyCopier()).build();
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      client.generate(Wire.request());
      wire.then(SUBMIT, Wire.broken(SocketPolicy.DISCONNECT_AFTER_REQUEST));
      OutcomeUnknownException unknown =
          Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      assertThat(unknown.getMessage()).doesNotContain("asked to be sent twice");
    }
    assertThat(wire.count(SUBMIT)).isEqualTo(2);
  }

  @Test
  void aConnectionThatWasClosedWhileIdleIsReplaced() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    AtomicInteger served = new AtomicInteger();
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.wholeBody();
                  connection.write("HTTP/1.1 422 No\r\nContent-Length: 2\r\n\r\n{}");
                  connection.socket.close();
                  served.incrementAndGet();
                  closed.countDown();
                });
        ImageClient client =
            ImageClient.builder()
                .provider(Fal.builder().key(Wire.KEY).queueUrl(server.url()).build())
                .time(time)
                .build()) {
      Failures.exactly(InvalidInputException.class, () -> client.generate(Wire.request()));
      Until.open(closed);
      // Not by another try: this one has none.
      RequestOptions once =
          RequestOptions.builder().retry(RequestOptions.Step.SUBMIT, RetryPolicy.never()).build();
      Failures.exactly(InvalidInputException.class, () -> client.generate(Wire.request(), once));
      assertThat(server.requests()).isEqualTo(2);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** However often it is asked: a server that closes what it has just used is never trusted. */
  @Test
  void aServerThatClosesEachConnectionLosesNoSubmission() {
    wire.always(
        SUBMIT, request -> Wire.accepted("any").setSocketPolicy(SocketPolicy.DISCONNECT_AT_END));
    wire.always(
        RESULT,
        request -> Wire.result(wire.url("/x.png")).setSocketPolicy(SocketPolicy.DISCONNECT_AT_END));
    try (ImageClient client = wire.client(time)) {
      for (int i = 1; i <= 150; i++) {
        assertThat(client.generate(Wire.request()).images()).hasSize(1);
        awaitClosed(2 * i);
      }
    }
    assertThat(wire.count(SUBMIT)).isEqualTo(150);
  }

  /** A server that is held up for longer than a look at a connection closes it behind the look. */
  private void awaitClosed(int connections) {
    Until.holds("the server has closed it", () -> wire.closed() >= connections);
  }

  /** It costs one submission of unknown outcome, which is not sent again, and then no other. */
  @Test
  void aServerThatWasTrustedAndBeginsToCloseIsTrustedNoMore() {
    try (ImageClient client = wire.client(time)) {
      for (int i = 0; i < 150; i++) {
        client.generate(Wire.request());
      }
      wire.always(
          RESULT,
          request ->
              Wire.result(wire.url("/x.png")).setSocketPolicy(SocketPolicy.DISCONNECT_AT_END));
      int lost = 0;
      for (int i = 0; i < 50; i++) {
        try {
          client.generate(Wire.request());
        } catch (OutcomeUnknownException once) {
          lost++;
        }
        awaitClosed(wire.count(RESULT) - 150);
      }
      assertThat(lost).isLessThanOrEqualTo(1);
      assertThat(wire.count(SUBMIT)).isBetween(200 - lost, 200);
    }
  }
}
