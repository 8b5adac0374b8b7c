package dev.pictor;

import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.ImageResult;
import dev.pictor.spi.Provider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More jobs that are asked after one by one than may ask at once. */
@Timeout(60)
class PollLineTest {
  /** Enough to overflow a stack on which each of them stands. */
  private static final int JOBS = 10_000;

  private static final RequestOptions POLLING =
      RequestOptions.builder()
          .watching(RequestOptions.Watching.POLLING)
          .deadline(Duration.ofDays(7))
          .build();

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  private static CompletableFuture<ImageResult> begin(ImageClient client) {
    return client.generateAsync(Wire.request(), POLLING);
  }

  @Test
  @Tag("wide")
  void whoIsCancelledInLineMakesRoomForWhoComesLater() {
    time.holdShortWaits();
    CountDownLatch isOver = new CountDownLatch(1);
    wire.always(
        STATUS,
        request -> {
          isOver.await();
          return Wire.running();
        });
    try (ImageClient client = wire.client(time)) {
      List<CompletableFuture<ImageResult>> all = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        all.add(begin(client));
        if (all.size() % 1_000 == 0) {
          Until.holds(
              "each waits for its turn and its deadline", () -> time.pending() == 2 * all.size());
        }
      }
      time.advance(Duration.ofMinutes(1));
      Until.holds("some ask", () -> wire.count(STATUS) > 2);
      int asking = wire.count(STATUS);
      for (int i = JOBS - 1; i >= 0; i--) { // those that ask come last
        all.get(i).cancel(true);
      }
      wire.always(STATUS, request -> Wire.completed());
      CompletableFuture<ImageResult> next = begin(client);
      Until.holds(
          "the next one ends",
          () -> {
            time.advance(Duration.ofMillis(500));
            return next.isDone();
          });
      assertThat(next.join().images()).hasSize(1);
      assertThat(wire.count(STATUS)).as("%s asked before", asking).isLessThan(asking + 10);
      isOver.countDown();
    }
    assertThat(wire.count(SUBMIT)).isEqualTo(JOBS + 1);
  }

  /** It is over, and so is what it did to those who were asked after. */
  @Test
  void afterAStallJobsAreAskedAfterAsBefore() {
    time.holdShortWaits();
    CountDownLatch isOver = new CountDownLatch(1);
    wire.always(STATUS, wire.after(isOver, request -> Wire.running()));
    int jobs = 30;
    try (ImageClient client = wire.client(time)) {
      List<CompletableFuture<ImageResult>> all = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        all.add(begin(client));
      }
      Until.holds("each waits for its turn", () -> time.pending() == 2 * jobs);
      time.advance(Duration.ofSeconds(2));
      Until.holds("some ask", () -> wire.count(STATUS) >= 3);
      time.advance(Duration.ofMinutes(1));
      isOver.countDown();
      Until.holds("each waits for its next turn", () -> time.pending() == 2 * jobs);
      assertThat(wire.count(STATUS)).isEqualTo(jobs);

      time.advance(Duration.ofSeconds(3));
      Until.holds("each is asked after again", () -> wire.count(STATUS) >= 2 * jobs);
      all.forEach(one -> one.cancel(true));
    }
  }

  @Test
  void whoIsAskedAfterAgainLeavesConnectionsToSubmissions() {
    time.holdShortWaits();
    int jobs = 16;
    int places = 12;
    CountDownLatch isOver = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Wire.Answer late = wire.after(isOver, request -> Wire.completed());
    wire.always(
        STATUS,
        request -> asked.incrementAndGet() <= jobs ? Wire.json(503, "{}") : late.to(request));
    try (ImageClient client = wire.client(time)) {
      List<CompletableFuture<ImageResult>> all = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        all.add(begin(client));
      }
      Until.holds("each waits for its turn and its deadline", () -> time.pending() == 2 * jobs);
      Until.holds(
          "none waits for its next try",
          () -> {
            time.advance(Duration.ofMillis(100));
            return asked.get() >= jobs + places && time.pending() == jobs;
          });
      CompletableFuture<ImageResult> next = begin(client);
      Until.holds("a connection is free for it", () -> wire.count(SUBMIT) == jobs + 1);
      assertThat(asked).hasValue(jobs + places);

      all.forEach(one -> one.cancel(true)); // half of them in line
      isOver.countDown();
      Until.holds(
          "it is asked after",
          () -> {
            time.advance(Duration.ofMillis(100));
            return next.isDone();
          });
      assertThat(next.join().images()).hasSize(1);
    }
  }

  /** An outage of the provider is no reason to ask it more often than it allows. */
  @Test
  void whoIsAskedAfterAgainCountsForTheLimitOfTheProvider() {
    time.holdShortWaits();
    int jobs = 40;
    int limit = 60;
    wire.always(STATUS, request -> Wire.json(503, "{}"));
    try (ImageClient client =
        ImageClient.builder().provider(limited(wire.fal(), limit)).time(time).build()) {
      List<CompletableFuture<ImageResult>> all = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        all.add(begin(client));
      }
      Until.holds("each waits for its turn and its deadline", () -> time.pending() == 2 * jobs);
      long end = time.nanos() + Duration.ofMinutes(3).toNanos();
      Until.holds(
          "three minutes are over",
          () -> {
            time.advance(Duration.ofMillis(250));
            return time.nanos() >= end;
          });
      assertThat(wire.count(STATUS)).isBetween(jobs + 1, 3 * limit);
      all.forEach(one -> one.cancel(true));
    }
  }

  /** The same provider, which takes so many calls a minute. */
  private static Provider limited(Provider provider, int perMinute) {
    return (Provider)
        Proxy.newProxyInstance(
            Provider.class.getClassLoader(),
            new Class<?>[] {Provider.class},
            (proxy, called, arguments) -> {
              try {
                return called.getName().equals("callsPerMinute")
                    ? Optional.of(perMinute)
                    : called.invoke(provider, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Why and when a job is asked after beside its stream. */
  enum Aside {
    THE_STREAM_TELLS_NOTHING(2_500, StreamWire.QUEUED),
    IT_IS_ABOUT_TO_BE_STOPPED(2_000, StreamWire.RUNNING);

    private final long millis;
    private final String answer;

    Aside(long millis, String answer) {
      this.millis = millis;
      this.answer = answer;
    }

    Duration after() {
      return Duration.ofMillis(millis);
    }

    RequestOptions options() {
      return this == IT_IS_ABOUT_TO_BE_STOPPED
          ? RequestOptions.builder().startTimeout(after()).build()
          : RequestOptions.defaults();
    }
  }

  /** Of ten a minute four are free at once, and one is every twelve seconds. */
  @ParameterizedTest
  @EnumSource
  void whoEndsInLineTakesNoneOfTheLimit(Aside why) {
    time.holdShortWaits();
    int jobs = 12;
    int atOnce = 4;
    CountDownLatch mayEnd = new CountDownLatch(1);
    String[] answers = new String[atOnce];
    Arrays.fill(answers, why.answer);
    try (StreamWire streams = new StreamWire();
        ImageClient client =
            ImageClient.builder()
                .provider(limited(streams.fal(), 10))
                .time(time)
                .maxConnections(36) // twenty of them for streams
                .build()) {
      streams.statuses(answers);
      streams.streams(
          connection -> {
            StreamWire.open(connection);
            StreamWire.await(mayEnd);
            StreamWire.event(connection, StreamWire.COMPLETED);
            StreamWire.end(connection);
          });
      List<ImageJob> all = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        all.add(client.submit(StreamWire.request(), why.options()));
      }
      Until.holds("all are listened to", () -> streams.opened() == jobs);
      time.advance(why.after());
      Until.holds("some are asked after", () -> streams.polls() == atOnce);
      mayEnd.countDown();
      all.forEach(one -> assertThat(Until.done(one.result()).images()).hasSize(1));

      ImageJob again = client.resume(Collections.singletonList(all.get(0).handle()), POLLING);
      time.advance(Duration.ofSeconds(3));
      assertThat(Until.done(again.result()).images()).hasSize(1);
      assertThat(streams.polls()).isEqualTo(atOnce + 1);
    } finally {
      mayEnd.countDown();
    }
  }

  /** Of the user's HTTP client, for example. */
  @Test
  void codeOfOthersThatFailsWhereAPollIsMadeTakesNoPlaceInLine() {
    AtomicBoolean isToFail = new AtomicBoolean();
    EventListener.Factory failing =
        call -> {
          if (isStatus(call) && isToFail.get()) {
            throw new ClassCastException("a bug of the user's");
          }
          return EventListener.NONE;
        };
    try (ImageClient client =
        ImageClient.builder()
            .provider(wire.fal())
            .time(time)
            .maxConnections(3) // two may ask at a time
            .httpClient(new OkHttpClient.Builder().eventListenerFactory(failing).build())
            .build()) {
      isToFail.set(true);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> begin(client).join()).hasStackTraceContaining("a bug");
      }
      isToFail.set(false);
      assertThat(Until.done(begin(client)).images()).hasSize(1);
    }
  }

  private static boolean isStatus(Call call) {
    return call.request().url().encodedPath().endsWith("/status");
  }
}
