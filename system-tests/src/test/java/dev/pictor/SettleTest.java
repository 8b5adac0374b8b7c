package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.ModerationException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.ServiceException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.ReplicateModel;
import dev.pictor.testing.ReplicateStyle;
import dev.pictor.testing.Step;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a paid submission whose reply is lost: requirements 13 and 14. Each test counts
 * what the service received and what it would have charged for.
 */
@Tag("wide")
@Timeout(60)
class SettleTest {
  private static final int OVERSIZED = 65 << 20;

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  /** How the reply of a submission is lost. */
  static Stream<Arguments> lost() {
    return Stream.of(
        Arguments.of("disconnect", Fault.disconnect()),
        Arguments.of("page 500", Fault.html(500)),
        Arguments.of("page 502", Fault.html(502)),
        Arguments.of("page 503", Fault.html(503)),
        Arguments.of("empty 520", Fault.empty(520)),
        Arguments.of("malformed", Fault.malformedJson()),
        Arguments.of("oversized", Fault.oversized(OVERSIZED)),
        Arguments.of("redirect 303", Fault.redirect(303, "https://example.com/elsewhere")));
  }

  /** What spoils the real reply, after it has had its effect. */
  static Stream<Arguments> spoiled() {
    return Stream.of(
        Arguments.of("truncated", Fault.truncatedBody()),
        Arguments.of("wrong types", Fault.wrongTypes()),
        Arguments.of("without id", Fault.withoutMember("id")),
        Arguments.of("cut", Fault.disconnectDuringReply()),
        Arguments.of("page 504", Fault.html(504).afterEffect()),
        Arguments.of("page 524", Fault.html(524).afterEffect()),
        Arguments.of("empty 408", Fault.empty(408).afterEffect()));
  }

  // --- requirement 13: what can be asked after is adopted

