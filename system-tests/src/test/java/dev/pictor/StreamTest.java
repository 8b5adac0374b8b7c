package dev.pictor;

import static dev.pictor.StreamWire.COMPLETED;
import static dev.pictor.StreamWire.QUEUED;
import static dev.pictor.StreamWire.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.JobCanceledException;
import dev.pictor.error.ModerationException;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job whose state is pushed, and all that can happen to the stream. */
@Timeout(60)
class StreamTest extends StreamTests {
  private static final List<String> EVENTS = Arrays.asList(QUEUED, RUNNING, COMPLETED);

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

  /** The service was away for minutes, and is busy with its own start when it comes back. */
  @Test
  void oneRefusalAfterManyBreaksIsOneRefusal() {
    wire.streams(connection -> StreamWire.answer(connection, 200, "text/event-stream", ""));
    try (ImageClient client = wire.client(time)) {
      for (int opened = 1; opened <= 8; opened++) {
        client.generate(StreamWire.request());
        assertThat(wire.opened()).isEqualTo(opened);
        time.jump(Duration.ofMinutes(1)); // the longest pause after a break
      }
      wire.streams(
          connection -> StreamWire.answer(connection, 503, "text/html", "<html>busy</html>"));
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(9);
      wire.streams(StreamWire.telling(COMPLETED));
      time.jump(Duration.ofMinutes(1));
      client.generate(StreamWire.request());
      assertThat(wire.opened()).isEqualTo(10);
    }
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
