package dev.pictor;

import static dev.pictor.StreamWire.COMPLETED;
import static dev.pictor.StreamWire.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import dev.pictor.spi.Provider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that tells nothing, or nothing but that it lives, and the questions beside it. */
@Timeout(60)
class SilentStreamTest extends StreamTests {
  @Test
  void aStreamThatFallsSilentIsLeftAfterTwentySeconds() {
    time.holdShortWaits();
    CountDownLatch closed = new CountDownLatch(1);
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          // Without the empty line behind it, which might be read when the clock has moved.
          StreamWire.piece(connection, "data: " + RUNNING + "\n");
          StreamWire.untilTheClientCloses(connection, closed);
        });
    List<JobState> states = new CopyOnWriteArrayList<>();
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(StreamWire.request());
      job.onUpdate(update -> states.add(update.state()));
      Until.holds("it runs", () -> states.contains(JobState.RUNNING));
      time.advance(Duration.ofMillis(19_999));
      assertThat(wire.polls()).isZero();
      time.advance(Duration.ofMillis(1));
      assertOneImage(Until.done(job.result()));
      assertThat(wire.polls()).isEqualTo(1);
      assertThat(wire.opened()).isEqualTo(1);
      Until.open(closed);
    }
  }

  /** One job, of which a question after a moment tells the end. */
  private void assertPolled(ImageClient client) {
    int opened = wire.opened();
    int polls = wire.polls();
    Until.holds("all before is over", () -> time.pending() == 0);
    CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
    Until.holds("it waits for its turn, and for its deadline", () -> time.pending() == 2);
    time.advance(Duration.ofSeconds(1));
    Until.done(result);
    assertThat(wire.opened()).as("streams").isEqualTo(opened);
    assertThat(wire.polls()).as("polls").isEqualTo(polls + 1);
  }

  @Test
  void theEndOfAJobWhoseStreamTellsNothingIsAskedForAtOnce() {
    time.holdShortWaits();
    CountDownLatch closed = new CountDownLatch(3);
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.untilTheClientCloses(connection, closed);
        });
    try (ImageClient client = wire.client(time)) {
      int opened = 0;
      for (int minutes : new int[] {1, 2, 4}) {
        CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
        untilAStreamIsWaitedFor(++opened);
        time.advance(Duration.ofMillis(2_499));
        int polls = wire.polls();
        time.advance(Duration.ofMillis(1));
        assertThat(Until.done(result).images()).hasSize(1);
        assertThat(wire.polls()).isEqualTo(polls + 1);
        assertThat(wire.opened()).isEqualTo(opened);
        time.jump(Duration.ofMinutes(minutes).minusSeconds(1));
        assertPolled(client); // which takes a second
      }
      Until.open(closed);
    }
    assertThat(wire.submissions()).isEqualTo(6);
  }

  @Test
  void aStreamThatTellsNothingAtAllIsLeftWhereTheJobRunsAndTriedAgainAfterAMinute() {
    time.holdShortWaits();
    CountDownLatch closed = new CountDownLatch(1);
    wire.streams(connection -> StreamWire.untilTheClientCloses(connection, closed));
    wire.statuses(RUNNING, RUNNING);
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
      untilAStreamIsWaitedFor(1);
      time.advance(Duration.ofMillis(2_499));
      assertThat(wire.polls()).isZero();
      time.advance(Duration.ofMillis(1));
      Until.open(closed);
      Until.ended(time, Collections.singleton(result));
      assertOneImage(result.join());
      assertThat(wire.polls()).isEqualTo(3);
      assertThat(time.passed()).isLessThan(Duration.ofSeconds(30)); // on a slow machine, too
      time.jump(Duration.ofMillis(62_500).minus(time.passed()).minusMillis(2_000));
      assertPolled(client); // which takes a second
      time.advance(Duration.ofSeconds(1));
      wire.streams(StreamWire.telling(COMPLETED));
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(2);
    }
  }

  /** Its job is asked after for that, and is not to be asked after for two reasons. */
  @Test
  void aStreamThatEndsWhileTheAnswerBesideItIsReadIsNotLeftTwice() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch mayRead = new CountDownLatch(1);
    AtomicReference<Thread> reader = new AtomicReference<>();
    wire.streams(
        connection -> {
          StreamWire.await(mayEnd);
          StreamWire.answer(connection, 404, "text/plain", "");
        });
    wire.statuses(RUNNING, RUNNING);
    Provider slow =
        slowlyRead(
            () -> {
              if (reader.compareAndSet(null, Thread.currentThread())) {
                StreamWire.await(mayRead);
              }
            });
    List<JobState> states = new CopyOnWriteArrayList<>();
    time.holdShortWaits();
    try (ImageClient client = ImageClient.builder().provider(slow).time(time).build()) {
      ImageJob job = client.submit(StreamWire.request());
      job.onUpdate(update -> states.add(update.state()));
      untilAStreamIsWaitedFor(1);
      time.advance(Duration.ofMillis(2_500));
      Until.holds("the answer is read", () -> reader.get() != null);
      mayEnd.countDown();
      Until.holds(
          "it stands in line", () -> time.waits().stream().anyMatch(SilentStreamTest::isOfTheLine));
      mayRead.countDown();
      Until.holds("it runs", () -> states.contains(JobState.RUNNING));
      Until.holds("that is seen to", () -> reader.get().getState() != Thread.State.RUNNABLE);
      assertThat(time.pending()).as("its deadline, and its place in line").isEqualTo(2);
    } finally {
      mayEnd.countDown();
      mayRead.countDown();
    }
  }

  /** The next question but one may be sent after so long where three a minute are allowed. */
  private static boolean isOfTheLine(Duration wait) {
    return wait.toMillis() == 22_400;
  }

  /** fal, but few questions are allowed, and this runs before each answer is read. */
  private Provider slowlyRead(Runnable first) {
    Provider fal = wire.fal();
    return (Provider)
        Proxy.newProxyInstance(
            Provider.class.getClassLoader(),
            new Class<?>[] {Provider.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("callsPerMinute")) {
                return Optional.of(3);
              }
              if (method.getName().equals("readPoll")) {
                first.run();
              }
              return method.invoke(fal, arguments);
            });
  }

  /** That the job runs, and that it has ended, each when it may. */
  private static StreamWire.Stream tellingLate(CountDownLatch mayTell, CountDownLatch mayEnd) {
    return connection -> {
      StreamWire.open(connection);
      StreamWire.await(mayTell);
      StreamWire.event(connection, RUNNING);
      StreamWire.await(mayEnd);
      StreamWire.event(connection, COMPLETED);
      StreamWire.end(connection);
    };
  }

  /** What has its questions after jobs, and nothing else, carried by this. */
  private static OkHttpClient asking(Interceptor late) {
    return new OkHttpClient.Builder()
        .addInterceptor(
            chain ->
                chain.request().url().encodedPath().endsWith("/status")
                    ? late.intercept(chain)
                    : chain.proceed(chain.request()))
        .build();
  }

  /** With many of them some questions stand in line until theirs has told by itself. */
  @Test
  void aJobWhoseStreamTellsAfterAllIsNotAskedAfter() {
    time.holdShortWaits();
    int jobs = 14;
    int atOnce = 12;
    CountDownLatch mayTell = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch mayBeAsked = new CountDownLatch(1);
    wire.streams(tellingLate(mayTell, mayEnd));
    String[] running = new String[jobs];
    Arrays.fill(running, RUNNING);
    wire.statuses(running);
    List<JobUpdate> updates = new CopyOnWriteArrayList<>();
    List<String> asking = new CopyOnWriteArrayList<>();
    Interceptor late =
        chain -> {
          asking.add(chain.request().url().encodedPath());
          StreamWire.await(mayBeAsked);
          return chain.proceed(chain.request());
        };
    try (ImageClient client =
        wire.builder(time)
            .httpClient(asking(late))
            .maxConnections(30)
            .listener(event -> event.update().ifPresent(updates::add))
            .build()) {
      List<CompletableFuture<ImageResult>> all = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        all.add(client.generateAsync(StreamWire.request()));
      }
      Until.holds("all are listened to", () -> time.pending() == 2 * jobs);
      time.advance(Duration.ofMillis(2_500));
      Until.holds("some are asked after", () -> asking.size() == atOnce);
      mayTell.countDown();
      Until.holds(
          "all are known to run",
          () -> updates.stream().filter(one -> one.state() == JobState.RUNNING).count() == jobs);
      mayBeAsked.countDown();
      Until.holds("they are answered", () -> wire.polls() >= atOnce);
      mayEnd.countDown();
      all.forEach(Until::done);
    }
    assertThat(asking).hasSize(atOnce);
    assertThat(wire.submissions()).isEqualTo(jobs);
  }

  /** Its end comes a moment after the answer: that is not to have lost it. */
  @Test
  void aStreamThatTellsAfterAllIsNotBlamedForSilence() {
    time.holdShortWaits();
    CountDownLatch isAskedAfter = new CountDownLatch(1);
    CountDownLatch isKnownToRun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    wire.streams(tellingLate(isAskedAfter, mayEnd), StreamWire.telling(COMPLETED));
    Interceptor late =
        chain -> {
          isAskedAfter.countDown();
          Response answer = chain.proceed(chain.request());
          Until.open(isKnownToRun);
          return answer;
        };
    try (ImageClient client =
        wire.builder(time)
            .httpClient(asking(late))
            .listener(
                event ->
                    event
                        .update()
                        .filter(update -> update.state() == JobState.RUNNING)
                        .ifPresent(update -> isKnownToRun.countDown()))
            .build()) {
      CompletableFuture<ImageResult> first = client.generateAsync(StreamWire.request());
      untilAStreamIsWaitedFor(1);
      time.advance(Duration.ofMillis(2_500));
      assertThat(Until.done(first).images()).hasSize(1);
      assertThat(wire.polls()).isEqualTo(1);
      mayEnd.countDown();
      CompletableFuture<ImageResult> second = client.generateAsync(StreamWire.request());
      Until.holds(
          "the next one ends",
          () -> {
            time.advance(Duration.ofMillis(100));
            return second.isDone();
          });
      assertThat(wire.opened()).isEqualTo(2);
    } finally {
      mayEnd.countDown();
    }
  }

  @Test
  void theDeadlineEndsASilentStream() {
    CountDownLatch closed = new CountDownLatch(1);
    wire.statuses(RUNNING, RUNNING); // beside the stream, if its alarm is late, and at the end
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.untilTheClientCloses(connection, closed);
        });
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result =
          client.generateAsync(
              StreamWire.request(),
              RequestOptions.builder().deadline(Duration.ofSeconds(15)).build());
      Until.holds("the stream", () -> wire.opened() == 1);
      time.advance(Duration.ofSeconds(15));
      assertThatThrownBy(result::join).hasCauseInstanceOf(DeadlineExceededException.class);
      StreamWire.await(closed);
      Until.holds("the job is cancelled", () -> wire.cancellations() == 1);
    }
    assertThat(wire.submissions()).isEqualTo(1);
  }

  @Test
  void cancellingTheFutureClosesTheStreamAndTheJob() {
    CountDownLatch closed = new CountDownLatch(1);
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.untilTheClientCloses(connection, closed);
        });
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
      Until.holds("the stream", () -> wire.opened() == 1);
      result.cancel(true);
      StreamWire.await(closed);
      Until.holds("the job is cancelled", () -> wire.cancellations() == 1);
    }
  }
}