  @ParameterizedTest(name = "{0}")
  @MethodSource("lost")
  void aJobWhoseReplyIsLostIsFoundAndNotPaidAgain(String name, Fault fault) {
    adopts(fault.afterEffect());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spoiled")
  void aJobWhoseReplyIsSpoiledIsFoundAndNotPaidAgain(String name, Fault fault) {
    adopts(fault);
  }

  private void adopts(Fault fault) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, fault);
      ImageResult result = client.generate(request());
      assertThat(result.image().bytes()).isNotEmpty();
      assertThat(result.image().seed().get().intValue()).isEqualTo(7);
      assertThat(result.handles().get(0).id()).isEqualTo(service.emulator().jobs().get(0).id());
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(1);
    }
  }

  @Test
  void aJobOfASilentServerIsFoundAndNotPaidAgain() {
    try (Service service = Service.replicate();
        ImageClient client = silent(service, true)) {
      assertThat(client.generate(request()).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  /** A client that waits too long for the reply to its first submission, which may have come. */
  private ImageClient silent(Service service, boolean hasEffect) {
    AtomicBoolean silent = new AtomicBoolean(true);
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addNetworkInterceptor(
                chain -> {
                  Response response = chain.proceed(chain.request());
                  if (chain.request().method().equals("POST") && silent.getAndSet(false)) {
                    response.close();
                    throw new SocketTimeoutException("timeout");
                  }
                  return response;
                })
            .build();
    if (!hasEffect) {
      service.emulator().fail(Step.SUBMIT, Fault.empty(200));
    }
    return ImageClient.builder().provider(service.provider()).httpClient(http).time(time).build();
  }

  // --- requirement 14: what is proved absent may be submitted again, and nothing else

  @ParameterizedTest(name = "{0}")
  @MethodSource("lost")
  void aSubmissionThatMadeNoJobIsSentAgainOnce(String name, Fault fault) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, fault);
      assertThat(client.generate(request()).image().bytes()).isNotEmpty();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(4);
    }
  }

  @Test
  void aSilentServerMayStillMakeTheJob() {
    try (Service service = Service.replicate();
        ImageClient client = silent(service, false)) {
      OutcomeUnknownException unknown =
          Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(unknown)
          .hasMessageContaining("black-forest-labs/flux-1.1-pro")
          .hasMessageContaining("seed 7")
          .hasMessageContaining("2026-01-01T00:00:00Z");
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(4);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lost")
  void whereNobodyCanBeAskedItIsUnknown(String name, Fault fault) {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, fault.afterEffect());
      PictorException unknown =
          Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(unknown).hasMessageContaining("seed 7").hasMessageContaining("flux-pro/v1.1");
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  @Test
  void aSubmissionThatNeverMakesAJobIsAFailureAndNotUnknown() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.html(502)).always();
      PictorException failure =
          Failures.exactly(ServiceException.class, () -> client.generate(request()));
      assertThat(failure.details().status()).hasValue(502);
      assertThat(failure.isRetryable()).isTrue();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(3);
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(12);
      assertThat(service.emulator().paidJobs()).isZero();
    }
  }

  /** It has said that it made something, whatever its list says for a while. */
  @Test
  void anAcceptanceThatIsCutIsNeverSentAgain() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnectDuringReply());
      service
          .emulator()
          .fail(Step.LIST, Fault.withMember("results", JsonValue.array(Collections.emptyList())))
          .always();
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  /** The calendar goes on in a machine that sleeps, and its stop watch does not. */
  @Test
  void aJobThatWasMadeBeforeTheMachineSleptIsFound() {
    time.holdShortWaits();
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      CompletableFuture<ImageResult> result = client.generateAsync(request());
      Until.holds("it is lost", () -> service.emulator().paidJobs() == 1 && time.pending() >= 2);
      time.sleep(Duration.ofMinutes(5));
      service.clock().advance(Duration.ofMinutes(5));
      Until.holds(
          "the image",
          () -> {
            time.advance(Duration.ofMillis(100));
            return result.isDone();
          });
      assertThat(Until.done(result).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  @Test
  void anAcceptanceThatNamesNoJobIsNeverSentAgain() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.json(201, "{}"));
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  // --- many, and equal ones

  @Test
  void fortyImagesOfWhichMostRepliesAreLostAreFortyPaidJobs() {
    // Requirement 13: other clients turn these into 51 to 60 paid jobs.
    Random random = new Random(1207);
    time.chances(new Random(7));
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      for (Fault fault :
          Arrays.asList(
              Fault.disconnect().afterEffect(),
              Fault.html(503).afterEffect(),
              Fault.truncatedBody())) {
        service.emulator().fail(Step.SUBMIT, fault).when(call -> random.nextInt(10) == 0).always();
      }
      ImageRequest request =
          ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").build();
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        results.add(client.generateAsync(request));
      }
      Set<String> ids = new HashSet<>();
      for (CompletableFuture<ImageResult> result : results) {
        assertThat(Until.done(result).image().bytes()).isNotEmpty();
        ids.add(Until.done(result).handles().get(0).id());
      }
      assertThat(ids).hasSize(40);
      assertThat(service.emulator().count(Step.LIST)).isBetween(5, 35);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(40);
      assertThat(service.emulator().paidJobs()).isEqualTo(40);
    }
  }

  @Test
  void fortyImagesOfOneRequestWhoseRepliesAreAllLostAreFortyPaidJobs() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect()).always();
      for (int i = 0; i < 4; i++) {
        ImageResult result = client.generate(request().toBuilder().seed(100L * i).n(10).build());
        assertThat(result.images()).hasSize(10);
      }
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(40);
      assertThat(service.emulator().paidJobs()).isEqualTo(40);
    }
  }

  @RepeatedTest(5)
  void equalRequestsWhoseRepliesAreLostGetAJobEach() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect()).times(3);
      assertThat(ids(client, 3, 3)).hasSize(3).doesNotHaveDuplicates();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(3);
      assertThat(service.emulator().paidJobs()).isEqualTo(3);
    }
  }

  @RepeatedTest(5)
  void ofEqualRequestsTheOneThatMadeNoJobIsSentAgain() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      service.emulator().fail(Step.SUBMIT, Fault.disconnect()).after(1);
      assertThat(ids(client, 3, 2)).hasSize(3).doesNotHaveDuplicates();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(4);
      assertThat(service.emulator().paidJobs()).isEqualTo(3);
    }
  }

  /** The jobs of some equal requests at once, of which some have lost their replies. */
  private List<String> ids(ImageClient client, int count, int lost) {
    time.holdShortWaits();
    List<CompletableFuture<ImageResult>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(client.generateAsync(request()));
    }
    Until.holds("all replies are lost", () -> waits(Duration.ofSeconds(1)) == lost);
    Until.ended(time, results);
    return results.stream()
        .map(result -> Until.done(result).handles().get(0).id())
        .collect(Collectors.toList());
  }

  private long waits(Duration wait) {
    return time.waits().stream().filter(wait::equals).count();
  }

  @Test
  void aJobWhoseReplyIsStillOnItsWayIsNotTakenFromIt() {
    time.holdShortWaits();
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(JobScript.succeedsAtOnce());
      service.emulator().fail(Step.SUBMIT, Fault.disconnect());
      service.emulator().fail(Step.SUBMIT, Fault.late(Duration.ofSeconds(2)));
      CompletableFuture<ImageResult> lost = client.generateAsync(request());
      Until.holds("it is about to look", () -> time.waits().contains(Duration.ofSeconds(1)));
      CompletableFuture<ImageResult> late = client.generateAsync(request());
      Until.holds("it is made", () -> service.emulator().paidJobs() == 1);
      time.advance(Duration.ofSeconds(1));
      Until.holds("it looks again", () -> time.waits().contains(Duration.ofSeconds(2)));
      assertThat(lost).isNotDone();
      service.clock().advance(Duration.ofSeconds(2));
      Until.holds("the reply is here", () -> waits(Duration.ofMillis(500)) == 1);
      Until.ended(time, Arrays.asList(lost, late));
      assertThat(lost.join().handles()).doesNotContainAnyElementsOf(late.join().handles());
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(3);
      assertThat(service.emulator().paidJobs()).isEqualTo(2);
    }
  }

  @Test
  void anEqualJobOfThisClientIsNotTakenAgain() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      String first = client.generate(request()).handles().get(0).id();
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      String second = client.generate(request()).handles().get(0).id();
      service.emulator().fail(Step.SUBMIT, Fault.disconnect());
      String third = client.generate(request()).handles().get(0).id();
      assertThat(Arrays.asList(first, second, third)).doesNotHaveDuplicates();
      assertThat(service.emulator().paidJobs()).isEqualTo(3);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(4);
    }
  }

  @Test
  void aJobThatWasResumedIsNotTakenAgain() {
    try (Service service = Service.replicate();
        ImageClient before = service.client(time);
        ImageClient client = service.client(time)) {
      JobHandle handle = before.submit(request()).handle();
      client.resume(handle).await();
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      assertThat(client.generate(request()).handles().get(0).id()).isNotEqualTo(handle.id());
      assertThat(service.emulator().paidJobs()).isEqualTo(2);
    }
  }

  @Test
  void ifSeveralJobsMayBeItAllOfThemAreNamed() {
    try (Service service = Service.replicate();
        ImageClient other = service.client(time);
        ImageClient client = service.client(time)) {
      other.generate(request());
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      PictorException unknown =
          Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      for (EmulatedJob job : service.emulator().jobs()) {
        assertThat(unknown).hasMessageContaining(job.id());
      }
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
      assertThat(service.emulator().paidJobs()).isEqualTo(2);
    }
  }

  @Test
  void anEndpointWithoutATableIsFoundByItsInput() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      ReplicateModel model = ReplicateModel.community("acme/watercolour");
      service.replicateEmulator().offer(model);
      service.replicateEmulator().style(ReplicateStyle.of2023());
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      ImageRequest request =
          ImageRequest.builder()
              .model("replicate/acme/watercolour:" + model.version())
              .prompt("a paper boat")
              .build();
      assertThat(client.generate(request).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  @Test
  void aJobThatFailedIsFoundAsOne() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .everyJob(
              JobScript.failsWith(ReplicateFailure.contentPolicy()).queuedPolls(0).runningPolls(1));
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      Failures.exactly(ModerationException.class, () -> client.generate(request()));
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }
}
