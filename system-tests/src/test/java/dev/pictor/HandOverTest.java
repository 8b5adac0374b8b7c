package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which thread brings an image whose end was pushed: each further one costs a part of the lag. */
@Timeout(60)
class HandOverTest {
  private final StreamWire wire = new StreamWire();
  private final TestTime time = new TestTime();

  private volatile @Nullable Thread submission;
  private volatile @Nullable Thread stream;
  private volatile @Nullable Thread result;
  private volatile @Nullable Thread handedOver;

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  private Response see(Interceptor.Chain chain) throws IOException {
    String path = chain.request().url().encodedPath();
    if (chain.request().method().equals("POST")) {
      submission = Thread.currentThread();
    } else if (path.endsWith("/status/stream")) {
      stream = Thread.currentThread();
    } else {
      result = Thread.currentThread();
    }
    return chain.proceed(chain.request());
  }

  private ImageClient.Builder builder() {
    return wire.builder().httpClient(new OkHttpClient.Builder().addInterceptor(this::see).build());
  }

  /**
   * An image, whose stage is there before the end of the job is told.
   *
   * @param rest what the stream does behind that
   */
  private void make(ImageClient client, StreamWire.Stream rest) {
    CountDownLatch hasStage = new CountDownLatch(1);
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.await(hasStage);
          StreamWire.event(connection, StreamWire.COMPLETED);
          rest.to(connection);
        });
    CompletableFuture<?> image =
        client
            .generateAsync(StreamWire.request())
            .thenRun(() -> handedOver = Thread.currentThread());
    hasStage.countDown();
    image.join();
  }

  private boolean oneThreadHasBroughtIt(ImageClient client) {
    make(client, StreamWire::end);
    return submission == stream && stream == result && result == handedOver;
  }

  @Test
  void oneThreadBringsItWhereStreamsEndWithTheirJobs() {
    try (ImageClient client = builder().time(time).build()) {
      oneThreadHasBroughtIt(client);
      assertThat(result).isNotSameAs(stream); // nothing was known of its streams
      Until.holds("one thread", () -> oneThreadHasBroughtIt(client));
    }
    assertThat(wire.results()).isEqualTo(wire.submissions()).isEqualTo(wire.opened());
    assertThat(wire.polls()).isZero();
  }

  /** OkHttp waits a tenth of a second for the rest of what it closes; an image does not. */
  @Test
  void anotherThreadBringsItWhereStreamsGoOn() {
    try (ImageClient client = builder().build()) {
      for (int i = 0; i < 3; i++) {
        CountDownLatch closed = new CountDownLatch(1);
        make(client, connection -> StreamWire.untilTheClientCloses(connection, closed));
        assertThat(result).isNotSameAs(stream);
        StreamWire.await(closed);
      }
    }
    assertThat(wire.submissions()).isEqualTo(3);
    assertThat(wire.results()).isEqualTo(3);
    assertThat(wire.polls()).isZero();
  }
}
