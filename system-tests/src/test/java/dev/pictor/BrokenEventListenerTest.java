package dev.pictor;

import static dev.pictor.Wire.Step.CANCEL;
import static dev.pictor.Wire.Step.FILE;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.SocketPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The event listener of the user's OkHttp client has a bug: whatever is to end still ends. */
@Tag("wide")
@Timeout(60)
class BrokenEventListenerTest {
  private static final String BUG = "a bug of the user's listener";

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();
  private final List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
  private Thread.@Nullable UncaughtExceptionHandler before;

  @BeforeEach
  void listen() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
  }

  @AfterEach
  void stop() {
    wire.close();
    time.close();
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  private ImageClient client(Interceptor interceptor) {
    return wire.builder(time)
        .httpClient(
            new OkHttpClient.Builder()
                .addInterceptor(interceptor)
                .eventListener(
                    new EventListener() {
                      @Override
                      public void canceled(Call call) {
                        throw new IllegalStateException(BUG);
                      }
                    })
                .build())
        .build();
  }

  private ImageClient client() {
    return client(chain -> chain.proceed(chain.request()));
  }

  private static ImageResult generate(ImageClient client) {
    return Until.done(client.generateAsync(bytes()));
  }

  private static ImageRequest bytes() {
    return Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build();
  }

  @Test
  void aDeadlineEndsAJobWhosePollIsUnderWay() {
    CountDownLatch end = new CountDownLatch(1);
    wire.always(STATUS, wire.after(end, request -> Wire.running()));
    try (ImageClient client = client()) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      Until.holds("it polls", () -> wire.count(STATUS) == 1);
      time.advance(RequestOptions.defaults().deadline());
      Until.holds("the job is canceled", () -> wire.count(CANCEL) == 1);
      end.countDown();
      PictorException late = Failures.of(result);
      assertThat(late).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(late.handle()).isPresent();
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    } finally {
      end.countDown();
    }
    assertThat(uncaught).isNotEmpty().allSatisfy(e -> assertThat(e).hasMessage(BUG));
  }

  @Test
  void aDeadlineEndsADownload() {
    CountDownLatch end = new CountDownLatch(1);
    wire.always(FILE, wire.after(end, request -> Wire.file(Wire.PNG)));
    try (ImageClient client = client()) {
      CompletableFuture<ImageResult> result = client.generateAsync(bytes());
      Until.holds("it is on its way", () -> wire.count(FILE) == 1);
      time.advance(RequestOptions.defaults().deadline());
      PictorException late = Failures.of(result);
      assertThat(late).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(late.handle()).isPresent();
    } finally {
      end.countDown();
    }
  }

  @Test
  void aFileThatBreaksIsFetchedAgain() {
    byte[] file = Wire.bytes(100_000);
    wire.then(FILE, Wire.file(file).setSocketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY));
    wire.then(FILE, Wire.file(file));
    try (ImageClient client = client()) {
      assertThat(generate(client).image().bytes()).isEqualTo(file);
    }
  }

  @Test
  void aPollThatAnInterceptorBreaksIsMadeAgain() {
    AtomicInteger polls = new AtomicInteger();
    Interceptor broken =
        chain -> {
          if (chain.request().url().encodedPath().endsWith("/status")
              && polls.incrementAndGet() == 1) {
            throw new IllegalStateException("a bug of the user's interceptor");
          }
          return chain.proceed(chain.request());
        };
    try (ImageClient client = client(broken)) {
      assertThat(generate(client).images()).hasSize(1);
    }
    assertThat(wire.count(STATUS)).isEqualTo(1);
  }

  @Test
  void theEndOfTheClientEndsAllCalls() {
    CountDownLatch end = new CountDownLatch(1);
    wire.always(STATUS, wire.after(end, request -> Wire.running()));
    try {
      List<CompletableFuture<ImageResult>> results;
      try (ImageClient client = client()) {
        results =
            Stream.generate(() -> client.generateAsync(Wire.request()))
                .limit(3)
                .collect(Collectors.toList());
        Until.holds("all poll", () -> wire.count(STATUS) == 3);
      }
      results.forEach(result -> assertThat(Failures.of(result).handle()).isPresent());
      Until.theThreadsOfClientsEnd();
    } finally {
      end.countDown();
    }
  }
}
