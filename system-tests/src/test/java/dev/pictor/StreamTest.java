package dev.pictor;

import static dev.pictor.StreamWire.COMPLETED;
import static dev.pictor.StreamWire.QUEUED;
import static dev.pictor.StreamWire.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.ModerationException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job whose state is pushed, and all that can happen to the stream. */
@Timeout(60)
class StreamTest {
  private static final List<String> EVENTS = Arrays.asList(QUEUED, RUNNING, COMPLETED);

  private final StreamWire wire = new StreamWire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  private void assertOneImage(ImageResult result) {
    assertThat(result.images()).hasSize(1);
    assertThat(wire.submissions()).isEqualTo(1);
    assertInTime();
  }

  /** The clock stands still, but what was waited for counts. */
  private void assertInTime() {
    assertThat(time.passed()).isLessThan(RequestOptions.defaults().deadline());
  }

  private void assertOnePaidJob() {
    try (ImageClient client = wire.client(time)) {
      assertOneImage(client.generate(StreamWire.request()));
    }
  }

  @Test
  void takesThreeRequestsForAnImage() {
    wire.streams(StreamWire.telling(QUEUED, RUNNING, COMPLETED));
    assertOnePaidJob();
    assertThat(wire.opened()).isEqualTo(1);
    assertThat(wire.polls()).isZero();
    assertThat(wire.results()).isEqualTo(1);
    String stream = wire.heads().get(1);
    assertThat(stream)
        .startsWith("GET /fal-ai/flux-pro/requests/job-1/status/stream?logs=1 ")
        .contains("Accept: text/event-stream")
        .contains("Accept-Encoding: identity")
        .contains("Authorization: Key " + Wire.KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Text/Event-Stream", "text/event-stream;charset=utf-8", "text/event-stream ; a=b"})
  void isKnownByItsTypeHoweverThatIsWritten(String type) {
    wire.streams(
        connection -> StreamWire.answer(connection, 200, type, "data: " + COMPLETED + "\n\n"));
    assertOnePaidJob();
    assertThat(wire.polls()).isZero();
  }

  // --- refused

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(405, "text/plain", ""),
        Arguments.of(404, "application/json", "{\"status\":\"NOT_FOUND\"}"),
        Arguments.of(401, "application/json", "{\"detail\":\"no\"}"),
        Arguments.of(429, "application/json", "{\"detail\":\"too many\"}"),
        Arguments.of(503, "text/html", "<html>busy</html>"),
        Arguments.of(302, "text/html", "<html>elsewhere</html>"),
        Arguments.of(200, "text/html", "<html>Welcome</html>"),
        Arguments.of(200, "application/json", COMPLETED),
        Arguments.of(200, "text/event-streams", "data: " + COMPLETED + "\n\n"),
        Arguments.of(200, "text/event-stream", ""),
        Arguments.of(200, "text/event-stream", "<html>Welcome</html>"),
        Arguments.of(200, "text/event-stream", "data: <html>\n\n"),
        Arguments.of(200, "text/event-stream", "data: {\"status\": 7}\n\n"),
        Arguments.of(200, "text/event-stream", "data: {\"stat"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatIsNoStreamGivesWayToPollsAtOnce(int status, String type, String body) {
    wire.streams(connection -> StreamWire.answer(connection, status, type, body));
    wire.statuses(RUNNING);
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
      Until.holds("a poll without a wait", () -> wire.polls() == 1);
      Until.holds("it waits for its turn, and for its deadline", () -> time.pending() == 2);
      time.advance(Duration.ofMillis(900)); // a stream that broke is tried again after a second
      assertOneImage(result.join());
      assertThat(wire.polls()).isEqualTo(2);
      assertThat(wire.opened()).isEqualTo(1);
    }
  }

  @Test
  void anEndpointWithoutAStreamIsNotAskedForOneAgainForAWhile() {
    wire.streams(connection -> StreamWire.answer(connection, 405, "text/plain", ""));
    try (ImageClient client = wire.client(time)) {
      client.generate(StreamWire.request());
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(1);
      time.jump(Duration.ofMinutes(1));
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(2);
      time.jump(Duration.ofMinutes(1)); // twice in a row is twice as long
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(2);
      time.jump(Duration.ofMinutes(1));
      wire.streams(StreamWire.telling(COMPLETED));
      client.generate(StreamWire.request());
      client.generate(StreamWire.request());
      assertThat(wire.opened()).as("it has healed").isEqualTo(4);
      wire.streams(connection -> StreamWire.answer(connection, 405, "text/plain", ""));
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(5);
      time.jump(Duration.ofMinutes(1).minusNanos(1));
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(5);
      time.jump(Duration.ofNanos(1)); // once is as long as at first
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(6);
    }
    assertThat(wire.submissions()).isEqualTo(9);
    assertThat(wire.polls()).isEqualTo(7);
  }

  @Test
  void streamsThatAreRefusedInOneMomentAreOneRefusal() {
    CountDownLatch five = new CountDownLatch(5);
    wire.streams(
        connection -> {
          five.countDown();
          StreamWire.await(five);
          StreamWire.answer(connection, 503, "text/html", "<html>busy</html>");
        });
    try (ImageClient client = wire.client(time)) {
      List<CompletableFuture<ImageResult>> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(client.generateAsync(StreamWire.request()));
      }
      all.forEach(Until::done);
      assertThat(wire.opened()).isEqualTo(5);
      wire.streams(StreamWire.telling(COMPLETED));
      time.jump(Duration.ofSeconds(59));
      client.generate(StreamWire.request());
      assertThat(wire.opened()).as("they pause").isEqualTo(5);
      time.jump(Duration.ofSeconds(1));
      client.generate(StreamWire.request());
      assertThat(wire.opened()).as("for a minute").isEqualTo(6);
    }
    assertThat(wire.submissions()).isEqualTo(7);
  }

  // --- broken

  enum Break {
    END,
    CLOSE,
    RESET
  }

  static Stream<Arguments> breaks() {
    return Stream.of(Break.values())
        .flatMap(way -> Stream.of(0, 1, 2, 3).map(events -> Arguments.of(way, events)));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void aStreamThatIsCutAfterAnyEventCostsOnePoll(Break way, int events) {
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          for (String event : EVENTS.subList(0, events)) {
            StreamWire.event(connection, event);
          }
          if (way == Break.END) {
            StreamWire.end(connection);
          } else if (way == Break.RESET) {
            connection.reset();
          } else {
            connection.socket.close();
          }
        });
    assertOnePaidJob();
    if (events < 3) {
      assertThat(wire.polls()).isEqualTo(1);
    } else if (way == Break.END) {
      assertThat(wire.polls()).isZero();
    } else { // the end of the connection may overtake the last event
      assertThat(wire.polls()).isLessThanOrEqualTo(1);
    }
    assertThat(wire.results()).isEqualTo(1);
  }

