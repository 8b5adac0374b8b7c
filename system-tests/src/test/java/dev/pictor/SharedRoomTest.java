package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and polls share the connections of a client. */
class SharedRoomTest extends StreamTests {
  private static final RequestOptions POLLING =
      RequestOptions.builder().watching(RequestOptions.Watching.POLLING).build();

  private final AtomicInteger asked = new AtomicInteger();
  private final Semaphore mayAsk = new Semaphore(0, true); // whoever waits longest goes on

  /** A client whose questions wait on their connections until they may go on. */
  private ImageClient.Builder client(int connections) {
    return wire.builder(time)
        .maxConnections(connections)
        .httpClient(
            new OkHttpClient.Builder()
                .addInterceptor(
                    chain -> {
                      if (chain.request().url().encodedPath().endsWith("/status")) {
                        asked.incrementAndGet();
                        mayAsk.acquireUninterruptibly();
                      }
                      return chain.proceed(chain.request());
                    })
                .build());
  }

  private List<CompletableFuture<ImageResult>> polled(ImageClient client, int jobs) {
    int before = time.pending();
    List<CompletableFuture<ImageResult>> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(client.generateAsync(StreamWire.request(), POLLING));
    }
    Until.holds(
        "each waits for its turn and its deadline", () -> time.pending() == before + 2 * jobs);
    return all;
  }

  @Test
  void pollsTakeTheConnectionsThatNoStreamUses() {
    time.holdShortWaits();
    try (ImageClient client = client(64).build()) {
      List<CompletableFuture<ImageResult>> all = polled(client, 60);
      time.advance(Duration.ofSeconds(10));
      Until.holds("three quarters of what there is", () -> asked.get() == 48);
      int submitted = wire.submissions();
      all.add(client.generateAsync(StreamWire.request(), POLLING));
      Until.holds("the rest is for its other calls", () -> wire.submissions() == submitted + 1);
      assertThat(asked).hasValue(48);
      mayAsk.release(1_000);
      Until.ended(time, all);
    }
  }

  @Test
  void streamsGiveWayToPollsThatAreLateAndAreTakenAgainAfterwards() {
    time.holdShortWaits();
    CountDownLatch closed = new CountDownLatch(2);
    wire.streams(running(closed));
    List<JobState> states = new CopyOnWriteArrayList<>();
    try (ImageClient client =
        client(6) // of which two may be long
            .listener(event -> event.update().ifPresent(update -> states.add(update.state())))
            .build()) {
      List<CompletableFuture<ImageResult>> all = new ArrayList<>();
      for (int i = 1; i <= 2; i++) {
        all.add(client.generateAsync(StreamWire.request()));
        int opened = i;
        Until.holds("its stream tells", () -> states.size() == 2 * opened);
      }
      all.addAll(polled(client, 60));
      time.advance(Duration.ofSeconds(10));
      Until.holds("three ask at a time", () -> asked.get() == 3);
      for (int answers = 0; answers < 50 && closed.getCount() > 0; answers++) {
        int before = asked.get();
        time.advance(Duration.ofMillis(100));
        mayAsk.release();
        Until.holds("the next one asks", () -> asked.get() > before);
        assertThat(closed.getCount()).isGreaterThanOrEqualTo(answers < 5 ? 2 : 0);
      }
      assertThat(closed.getCount()).as("streams that have not given way").isZero();
      all.add(client.generateAsync(StreamWire.request()));
      mayAsk.release(1_000);
      Until.ended(time, all);
      assertThat(wire.opened()).isEqualTo(2);
      assertThat(wire.submissions()).isEqualTo(63);

      time.advance(Duration.ofSeconds(10)); // nobody is late any more
      wire.streams(StreamWire.telling(StreamWire.COMPLETED));
      assertThat(Until.done(client.generateAsync(StreamWire.request())).images()).hasSize(1);
      assertThat(wire.opened()).isEqualTo(3);
    }
  }

  private static StreamWire.Stream running(CountDownLatch closed) {
    return connection -> {
      StreamWire.open(connection);
      StreamWire.event(connection, StreamWire.RUNNING);
      StreamWire.untilTheClientCloses(connection, closed);
    };
  }

  /** Of a provider whose streams work, a silent status is no reason to submit nothing. */
  @ParameterizedTest
  @ValueSource(ints = {4, 6, 16, 64})
  void submissionsAndCancellationsGoOnBesidePollsThatHang(int connections) {
    time.holdShortWaits();
    wire.streams(running(new CountDownLatch(1)));
    int atOnce = connections * 3 / 4;
    String[] states = new String[atOnce];
    Arrays.fill(states, StreamWire.RUNNING);
    wire.statuses(states);
    try (ImageClient client = client(connections).build()) {
      int polled = 2 * connections;
      List<CompletableFuture<ImageResult>> all = polled(client, polled);
      time.advance(Duration.ofSeconds(10));
      Until.holds("some hang", () -> asked.get() == atOnce);
      time.advance(Duration.ofSeconds(15));
      mayAsk.release(atOnce); // so late that streams are worth more
      Until.holds("the next ones hang", () -> asked.get() == 2 * atOnce);
      for (int i = 1; i <= connections; i++) {
        all.add(client.generateAsync(StreamWire.request()));
        int jobs = polled + i;
        Until.holds("it is submitted", () -> wire.submissions() == jobs);
      }
      Until.holds("streams have what is to spare", () -> connections < 64 || wire.opened() > 0);
      for (int i = 1; i <= 3; i++) {
        all.get(polled - i).cancel(true);
      }
      Until.holds("they are told to end", () -> wire.cancellations() == 3);
      mayAsk.release(100_000);
    }
  }

  /** Others that are late have nothing of it, as they learn nothing by asking. */
  @Test
  void streamsStayWherePollsAreRefused() {
    time.holdShortWaits();
    CountDownLatch closed = new CountDownLatch(2);
    wire.streams(running(closed));
    String[] refused = new String[1_000];
    Arrays.fill(refused, "<html>");
    wire.statuses(refused);
    List<JobState> states = new CopyOnWriteArrayList<>();
    try (ImageClient client =
        client(6)
            .listener(event -> event.update().ifPresent(update -> states.add(update.state())))
            .build()) {
      for (int i = 1; i <= 2; i++) {
        client.submit(StreamWire.request());
        int opened = i;
        Until.holds("its stream tells", () -> states.size() == 2 * opened);
      }
      polled(client, 60);
      time.advance(Duration.ofSeconds(10));
      Until.holds("three ask at a time", () -> asked.get() == 3);
      for (int answers = 0; answers < 60; answers++) {
        int before = asked.get();
        time.advance(Duration.ofMillis(100));
        mayAsk.release();
        Until.holds("the next one asks", () -> asked.get() > before);
      }
      assertThat(closed.getCount()).isEqualTo(2);
      mayAsk.release(100_000);
    }
  }
}
