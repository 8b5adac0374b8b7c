package dev.pictor;

import static dev.pictor.Wire.Step.CANCEL;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.TransportException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageResult;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.mockwebserver.SocketPolicy;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An interceptor of the user's that carries calls over another HTTP stack, as those for Cronet do,
 * and never lets them come to ours: what it has read may have been paid for.
 */
@Tag("wide")
@Timeout(60)
class ForeignSenderTest {
  /** How the other stack takes the body. */
  private enum Bridge {
    HANDS_IT_OVER,
    COPIES_IT;

    Request of(Request request) throws IOException {
      RequestBody body = request.body();
      if (this == HANDS_IT_OVER || body == null) {
        return request;
      }
      Buffer bytes = new Buffer();
      body.writeTo(bytes);
      RequestBody copy = RequestBody.create(bytes.readByteString(), body.contentType());
      return request.newBuilder().method(request.method(), copy).build();
    }
  }

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();
  private final OkHttpClient other =
      new OkHttpClient.Builder().retryOnConnectionFailure(false).build();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
    other.connectionPool().evictAll();
  }

  private ImageClient client(Interceptor interceptor) {
    return wire.builder(time)
        .httpClient(new OkHttpClient.Builder().addInterceptor(interceptor).build())
        .build();
  }

  private Response carry(Bridge bridge, Request request) throws IOException {
    return other.newCall(bridge.of(request)).execute();
  }

  @ParameterizedTest
  @EnumSource
  void aSubmissionWhoseReplyIsLostIsSentOnce(Bridge bridge) {
    wire.then(SUBMIT, Wire.broken(SocketPolicy.DISCONNECT_AFTER_REQUEST));
    try (ImageClient client = client(chain -> carry(bridge, chain.request()))) {
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSubmissionThatIsCarriedAfterOursCouldNotBeSentIsSentOnce(Bridge bridge) {
    wire.then(SUBMIT, Wire.broken(SocketPolicy.DISCONNECT_AFTER_REQUEST));
    Interceptor fallback =
        chain -> {
          try {
            return chain.proceed(chain.request().newBuilder().url("http://127.0.0.1:1/").build());
          } catch (ConnectException nobody) {
            return carry(bridge, chain.request());
          }
        };
    try (ImageClient client = client(fallback)) {
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobOfASubmissionThatIsUnderWayAtTheDeadlineIsCanceled(Bridge bridge) {
    CountDownLatch answer = new CountDownLatch(1);
    wire.always(SUBMIT, wire.after(answer, request -> Wire.accepted("job-late")));
    wire.always(STATUS, request -> Wire.running());
    try (ImageClient client = client(chain -> carry(bridge, chain.request()))) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      Until.holds("it is sent", () -> wire.count(SUBMIT) == 1);
      time.advance(RequestOptions.defaults().deadline());
      answer.countDown();
      assertThat(Failures.of(result).handle()).isPresent();
      Until.holds("the job is canceled", () -> wire.count(CANCEL) == 1);
    }
  }

  /** It is not in the hands of the other stack yet, and no more in those of the caller. */
  @ParameterizedTest
  @EnumSource
  void aSubmissionThatIsTakenBackBeforeItIsReadIsNotSent(Bridge bridge) {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Interceptor late =
        chain -> {
          begun.countDown();
          Until.open(goOn);
          try {
            return carry(bridge, chain.request());
          } finally {
            ended.countDown();
          }
        };
    try (ImageClient client = client(late)) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      Until.open(begun);
      time.advance(RequestOptions.defaults().deadline());
      assertThat(Failures.of(result)).isExactlyInstanceOf(DeadlineExceededException.class);
      goOn.countDown();
      Until.open(ended);
      assertThat(wire.count(SUBMIT)).isZero();
    }
  }

  /** Nobody can tell a copy that comes to our stack from one that goes to another: not yet. */
  @Test
  void aCopyThatComesToOurStackAfterTheDeadlineIsNotSent() {
    CountDownLatch copied = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Interceptor slow =
        chain -> {
          Request copy = Bridge.COPIES_IT.of(chain.request());
          copied.countDown();
          Until.open(goOn);
          return chain.proceed(copy);
        };
    try (ImageClient client = client(slow)) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      Until.open(copied);
      time.advance(RequestOptions.defaults().deadline());
      goOn.countDown();
      assertThat(Failures.of(result)).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(wire.count(SUBMIT)).isZero();
    }
  }

  @Test
  void whoHasNotReadTheBodyHasNotSentIt() {
    AtomicInteger tries = new AtomicInteger();
    Interceptor offline =
        chain -> {
          tries.incrementAndGet();
          throw new IOException("offline");
        };
    try (ImageClient client = client(offline)) {
      TransportException failure =
          Failures.exactly(TransportException.class, () -> client.generate(Wire.request()));
      assertThat(failure.isRetryable()).isTrue();
      assertThat(tries).hasValue(3);
    }
  }

  @Test
  void whoeverStopsASubmissionThatIsReadHearsOfNoOtherTry() {
    List<ImageEvent.Kind> told = new CopyOnWriteArrayList<>();
    CountDownLatch isRead = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    Interceptor signer =
        chain -> {
          if (chain.request().method().equals("POST")) {
            chain.request().body().writeTo(new Buffer());
            isRead.countDown();
            Until.open(goesOn);
          }
          return chain.proceed(chain.request());
        };
    try (ImageClient client =
        wire.builder(time)
            .httpClient(new OkHttpClient.Builder().addInterceptor(signer).build())
            .listener(event -> told.add(event.kind()))
            .build()) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      Until.open(isRead);
      result.cancel(true);
      goesOn.countDown();
      Until.holds("its end", () -> told.contains(ImageEvent.Kind.FAILED));
    }
    assertThat(told).doesNotContain(ImageEvent.Kind.RETRY);
    assertThat(wire.count(SUBMIT)).isZero();
  }
}
