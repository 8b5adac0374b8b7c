package dev.pictor;

import static dev.pictor.Wire.Step.CANCEL;
import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the handle to the output: how often, how long, and what is final. */
@Timeout(60)
class PollingTest {
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  /** The waits between calls, without the deadline. */
  private List<Duration> waits() {
    return time.waits().stream()
        .filter(wait -> !wait.equals(DEADLINE))
        .collect(Collectors.toList());
  }

  /** Lets a job end so long after its submission, and says how long after that it was known. */
  private Duration lagOfAJobThatTakes(ImageClient client, Duration run) {
    long submitted = time.nanos();
    wire.always(
        STATUS,
        request -> time.nanos() - submitted < run.toNanos() ? Wire.running() : Wire.completed());
    CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
    while (!result.isDone()) {
      Until.holds("it waits, or has ended", () -> time.pending() > 1 || result.isDone());
      if (!result.isDone()) {
        time.advanceToNext();
      }
    }
    assertThat(result.join().images()).hasSize(1);
    return Duration.ofNanos(time.nanos() - submitted).minus(run);
  }

  /**
   * A connection that died in silence took each question with it for more than a minute; one of a
   * paid submission, or of an image, is given up later.
   */
  @Test
  void aQuestionThatIsNotAnsweredIsGivenUpSoonerThanOtherCalls() {
    Map<String, Integer> silences = new ConcurrentHashMap<>();
    Interceptor patience =
        chain -> {
          String path = chain.request().url().encodedPath();
          String step =
              path.endsWith("/status") ? "poll" : path.contains("/requests/") ? "result" : "submit";
          silences.put(step, chain.readTimeoutMillis());
          return chain.proceed(chain.request());
        };
    OkHttpClient http = new OkHttpClient.Builder().addInterceptor(patience).build();
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
    }
    assertThat(silences)
        .containsEntry("submit", 75_000)
        .containsEntry("poll", 30_000)
        .containsEntry("result", 75_000);
  }

  /** Else the dead connection of HTTP/2 would take the next question, too. */
  @Test
  void whatWasSilentIsAskedAgainWhenItsConnectionWasLookedAt() {
    AtomicInteger polls = new AtomicInteger();
    Interceptor silent =
        chain -> {
          if (chain.request().url().encodedPath().endsWith("/status")
              && polls.incrementAndGet() == 1) {
            throw new SocketTimeoutException("timeout");
          }
          return chain.proceed(chain.request());
        };
    OkHttpClient http = new OkHttpClient.Builder().addInterceptor(silent).build();
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
    }
    assertThat(polls).hasValue(2);
    assertThat(waits()).last().isEqualTo(Duration.ofMillis(1100));
  }

  @Test
  void aModelOfWhichNothingIsKnownIsAskedEveryHalfSecond() {
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      assertThat(lagOfAJobThatTakes(client, Duration.ofMillis(5_100)))
          .isBetween(Duration.ZERO, Duration.ofMillis(600));
    }
    assertThat(wire.count(STATUS)).isBetween(10, 12);
    assertThat(wire.count(SUBMIT)).isEqualTo(1);
    assertThat(wire.count(RESULT)).isEqualTo(1);
  }

  /** What was learned of the jobs before is where the next one is asked after. */
  @Test
  void aModelOfWhichTheTimeIsKnownIsAskedWhenItIsAboutToEnd() {
    time.holdShortWaits();
    Random random = new Random(7);
    time.chances(random);
    int fixed = 0;
    Duration late = Duration.ZERO;
    int first = 20;
    int measured = 40;
    try (ImageClient client = wire.client(time)) {
      for (int i = 0; i < first + measured; i++) {
        Duration run = Duration.ofMillis(5_000 + (long) (300 * random.nextGaussian()));
        Duration lag = lagOfAJobThatTakes(client, run);
        fixed += (int) Math.ceil(run.toMillis() / 500.0);
        if (i >= first) {
          late = late.plus(lag);
        }
      }
    }
    // What is saved on the first ones, of which little is known, is spent on the others.
    assertThat(wire.count(STATUS))
        .as("one every half second is %s", fixed)
        .isLessThanOrEqualTo(fixed);
    // Every half second would come 250 ms late, and a third of that is what is promised.
    assertThat(late.dividedBy(measured)).isLessThan(Duration.ofMillis(84));
  }

  /** The provider of fal, which says when it wants to be asked again. */
  private Provider hinting(Duration hint) {
    Provider sound = wire.fal();
    return (Provider)
        Proxy.newProxyInstance(
            Provider.class.getClassLoader(),
            new Class<?>[] {Provider.class},
            (proxy, called, arguments) -> {
              try {
                Object answer = called.invoke(sound, arguments);
                if (!called.getName().equals("readPoll")) {
                  return answer;
                }
                JobSnapshot snapshot = (JobSnapshot) answer;
                return JobSnapshot.builder()
                    .state(snapshot.state())
                    .rawStatus(snapshot.rawStatus())
                    .pollAfter(hint)
                    .build();
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static List<Duration[]> hints() {
    return Arrays.asList(
        new Duration[] {Duration.ofMillis(120), Duration.ofMillis(120)},
        new Duration[] {Duration.ofSeconds(4), Duration.ofSeconds(4)},
        new Duration[] {Duration.ZERO, Duration.ofMillis(50)},
        new Duration[] {Duration.ofSeconds(-5), Duration.ofMillis(50)},
        new Duration[] {Duration.ofHours(3), Duration.ofSeconds(60)},
        new Duration[] {Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(60)});
  }

  @ParameterizedTest
  @MethodSource("hints")
  void aHintOfTheProviderWinsWithinBounds(Duration hint, Duration expected) {
    wire.then(STATUS, Wire.running(), Wire.running());
    try (ImageClient client =
        ImageClient.builder()
            .provider(hinting(hint))
            .time(time)
            .watching(RequestOptions.Watching.POLLING)
            .build()) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      for (int i = 0; i < 2 && expected.compareTo(TestTime.LONG) >= 0; i++) {
        Until.holds("it waits", () -> time.pending() == 2);
        time.advance(expected);
      }
      Until.done(result);
      assertThat(waits().subList(1, 3)).containsOnly(expected);
    }
  }

  // ---- what may pass

  static List<MockResponse[]> passing() {
    return Arrays.asList(
        new MockResponse[] {Wire.json(500, "{}")},
        new MockResponse[] {Wire.json(500, "")},
        new MockResponse[] {Wire.html(502)},
        new MockResponse[] {Wire.html(503)},
        new MockResponse[] {Wire.html(504)},
        new MockResponse[] {Wire.json(408, "{}")},
        new MockResponse[] {Wire.json(429, "{}")},
        new MockResponse[] {Wire.broken(SocketPolicy.DISCONNECT_AFTER_REQUEST)},
        new MockResponse[] {Wire.broken(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)},
        new MockResponse[] {
          Wire.broken(SocketPolicy.DISCONNECT_AT_END).setHeader("Content-Length", "999")
        });
  }

  @ParameterizedTest
  @MethodSource("passing")
  void aPollThatFailsIsRepeatedUntilTheDeadline(MockResponse fault) {
    wire.always(STATUS, request -> fault.clone());
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      for (int i = 0; i < 20; i++) {
        Until.holds("it waits for its next try", () -> time.pending() == 2 || result.isDone());
        assertThat(result).isNotDone();
        int before = wire.count(STATUS);
        time.advance(Duration.ofSeconds(8));
        Until.holds("it was tried again", () -> wire.count(STATUS) > before);
      }
      Until.holds("it waits for its next try", () -> time.pending() == 2);
      assertThat(waits()).allMatch(wait -> wait.compareTo(Duration.ofSeconds(8)) <= 0);
      time.advance(DEADLINE.minusSeconds(20 * 8));
      PictorException failure = Failures.of(result);
      assertThat(failure).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(failure.handle().get().id()).isEqualTo("job-1");
      assertThat(failure.getCause())
          .describedAs("what went wrong last")
          .isInstanceOf(PictorException.class);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
      assertThat(wire.count(CANCEL)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("passing")
  void aResultThatFailsIsRepeated(MockResponse fault) {
    wire.then(RESULT, fault.clone(), fault.clone(), fault.clone());
    try (ImageClient client = wire.client(time)) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
      assertThat(wire.count(STATUS)).isEqualTo(1);
      assertThat(wire.count(RESULT)).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void aRateLimitOfPollsIsHonoured() {
    wire.then(STATUS, Wire.json(429, "{}").setHeader("Retry-After", "4"));
    wire.then(STATUS, Wire.json(429, "{}").setHeader("Retry-After", "20"));
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      Until.holds("it waits", () -> time.pending() == 2);
      time.advance(Duration.ofMillis(19_999));
      assertThat(wire.count(STATUS)).isEqualTo(2);
      time.advance(Duration.ofMillis(1));
      assertThat(Until.done(result).images()).hasSize(1);
      assertThat(waits().subList(1, 3))
          .containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(20));
    }
  }

  @Test
  void aJobThatIsNotKnownAtOnceIsAskedForAgain() {
    wire.then(STATUS, Wire.json(404, "{\"detail\":\"Not found\"}"), Wire.html(404));
    try (ImageClient client = wire.client(time)) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      assertThat(wire.count(STATUS)).isEqualTo(3);
    }
  }

  @Test
  void aJobThatStaysUnknownIsGivenUpAfterAMoment() {
    wire.always(STATUS, request -> Wire.json(404, "{\"detail\":\"Not found\"}"));
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      Until.holds("it waits for its next try", () -> time.pending() == 2);
      time.advance(Duration.ofSeconds(8));
      PictorException failure = Failures.of(result);
      assertThat(failure).isExactlyInstanceOf(NotFoundException.class);
      assertThat(failure.handle().get().id()).isEqualTo("job-1");
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  /** Only a 404 may be too early: another method, or a page that is gone, stays so. */
  @ParameterizedTest
  @ValueSource(ints = {405, 410})
  void whatIsNoUnknownJobIsNotAskedForAgain(int status) {
    wire.always(STATUS, request -> Wire.json(status, ""));
    try (ImageClient client = wire.client(time)) {
      PictorException failure = Failures.of(client.generateAsync(Wire.request()));
      assertThat(failure).isExactlyInstanceOf(NotFoundException.class);
      assertThat(failure.handle().get().id()).isEqualTo("job-1");
      assertThat(wire.count(STATUS)).isEqualTo(1);
    }
  }

  // ---- what is final

  static List<MockResponse[]> malformed() {
    return Arrays.asList(
        new MockResponse[] {Wire.html(200)},
        new MockResponse[] {Wire.json(200, "")},
        new MockResponse[] {Wire.json(200, "[]")},
        new MockResponse[] {Wire.json(200, "null")},
        new MockResponse[] {Wire.json(200, "{\"status\":7}")},
        new MockResponse[] {Wire.json(200, "{\"status\":\"COMPL")},
        new MockResponse[] {
          Wire.json(200, String.join("", Collections.nCopies(50_000, "{\"a\":")))
        });
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aPollThatCannotBeReadIsRepeatedASmallNumberOfTimes(MockResponse fault) {
    wire.always(STATUS, request -> fault.clone());
    try (ImageClient client = wire.client(time)) {
      PictorException failure =
          Failures.exactly(MalformedReplyException.class, () -> client.generate(Wire.request()));
      assertThat(failure.handle().get().id()).isEqualTo("job-1");
      assertThat(failure.details().body()).isPresent();
      assertThat(wire.count(STATUS)).isEqualTo(5);
      assertThat(wire.count(CANCEL)).describedAs("it may be finished and paid").isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aPollThatCannotBeReadAtFirstIsRepeated(MockResponse fault) {
    wire.then(STATUS, fault.clone(), fault.clone(), fault.clone(), fault.clone());
    try (ImageClient client = wire.client(time)) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      assertThat(wire.count(STATUS)).isEqualTo(5);
    }
  }

  @Test
  void anOversizedPollIsBounded() {
    wire.always(STATUS, request -> Wire.huge((8 << 20) + 1));
    try (ImageClient client = wire.client(time)) {
      PictorException failure =
          Failures.exactly(MalformedReplyException.class, () -> client.generate(Wire.request()));
      assertThat(failure.handle().get().id()).isEqualTo("job-1");
      assertThat(wire.count(STATUS)).isEqualTo(5);
    }
  }

  @Test
  void aLongResultIsNotTooLong() {
    byte[] image = Wire.bytes(7 << 20);
    String data = "data:image/png;base64," + java.util.Base64.getEncoder().encodeToString(image);
    assertThat(data.length()).isGreaterThan(9 << 20);
    wire.then(RESULT, Wire.result(data));
    try (ImageClient client = wire.client(time)) {
      assertThat(client.generate(Wire.request()).image().bytes()).isEqualTo(image);
    }
  }

  static List<Object[]> outcomes() {
    return Arrays.asList(
        new Object[] {
          422,
          "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"too long\",\"type\":\"value_error\"}]}",
          InvalidInputException.class
        },
        new Object[] {
          422,
          "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"no\",\"type\":\"content_policy_violation\"}]}",
          ModerationException.class
        },
        new Object[] {
          500,
          "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"oops\",\"type\":\"internal_server_error\"}]}",
          JobFailedException.class
        },
        new Object[] {
          504,
          "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"slow\",\"type\":\"generation_timeout\"}]}",
          JobFailedException.class
        });
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void theJobsOwnErrorIsFinalAndNotAskedForAgain(
      int status, String body, Class<? extends PictorException> type) {
    wire.always(
        RESULT, request -> Wire.json(status, body).setHeader("x-fal-error-type", "from_the_model"));
    try (ImageClient client = wire.client(time)) {
      PictorException failure = Failures.of(() -> client.generate(Wire.request()));
      assertThat(failure).isExactlyInstanceOf(type);
      assertThat(failure.handle().get().id()).isEqualTo("job-1");
      assertThat(wire.count(RESULT)).isEqualTo(1);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
      assertThat(wire.count(CANCEL)).isZero();
    }
  }

  @Test
  void aResultThatIsNotReadyIsAskedForAgain() {
    MockResponse early = Wire.json(400, "{\"detail\":\"Request is still in progress\"}");
    wire.then(RESULT, early.clone(), early.clone(), early.clone());
    try (ImageClient client = wire.client(time)) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      assertThat(wire.count(RESULT)).isEqualTo(4);
    }
  }

  @Test
  void anUnknownStatusIsPolledUntilTheDeadline() {
    wire.always(STATUS, request -> Wire.json(200, "{\"status\":\"DREAMING\"}"));
    time.holdShortWaits();
    List<JobUpdate> heard = Collections.synchronizedList(new ArrayList<>());
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(Wire.request()).onUpdate(heard::add);
      for (int i = 0; i < 12; i++) {
        int before = wire.count(STATUS);
        Until.holds("it waits for its next poll", () -> time.pending() == 2);
        time.advance(Duration.ofSeconds(3));
        Until.holds("it was polled", () -> wire.count(STATUS) > before);
      }
      Until.holds("it waits for its next poll", () -> time.pending() == 2);
      assertThat(job.result()).isNotDone();
      time.advance(DEADLINE.minusSeconds(12 * 3));
      assertThat(Failures.of(job.result())).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(heard).extracting(JobUpdate::state).contains(JobState.UNKNOWN);
      assertThat(heard).extracting(JobUpdate::rawStatus).contains("DREAMING");
      assertThat(wire.count(CANCEL)).isEqualTo(1);
    }
  }

  @Test
  void anUnknownStatusThatPassesDoesNoHarm() {
    wire.then(STATUS, Wire.json(200, "{\"status\":\"DREAMING\"}"), Wire.running());
    try (ImageClient client = wire.client(time)) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aKeyThatIsRefusedMeanwhileIsFinalAndKeepsTheHandle(int status) {
    wire.always(STATUS, request -> Wire.json(status, "{}"));
    try (ImageClient client = wire.client(time)) {
      PictorException failure = Failures.of(() -> client.generate(Wire.request()));
      assertThat(failure.handle().get().id()).isEqualTo("job-1");
      assertThat(wire.count(STATUS)).isEqualTo(1);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }
}
