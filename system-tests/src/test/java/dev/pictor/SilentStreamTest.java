package dev.pictor;

import static dev.pictor.StreamWire.COMPLETED;
import static dev.pictor.StreamWire.QUEUED;
import static dev.pictor.StreamWire.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.model.ImageEvent;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.EventListener;
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

  private void untilAStreamIsWaitedFor(int opened) {
    Until.holds("the stream", () -> wire.opened() == opened);
    Until.holds("the deadline and the stream are watched", () -> time.pending() == 2);
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

  /** Nobody knows whether a stream tells anything of a job that is queued. */
  @Test
  void aStreamThatTellsNothingIsListenedToWhileTheJobIsQueued() {
    streamAsTold();
    wire.statuses(QUEUED, QUEUED);
    time.holdShortWaits();
    try (ImageClient client = listener().build()) {
      CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
      untilAStreamIsWaitedFor(1);
      time.advance(Duration.ofMillis(2_500));
      Until.holds("it is asked after", () -> wire.polls() == 1);
      time.advance(Duration.ofMillis(2_499));
      ping();
      assertThat(wire.polls()).isEqualTo(1);
      time.advance(Duration.ofMillis(1));
      Until.holds("it is asked after again", () -> wire.polls() == 2);
      event(RUNNING);
      event(COMPLETED);
      assertOneImage(Until.done(result));
      CompletableFuture<ImageResult> next = client.generateAsync(StreamWire.request());
      Until.holds("the next one is listened to", () -> wire.opened() == 2);
      assertThat(wire.polls()).isEqualTo(2);
      next.cancel(true);
    }
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
    int jobs = 10; // and nine questions at once
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
      Until.holds("nine are asked after", () -> asking.size() == jobs - 1);
      mayTell.countDown();
      Until.holds(
          "all are known to run",
          () -> updates.stream().filter(one -> one.state() == JobState.RUNNING).count() == jobs);
      mayBeAsked.countDown();
      Until.holds("nine are answered", () -> wire.polls() >= jobs - 1);
      mayEnd.countDown();
      all.forEach(Until::done);
    }
    assertThat(asking).hasSize(jobs - 1);
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
  void signsOfLifeKeepItOpen() {
    streamAsTold();
    wire.statuses(RUNNING); // after a minute without news the job is asked after
    try (ImageClient client = listener().build()) {
      ImageJob job = client.submit(StreamWire.request());
      List<JobState> states = new CopyOnWriteArrayList<>();
      job.onUpdate(update -> states.add(update.state()));
      event(RUNNING);
      Until.holds("the first event", () -> states.contains(JobState.RUNNING));
      for (int i = 0; i < 6; i++) {
        time.advance(Duration.ofSeconds(15));
        ping();
      }
      event(COMPLETED);
      assertOneImage(job.await());
    }
    assertThat(wire.polls()).isLessThanOrEqualTo(1);
    assertThat(wire.opened()).isEqualTo(1);
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

  // --- quiet

  private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
  private final StreamReading reading = new StreamReading();
  private long told;

  /** A client of which is known what it has read. */
  private ImageClient.Builder listener() {
    return wire.builder(time).httpClient(reading.builder().build());
  }

  /** Sends what the test says, as long as somebody listens. */
  private void streamAsTold() {
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          while (true) {
            StreamWire.piece(connection, next());
          }
        });
  }

  private String next() {
    try {
      return pieces.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void event(String data) {
    tell("data: " + data + "\n\n");
  }

  /** It is read before this returns, so that the clock can be moved on. */
  private void ping() {
    long all = tell(": ping\n");
    Until.holds("the ping is read", () -> reading.done() == all);
  }

  private synchronized long tell(String piece) {
    pieces.add(piece);
    told += piece.length();
    return told;
  }

  /** Up to the moment at which nothing but pings has come for a minute. */
  private void aQuietMinute() {
    for (int i = 0; i < 5; i++) {
      time.advance(Duration.ofSeconds(10));
      ping();
    }
    int before = wire.polls();
    time.advance(Duration.ofMillis(9_999));
    assertThat(wire.polls()).isEqualTo(before);
    time.advance(Duration.ofMillis(1));
  }

  @Test
  void anEndThatAStreamHasLostIsAskedForAfterAMinute() {
    streamAsTold();
    List<JobState> states = new CopyOnWriteArrayList<>();
    try (ImageClient client = listener().build()) {
      ImageJob job = client.submit(StreamWire.request());
      job.onUpdate(update -> states.add(update.state()));
      event(RUNNING);
      Until.holds("it runs", () -> states.contains(JobState.RUNNING));
      aQuietMinute();
      assertOneImage(Until.done(job.result()));
      Until.holds("its end is told", () -> states.contains(JobState.COMPLETED));
      assertThat(states).containsOnlyOnce(JobState.COMPLETED);
    }
    assertThat(wire.polls()).isEqualTo(1);
    assertThat(wire.results()).isEqualTo(1);
    assertThat(wire.opened()).isEqualTo(1);
  }

  @Test
  void aQuietStreamIsListenedToWhateverTheQuestionsBesideItBring() {
    streamAsTold();
    wire.statuses(withLogs("IN_PROGRESS", "a", "b"), "<html>", QUEUED);
    List<JobUpdate> updates = new CopyOnWriteArrayList<>();
    List<ImageEvent> failures = new CopyOnWriteArrayList<>();
    try (ImageClient client =
        listener()
            .listener(
                event -> {
                  event.update().ifPresent(updates::add);
                  event.failure().ifPresent(failure -> failures.add(event));
                })
            .build()) {
      CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
      event(withLogs("IN_PROGRESS", "a"));
      Until.holds("it runs", () -> updates.size() == 2);
      aQuietMinute();
      Until.holds("the question brings a line", () -> updates.size() == 3);
      ping();
      aQuietMinute();
      Until.holds("the question fails", () -> failures.size() == 1);
      ping();
      aQuietMinute();
      Until.holds("the state before is told late", () -> wire.polls() == 3);
      event(withLogs("IN_PROGRESS", "b", "c"));
      event(withLogs("COMPLETED", "d"));
      assertOneImage(Until.done(result));
      Until.holds("all is told", () -> updates.size() == 5);
    }
    assertThat(updates)
        .extracting(update -> update.state() + " " + update.newLogLines())
        .containsExactly("QUEUED []", "RUNNING [a]", "RUNNING [b]", "RUNNING [c]", "COMPLETED [d]");
    assertThat(failures).extracting(ImageEvent::kind).containsExactly(ImageEvent.Kind.RETRY);
    assertThat(wire.polls()).isEqualTo(3);
    assertThat(wire.opened()).isEqualTo(1);
  }

  @Test
  void aQuestionBesideAStreamEndsWithIt() {
    streamAsTold();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Interceptor unanswered =
        chain -> {
          if (chain.request().url().encodedPath().endsWith("/status")) {
            asked.countDown();
            Until.holds("it is ended", () -> chain.call().isCanceled());
            ended.countDown();
          }
          return chain.proceed(chain.request());
        };
    try (ImageClient client =
        wire.builder(time)
            .httpClient(reading.builder().addInterceptor(unanswered).build())
            .build()) {
      ImageJob job = client.submit(StreamWire.request());
      List<JobState> states = new CopyOnWriteArrayList<>();
      job.onUpdate(update -> states.add(update.state()));
      event(RUNNING);
      Until.holds("it runs", () -> states.contains(JobState.RUNNING));
      aQuietMinute();
      Until.open(asked);
      event(COMPLETED);
      assertOneImage(Until.done(job.result()));
      Until.open(ended);
    }
  }

  /** The job is not to be taken for ended because its stream said so. */
  @Test
  void aQuestionThatIsLaterThanTheEndHidesNothingOfTheResult() {
    streamAsTold();
    wire.outputs(early(1000));
    time.holdShortWaits();
    AtomicInteger questions = new AtomicInteger();
    Interceptor firstIsUnanswered =
        chain -> {
          if (isStatus(chain.call()) && questions.incrementAndGet() == 1) {
            Until.holds("the next one is put", () -> chain.call().isCanceled());
          }
          return chain.proceed(chain.request());
        };
    EventListener endsWhileTheNextIsPut =
        new EventListener() {
          @Override
          public void canceled(Call call) {
            if (isStatus(call) && questions.get() == 1) {
              event(COMPLETED);
              awaitResult(1);
            }
          }
        };
    try (ImageClient client =
        wire.builder(time)
            .httpClient(
                reading
                    .builder()
                    .addInterceptor(firstIsUnanswered)
                    .eventListener(endsWhileTheNextIsPut)
                    .build())
            .build()) {
      ImageJob job = client.submit(StreamWire.request());
      List<JobState> states = new CopyOnWriteArrayList<>();
      job.onUpdate(update -> states.add(update.state()));
      event(RUNNING);
      Until.holds("it runs", () -> states.contains(JobState.RUNNING));
      aQuietMinute();
      Until.holds("it is asked after", () -> questions.get() == 1);
      ping();
      aQuietMinute();
      assertThat(wire.results()).isEqualTo(1);
      job.result().cancel(true);
      Until.holds("it is told to end", () -> wire.cancellations() == 1);
    }
  }

  private static boolean isStatus(Call call) {
    return call.request().url().encodedPath().endsWith("/status");
  }
}
