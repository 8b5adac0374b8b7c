package dev.pictor;

import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.ImageResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
            .maxConnections(3) // one may ask at a time
            .httpClient(new OkHttpClient.Builder().eventListenerFactory(failing).build())
            .build()) {
      isToFail.set(true);
      assertThatThrownBy(() -> begin(client).join()).hasStackTraceContaining("a bug");
      isToFail.set(false);
      assertThat(Until.done(begin(client)).images()).hasSize(1);
    }
  }

  private static boolean isStatus(Call call) {
    return call.request().url().encodedPath().endsWith("/status");
  }
}