  @Test
  void listensAgainWhenItHasHealed() {
    wire.streams(StreamWire.telling(QUEUED), StreamWire.telling(RUNNING, COMPLETED));
    wire.statuses(RUNNING, RUNNING);
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
      Until.holds("the poll at the break", () -> wire.polls() == 1);
      Until.holds("a poll is planned", () -> time.pending() > 1);
      assertThat(wire.opened()).isEqualTo(1);
      twoSecondsPassBeforeTheNextPoll();
      assertOneImage(result.join());
      assertThat(wire.opened()).isEqualTo(2);
      assertThat(wire.polls()).isEqualTo(2);
    }
  }

  /**
   * Not step by step: with the clock at the moment of the poll for as long as this thread is held
   * up, the reply would plan another poll instead of a stream.
   */
  private void twoSecondsPassBeforeTheNextPoll() {
    time.jump(Duration.ofSeconds(2));
    time.advanceToNext();
  }

  // --- silent

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
  void aStreamThatTellsNothingAtAllIsLeftAfterTwentySecondsAndTriedAgainAfterAMinute() {
    time.holdShortWaits();
    CountDownLatch closed = new CountDownLatch(1);
    wire.streams(connection -> StreamWire.untilTheClientCloses(connection, closed));
    wire.statuses(RUNNING);
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
      untilAStreamIsWaitedFor(1);
      time.advance(Duration.ofMillis(2_499));
      assertThat(wire.polls()).isZero();
      time.advance(Duration.ofMillis(1));
      Until.holds("it is asked after once", () -> wire.polls() == 1);
      time.advance(Duration.ofMillis(17_499));
      assertThat(wire.polls()).isEqualTo(1);
      time.advance(Duration.ofMillis(1));
      assertOneImage(Until.done(result));
      assertThat(wire.polls()).isEqualTo(2);
      Until.open(closed);
      time.jump(Duration.ofSeconds(59));
      assertPolled(client); // which takes a second
      wire.streams(StreamWire.telling(COMPLETED));
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(2);
    }
  }

  /** With many of them some questions stand in line until theirs has told by itself. */
  @Test
  void aJobWhoseStreamTellsAfterAllIsNotAskedAfter() {
    time.holdShortWaits();
    int jobs = 10; // and nine questions at once
    CountDownLatch mayTell = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch mayBeAsked = new CountDownLatch(1);
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.await(mayTell);
          StreamWire.event(connection, RUNNING);
          StreamWire.await(mayEnd);
          StreamWire.event(connection, COMPLETED);
          StreamWire.end(connection);
        });
    String[] running = new String[jobs];
    Arrays.fill(running, RUNNING);
    wire.statuses(running);
    List<JobUpdate> updates = new CopyOnWriteArrayList<>();
    List<String> asking = new CopyOnWriteArrayList<>();
    Interceptor late =
        chain -> {
          if (chain.request().url().encodedPath().endsWith("/status")) {
            asking.add(chain.request().url().encodedPath());
            StreamWire.await(mayBeAsked);
          }
          return chain.proceed(chain.request());
        };
    try (ImageClient client =
        wire.builder(time)
            .httpClient(new OkHttpClient.Builder().addInterceptor(late).build())
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
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.await(isAskedAfter);
          StreamWire.event(connection, RUNNING);
          StreamWire.await(mayEnd);
          StreamWire.event(connection, COMPLETED);
          StreamWire.end(connection);
        },
        StreamWire.telling(COMPLETED));
    Interceptor late =
        chain -> {
          if (!chain.request().url().encodedPath().endsWith("/status")) {
            return chain.proceed(chain.request());
          }
          isAskedAfter.countDown();
          Response answer = chain.proceed(chain.request());
          Until.open(isKnownToRun);
          return answer;
        };
    try (ImageClient client =
        wire.builder(time)
            .httpClient(new OkHttpClient.Builder().addInterceptor(late).build())
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
  void signsOfLifeKeepItOpen() throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    List<CountDownLatch> pings = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      pings.add(new CountDownLatch(1));
    }
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.event(connection, RUNNING);
          opened.countDown();
          for (CountDownLatch ping : pings) {
            StreamWire.await(ping);
            StreamWire.piece(connection, ": ping\n\n");
          }
          StreamWire.event(connection, COMPLETED);
          StreamWire.end(connection);
        });
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(StreamWire.request());
      List<JobState> states = new CopyOnWriteArrayList<>();
      job.onUpdate(update -> states.add(update.state()));
      opened.await();
      Until.holds("the first event", () -> states.contains(JobState.RUNNING));
      for (CountDownLatch ping : pings) {
        time.advance(Duration.ofSeconds(15));
        int looks = time.looks();
        ping.countDown();
        Until.holds("it is read", () -> time.looks() > looks);
      }
      assertOneImage(job.await());
    }
    assertThat(wire.polls()).isLessThanOrEqualTo(1); // after a minute without news
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
    pieces.add("data: " + data + "\n\n");
  }

  /** It is read before this returns, so that the clock can be moved on. */
  private void ping() {
    int before = time.looks();
    pieces.add(": ping\n");
    Until.holds("the ping is read", () -> time.looks() > before);
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
    try (ImageClient client = wire.client(time)) {
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
        wire.builder(time)
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
            .httpClient(new OkHttpClient.Builder().addInterceptor(unanswered).build())
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
                new OkHttpClient.Builder()
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

  // --- strange

  @Test
  void doesNotWaitForTheEndOfTheStream() {
    CountDownLatch closed = new CountDownLatch(1);
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.event(connection, COMPLETED);
          StreamWire.untilTheClientCloses(connection, closed);
        });
    assertOnePaidJob();
    assertThat(wire.polls()).isZero();
    StreamWire.await(closed);
  }

  @Test
  void readsEventsThatAreSplitAtEveryByte() {
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          for (String event : EVENTS) {
            for (char one : ("data: " + event + "\n\n").toCharArray()) {
              StreamWire.piece(connection, String.valueOf(one));
            }
          }
          StreamWire.end(connection);
        });
    assertOnePaidJob();
    assertThat(wire.polls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\n", "\n", "\r\n\r\n", "\r\r"})
  void readsSeveralEventsOfOneFrame(String end) {
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.piece(
              connection,
              "data: " + QUEUED + end + "data: " + RUNNING + end + "data: " + COMPLETED + end);
          StreamWire.end(connection);
        });
    List<JobState> states = new CopyOnWriteArrayList<>();
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(StreamWire.request());
      job.onUpdate(update -> states.add(update.state()));
      assertOneImage(job.await());
      // Whoever begins to listen at the very end hears of it a little later.
      Until.holds("all is told", () -> states.contains(JobState.COMPLETED));
    }
    assertThat(wire.polls()).isZero();
    assertThat(states).endsWith(JobState.COMPLETED);
  }

  @Test
  void aLyingCompletedIsNotBelieved() {
    wire.streams(StreamWire.telling(COMPLETED));
    String early = "{\"detail\":\"Request is still in progress\"}";
    wire.outputs(early, early);
    assertOnePaidJob();
    assertThat(wire.results()).isEqualTo(3);
  }

  @Test
  void aJobThatOnlySaidThatItHasCompletedIsToldToEnd() {
    wire.streams(StreamWire.telling(COMPLETED));
    wire.outputs(early(1000));
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> one =
          client.generateAsync(
              StreamWire.request(),
              RequestOptions.builder().deadline(Duration.ofSeconds(30)).build());

      pass(Duration.ofSeconds(30));
      Until.holds("it is asked how it ended", () -> wire.polls() > 0);
      time.advance(Duration.ofSeconds(10));

      assertThatThrownBy(one::join)
          .hasCauseInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("told to end");
    }
    assertThat(wire.submissions()).isEqualTo(1);
    assertThat(wire.cancellations()).isEqualTo(1);
  }

  @Test
  void aJobThatSaidTooEarlyThatItHasCompletedIsFoundSoonAfterItHas() {
    wire.streams(StreamWire.telling(COMPLETED));
    wire.outputs(early(5));
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> one = client.generateAsync(StreamWire.request());

      pass(Duration.ofSeconds(5));

      assertOneImage(Until.done(one));
    }
  }

  @Test
  void aJobThatGoesOnForLongAfterItSaidThatItHasCompletedIsAskedLessAndLess() {
    wire.streams(StreamWire.telling(COMPLETED));
    wire.outputs(early(1000));
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> one = client.generateAsync(StreamWire.request());

      pass(Duration.ofMinutes(2));

      assertThat(wire.results()).isBetween(25, 35);
      one.cancel(true);
    }
  }

  @Test
  void theWaitsThatWereAskedForAreKept() {
    wire.streams(StreamWire.telling(COMPLETED));
    wire.outputs(early(2));
    RetryPolicy policy =
        RetryPolicy.builder()
            .firstWait(Duration.ofSeconds(4))
            .longestWait(Duration.ofSeconds(4))
            .build();
    try (ImageClient client = wire.client(time)) {
      assertOneImage(
          client.generate(
              StreamWire.request(),
              RequestOptions.builder().retry(RequestOptions.Step.RESULT, policy).build()));
    }
    assertThat(time.waits()).containsSequence(Duration.ofMillis(3500), Duration.ofMillis(3500));
  }

  @Test
  void aJobThatStillRunsHasNotFailedWhateverItsStateSays() {
    wire.streams(
        StreamWire.telling(
            "{\"status\":\"COMPLETED\",\"error\":\"x\",\"error_type\":\"internal_error\"}"));
    wire.outputs(early(3));
    assertOnePaidJob();
    assertThat(wire.results()).isEqualTo(4);
  }

  private void awaitResult(int number) {
    Until.holds("question " + number, () -> wire.results() == number && time.pending() == 2);
  }

  /** Each wait ends when it is due, and what it leads to has come before the next one begins. */
  private void pass(Duration whole) {
    awaitResult(1);
    Duration step = Duration.ofMillis(250);
    for (Duration passed = Duration.ZERO; passed.compareTo(whole) < 0; passed = passed.plus(step)) {
      Until.holds("it waits for its turn, and for its deadline", () -> time.pending() == 2);
      time.advance(step);
    }
  }

  private static String[] early(int times) {
    String[] early = new String[times];
    Arrays.fill(early, "{\"detail\":\"Request is still in progress\"}");
    return early;
  }

  @Test
  void anUnknownStateIsWaitedThrough() {
    wire.streams(StreamWire.telling("{\"status\": \"WARMING_UP\"}", COMPLETED));
    assertOnePaidJob();
    assertThat(wire.polls()).isZero();
  }

  @Test
  void aFailureIsThatOfTheResult() {
    wire.streams(StreamWire.telling(COMPLETED));
    wire.outputs(
        "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"flagged\","
            + "\"type\":\"content_policy_violation\"}]}");
    try (ImageClient client = wire.client(time)) {
      assertThatThrownBy(() -> client.generate(StreamWire.request()))
          .isInstanceOf(ModerationException.class);
    }
    assertThat(wire.submissions()).isEqualTo(1);
  }

  @Test
  void aJobThatWasCanceledElsewhereSaysSo() {
    wire.streams(
        StreamWire.telling(
            "{\"status\": \"COMPLETED\", \"error\": \"gone\", \"error_type\": \"client_cancelled\"}"));
    try (ImageClient client = wire.client(time)) {
      assertThatThrownBy(() -> client.generate(StreamWire.request()))
          .isInstanceOf(JobCanceledException.class);
    }
    assertThat(wire.results()).isZero();
  }

  // --- logs

  private static String withLogs(String status, String... lines) {
    return "{\"status\": \""
        + status
        + "\", \"logs\": ["
        + Arrays.stream(lines)
            .map(line -> "{\"message\": \"" + line + "\"}")
            .collect(Collectors.joining(", "))
        + "]}";
  }

  enum Reconnect {
    TELLS_ALL_AGAIN,
    GOES_ON
  }

  @ParameterizedTest
  @EnumSource
  void everyLogLineIsToldOnce(Reconnect kind) {
    wire.streams(
        StreamWire.telling(withLogs("IN_PROGRESS", "a"), withLogs("IN_PROGRESS", "b", "c")),
        kind == Reconnect.GOES_ON
            ? StreamWire.telling(withLogs("IN_PROGRESS", "e"), withLogs("COMPLETED", "f"))
            : StreamWire.telling(
                withLogs("IN_PROGRESS", "a", "b", "c"), withLogs("COMPLETED", "d", "e", "f")));
    // However many polls there are before the next stream, none sees the end.
    String[] polls = new String[20];
    Arrays.fill(polls, withLogs("IN_PROGRESS", "a", "b", "c", "d"));
    wire.statuses(polls);
    List<String> lines = new CopyOnWriteArrayList<>();
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(StreamWire.request());
      job.onUpdate((JobUpdate update) -> lines.addAll(update.newLogLines()));
      Until.holds("a poll is planned", () -> wire.polls() == 1 && time.pending() > 1);
      twoSecondsPassBeforeTheNextPoll();
      job.await();
      Until.holds("all is told", () -> lines.contains("f"));
    }
    // What was told before somebody listened comes as the last news alone.
    assertThat(lines).doesNotHaveDuplicates().endsWith("d", "e", "f");
  }

  // --- how many

  @Test
  void jobsForWhichNoConnectionIsLeftArePolled() {
    CountDownLatch end = new CountDownLatch(1);
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          StreamWire.await(end);
          StreamWire.event(connection, COMPLETED);
          StreamWire.end(connection);
        });
    wire.statuses(RUNNING, RUNNING);
    try (ImageClient client = wire.builder(time).maxConnections(6).build()) {
      List<CompletableFuture<ImageResult>> two =
          Arrays.asList(
              client.generateAsync(StreamWire.request()),
              client.generateAsync(StreamWire.request()));
      Until.holds("two streams", () -> wire.opened() == 2);
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(2);
      assertThat(wire.polls()).isEqualTo(3);
      end.countDown();
      two.forEach(CompletableFuture::join);
      Until.holds(
          "a connection is free again",
          () -> {
            int before = wire.opened();
            client.generate(StreamWire.request());
            return wire.opened() > before;
          });
    }
  }

  /** For want of a thread for the timer. */
  @Test
  void aStreamThatCannotBeWatchedTakesNoConnectionAndItsJobIsPolled() {
    wire.streams(StreamWire.telling(COMPLETED));
    try (ImageClient client = wire.builder(time).maxConnections(6).build()) { // two may be long
      for (int i = 1; i <= 2; i++) {
        time.refuseNext(Duration.ofMillis(2_500));
        assertThat(Until.done(client.generateAsync(StreamWire.request())).images()).hasSize(1);
        assertThat(wire.polls()).isEqualTo(i);
        assertThat(time.isToRefuse()).isFalse();
        time.jump(Duration.ofMinutes(2));
      }
      Until.holds(
          "their connections are free",
          () -> {
            int before = wire.polls();
            assertThat(client.generate(StreamWire.request()).images()).hasSize(1);
            return wire.polls() == before;
          });
    }
  }

  @Test
  void maxConnectionsHasARange() {
    for (int wrong : new int[] {-1, 0, 2, 1001}) {
      assertThatThrownBy(() -> ImageClient.builder().maxConnections(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("maxConnections is " + wrong + "; it must be 3 to 1000");
    }
  }

  @Test
  void pollingAloneOpensNoStream() {
    try (ImageClient client =
        wire.builder(time).watching(RequestOptions.Watching.POLLING).build()) {
      assertOneImage(client.generate(StreamWire.request()));
    }
    assertThat(wire.opened()).isZero();
    assertThat(wire.polls()).isEqualTo(1);
  }

  @Test
  void aResumedJobIsListenedToAtOnce() {
    wire.streams(StreamWire.telling(RUNNING, COMPLETED));
    try (ImageClient client = wire.client(time)) {
      ImageResult result =
          client
              .resume(
                  dev.pictor.model.JobHandle.parse("pictor1:fal:fal-ai%2Fflux-pro%2Fv1.1:job-9"))
              .await();
      assertThat(result.images()).hasSize(1);
    }
    assertThat(wire.submissions()).isZero();
    assertThat(wire.opened()).isEqualTo(1);
    assertThat(wire.polls()).isZero();
  }
}
