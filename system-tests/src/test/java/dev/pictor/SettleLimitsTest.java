package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.Fault;
import dev.pictor.testing.FaultRule;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a lost submission does when the provider's list is long, lies or fails, when nobody waits
 * any longer, and when the caller accepts to pay twice: requirements 13 and 14.
 */
@Tag("wide")
@Timeout(60)
class SettleLimitsTest {
  private static final Duration SOON = Duration.ofMillis(400);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  private static RequestOptions.Builder options() {
    return RequestOptions.builder().deadline(SOON);
  }

  private void awaitLost() {
    Until.holds("its reply is lost", () -> time.waits().contains(FIRST_WAIT));
  }

  // --- the list

  @Test
  void theListIsFollowedToItsEnd() {
    time.holdShortWaits();
    try (Service service = Service.replicate();
        ImageClient client = service.client(time);
        ImageClient other = service.client(new TestTime())) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      CompletableFuture<ImageResult> result = client.generateAsync(request());
      awaitLost();
      for (int i = 0; i < 250; i++) {
        other.submit(request().toBuilder().seed(1000 + i).build()).cancel();
      }
      Until.ended(time, Collections.singleton(result));
      assertThat(result.join().handles().get(0).id())
          .isEqualTo(service.emulator().jobs().get(0).id());
      List<RecordedCall> lists = service.emulator().requests(Step.LIST);
      assertThat(lists).hasSize(3);
      assertThat(lists.get(0).query("cursor")).isEmpty();
      assertThat(lists.get(1).query("cursor")).isPresent();
      assertThat(lists).allMatch(call -> call.query("created_after").isPresent());
      assertThat(service.emulator().paidJobs()).isEqualTo(251);
    }
  }

  private static Fault next(String url) {
    return Fault.withMember("next", JsonValue.of(url));
  }

  @Test
  void aListWithoutAnEndIsLeft() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      String url = service.replicateEmulator().apiUrl() + "/predictions?created_after=x";
      service
          .emulator()
          .fail(
              Step.LIST,
              Fault.rewriteReply(
                  real ->
                      real.withStatus(200)
                          .withBody(
                              ("{\"results\":[],\"next\":\"" + url + "\"}")
                                  .getBytes(java.nio.charset.StandardCharsets.UTF_8))))
          .always();
      service.emulator().fail(Step.SUBMIT, Fault.disconnect());
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(40);
    }
  }

  @Test
  void aJobThatIsOnEachPageOfAListWithoutAnEndIsOneJob() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      String url = service.replicateEmulator().apiUrl() + "/predictions";
      service.emulator().fail(Step.LIST, next(url)).always();
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      assertThat(client.generate(request()).images()).hasSize(1);
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(10);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1/predictions", "ftp://example.com/", "http://[", "data:,x"})
  void aNextPageElsewhereIsNotAskedFor(String next) {
    try (Service service = Service.replicate();
        Wire elsewhere = new Wire();
        ImageClient client = service.client(time)) {
      String url = next.isEmpty() ? elsewhere.url("/v1/predictions?cursor=x") : next;
      service.emulator().fail(Step.LIST, next(url)).always();
      service.emulator().fail(Step.SUBMIT, Fault.disconnect());
      PictorException unknown =
          Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(unknown).hasMessageContaining("could not be followed to its end");
      assertThat(elsewhere.count()).isZero();
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(4);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  static Stream<Arguments> brokenLists() {
    return Stream.of(
        Arguments.of("HTML", Fault.html(200)),
        Arguments.of("no list", Fault.json(200, "{\"results\":{}}")),
        Arguments.of("wrong types", Fault.wrongTypes()),
        Arguments.of("malformed", Fault.malformedJson()),
        Arguments.of("half", Fault.truncatedBody()),
        Arguments.of("cut", Fault.disconnectDuringReply()),
        Arguments.of("oversized", Fault.oversized((64 << 20) + 1)),
        Arguments.of("disconnect", Fault.disconnect()),
        Arguments.of("401", Fault.json(401, "{}")),
        Arguments.of("404", Fault.json(404, "{}")),
        Arguments.of("429", Fault.json(429, "{}")),
        Arguments.of("500", Fault.html(500)),
        Arguments.of("elsewhere", Fault.redirect(307, "https://example.com/")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenLists")
  void aListThatCannotBeReadProvesNothing(String name, Fault fault) {
    for (Fault lost : Arrays.asList(Fault.disconnect(), Fault.disconnect().afterEffect())) {
      try (Service service = Service.replicate();
          ImageClient client = service.client(time)) {
        service.emulator().fail(Step.LIST, fault).always();
        service.emulator().fail(Step.SUBMIT, lost);
        PictorException unknown =
            Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
        assertThat(unknown).hasMessageContaining("seed 7");
        assertThat(unknown.getSuppressed()).hasSize(1);
        assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
        assertThat(service.emulator().count(Step.LIST)).isEqualTo(6);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenLists")
  void aListThatFailsForAWhileIsAskedAgain(String name, Fault fault) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.LIST, fault).times(5);
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      assertThat(client.generate(request()).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  @Test
  void aListThatLagsBehindIsAskedAgain() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      FaultRule lag =
          service
              .emulator()
              .fail(Step.LIST, Fault.withMember("results", JsonValue.parse("[]")))
              .times(3);
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      assertThat(client.generate(request()).images()).hasSize(1);
      assertThat(lag.hits()).isEqualTo(3);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void aJobWhoseInputIsNoLongerShownIsNotTakenForAbsent() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(JobScript.succeedsAtOnce());
      service
          .emulator()
          .fail(
              Step.LIST,
              Fault.answer(
                  call -> {
                    service
                        .emulator()
                        .jobs()
                        .forEach(job -> service.replicateEmulator().expire(job.id()));
                    return Reply.html(500);
                  }));
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      PictorException unknown =
          Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(unknown).hasMessageContaining(service.emulator().jobs().get(0).id());
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  // --- clocks

  @ParameterizedTest
  @ValueSource(ints = {10, 100_000})
  void aClockOfOursThatIsAheadHidesNoJob(int minutes) {
    time.advance(Duration.ofMinutes(minutes));
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      assertThat(client.generate(request()).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(2);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  @Test
  void aClockOfOursThatIsBehindTakesNoOlderJob() {
    try (Service service = Service.replicate();
        ImageClient other = service.client(time);
        ImageClient client = service.client(time)) {
      other.generate(request()); // by somebody else, long ago
      service.clock().advance(Duration.ofHours(1));
      service.emulator().fail(Step.SUBMIT, Fault.disconnect());
      ImageResult result = client.generate(request());
      assertThat(result.handles().get(0).id()).isNotEqualTo(service.emulator().jobs().get(0).id());
      assertThat(service.emulator().paidJobs()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "Thu, 99 Jan 2026 00:00:00 GMT"})
  void withoutTheTimeOfTheServiceAbsenceIsNotProved(String date) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(
              Step.LIST,
              Fault.rewriteReply(
                  real -> date.isEmpty() ? real.withoutHeader("date") : real.header("date", date)))
          .always();
      service.emulator().fail(Step.SUBMIT, Fault.disconnect());
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      assertThat(client.generate(request()).images()).hasSize(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  // --- nobody waits any longer

  @Test
  void cancelWhileItIsLookedForCancelsTheJobThatIsFound() {
    time.holdShortWaits();
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(JobScript.neverEnds());
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      CompletableFuture<ImageResult> result = client.generateAsync(request());
      awaitLost();
      result.cancel(true);
      Until.holds(
          "it is canceled there",
          () -> service.emulator().jobs().get(0).state() == JobState.CANCELED);
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(1);
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  private PictorException atTheDeadline(Service service, RequestOptions options) {
    return atTheDeadline(service, options, () -> {});
  }

  private PictorException atTheDeadline(
      Service service, RequestOptions options, Runnable afterwards) {
    time.holdShortWaits();
    try (ImageClient client = service.client(time)) {
      service.emulator().everyJob(JobScript.neverEnds());
      CompletableFuture<ImageResult> result = client.generateAsync(request(), options);
      awaitLost();
      Until.holds("the alarms are set", () -> time.pending() == 3);
      time.advance(SOON); // before the first look
      afterwards.run();
      return Failures.of(result);
    }
  }

  @Test
  void deadlineWhileItIsLookedForCancelsTheJobThatIsFound() {
    try (Service service = Service.replicate()) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      PictorException late = atTheDeadline(service, options().build());
      assertThat(late).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(late.handle().get().id()).isEqualTo(service.emulator().jobs().get(0).id());
      assertThat(service.emulator().jobs().get(0).state()).isEqualTo(JobState.CANCELED);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void deadlineWhileItIsLookedForMayLeaveTheJobThatIsFound() {
    try (Service service = Service.replicate()) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      PictorException late =
          atTheDeadline(
              service, options().onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB).build());
      assertThat(late).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(late.handle().get().id()).isEqualTo(service.emulator().jobs().get(0).id());
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
    }
  }

  @Test
  void deadlineWhileItIsLookedForInVainIsUnknown() {
    try (Service service = Service.replicate()) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect());
      PictorException unknown = atTheDeadline(service, options().build());
      assertThat(unknown).isExactlyInstanceOf(OutcomeUnknownException.class);
      assertThat(unknown).hasMessageContaining("seed 7");
      assertThat(unknown.getSuppressed()[0]).isInstanceOf(DeadlineExceededException.class);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void aListThatStallsEndsAfterAMinute() {
    time.holdShortWaits();
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.LIST, Fault.stall()).always();
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      CompletableFuture<ImageResult> result = client.generateAsync(request());
      awaitLost();
      time.advance(FIRST_WAIT);
      Until.holds("it asks", () -> service.emulator().count(Step.LIST) == 1);
      // The whole of it is limited; nobody waits for the deadline.
      time.advance(Duration.ofSeconds(59));
      assertThat(Failures.of(result)).isExactlyInstanceOf(OutcomeUnknownException.class);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void aListThatStallsHoldsNobodyBeyondTheGraceOfAStop() {
    try (Service service = Service.replicate()) {
      service.emulator().fail(Step.LIST, Fault.stall()).always();
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      PictorException unknown =
          atTheDeadline(
              service,
              options().build(),
              () -> {
                Until.holds("it asks", () -> service.emulator().count(Step.LIST) == 1);
                time.advance(Duration.ofSeconds(5));
              });
      assertThat(unknown).isExactlyInstanceOf(OutcomeUnknownException.class);
      assertThat(unknown).hasMessageContaining("seed 7").hasMessageContaining(SOON.toString());
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void closingWhileItIsLookedForTellsWhatIsNeededToLook() {
    time.holdShortWaits();
    try (Service service = Service.replicate()) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      CompletableFuture<ImageResult> result;
      try (ImageClient client = service.client(time)) {
        result = client.generateAsync(request(), options().build());
        awaitLost();
      }
      PictorException unknown = Failures.of(result);
      assertThat(unknown).isExactlyInstanceOf(OutcomeUnknownException.class);
      assertThat(unknown)
          .hasMessageContaining("black-forest-labs/flux-1.1-pro")
          .hasMessageContaining("seed 7")
          .hasMessageContaining("2026-01-01T00:00");
      assertThat(service.emulator().count(Step.LIST)).isZero();
      assertThat(time.pending()).isZero();
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  // --- paying twice, for those who prefer that

  private static final RequestOptions GATEWAY =
      RequestOptions.builder()
          .resubmission(RequestOptions.Resubmission.RESUBMIT_GATEWAY_ERRORS_AND_MAYBE_PAY_TWICE)
          .build();
  private static final RequestOptions EVERYTHING =
      RequestOptions.builder()
          .resubmission(RequestOptions.Resubmission.RESUBMIT_EVERYTHING_AND_MAYBE_PAY_TWICE)
          .build();

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void gatewayErrorsAreResubmittedOnRequest(int status) {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.html(status).afterEffect());
      assertThat(client.generate(request(), GATEWAY).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
      assertThat(service.emulator().paidJobs()).isEqualTo(2);
    }
  }

  static Stream<Arguments> noGatewayErrors() {
    return Stream.of(
        Arguments.of("disconnect", Fault.disconnect()),
        Arguments.of("500", Fault.html(500)),
        Arguments.of("520", Fault.html(520)),
        Arguments.of("malformed", Fault.malformedJson()),
        Arguments.of(
            "of fal itself", Fault.reply(Reply.html(503).header("x-fal-request-id", "r-1"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noGatewayErrors")
  void otherErrorsAreNotResubmittedWithGatewayErrors(String name, Fault fault) {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, fault.afterEffect());
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request(), GATEWAY));
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noGatewayErrors")
  void everythingIsResubmittedOnRequest(String name, Fault fault) {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, fault.afterEffect()).times(2);
      assertThat(client.generate(request(), EVERYTHING).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(3);
      assertThat(service.emulator().paidJobs()).isEqualTo(3);
    }
  }

  @Test
  void nothingIsResubmittedMoreThanTwice() {
    for (RequestOptions options : Arrays.asList(GATEWAY, EVERYTHING)) {
      try (Service service = Service.fal();
          ImageClient client = service.client(time)) {
        service.emulator().fail(Step.SUBMIT, Fault.html(502).afterEffect()).always();
        Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request(), options));
        assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(3);
        assertThat(service.emulator().paidJobs()).isEqualTo(3);
      }
    }
  }

  @Test
  void whoeverCanBeAskedIsAskedBeforeAnythingIsPaidTwice() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      for (RequestOptions options : Arrays.asList(GATEWAY, EVERYTHING)) {
        service.emulator().fail(Step.SUBMIT, Fault.html(502).afterEffect());
        assertThat(client.generate(request(), options).images()).hasSize(1);
      }
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
      assertThat(service.emulator().paidJobs()).isEqualTo(2);
    }
  }

  @Test
  void whereTheListFailsTheOptInDecides() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.LIST, Fault.html(500)).always();
      service.emulator().fail(Step.SUBMIT, Fault.html(502).afterEffect());
      assertThat(client.generate(request(), GATEWAY).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
      assertThat(service.emulator().paidJobs()).isEqualTo(2);
    }
  }

  /** As with no memory for a timer's thread: nothing else would end it before the deadline. */
  @Test
  void aLookThatCannotBeLimitedIsNotTaken() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      time.refuseNext(Duration.ofSeconds(60));
      PictorException unknown = Failures.of(client.generateAsync(request()));
      assertThat(unknown).isInstanceOf(OutcomeUnknownException.class);
      assertThat(time.isToRefuse()).isFalse();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void aRefusalDoesNotHideWhatWasSentBefore() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
      service.emulator().fail(Step.SUBMIT, Fault.json(422, "{\"detail\":\"no\"}"));
      PictorException unknown =
          Failures.exactly(
              OutcomeUnknownException.class, () -> client.generate(request(), EVERYTHING));
      assertThat(unknown.getSuppressed()[0]).isInstanceOf(InvalidInputException.class);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
    }
  }

  /** Half a second, less an eighth. */
  private boolean waitsToSendAgain() {
    return time.waits().stream().anyMatch(wait -> wait.toMillis() == 437);
  }

  @Test
  void theDeadlineBeforeItIsSentAgainInDoubtLeavesItUnknown() {
    time.holdShortWaits();
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.html(500)).always();
      CompletableFuture<ImageResult> result =
          client.generateAsync(
              request(), options().resubmission(EVERYTHING.resubmission()).build());
      Until.holds("it waits", () -> waitsToSendAgain() && time.pending() == 2);
      time.advance(SOON);
      assertThat(Failures.of(result)).isExactlyInstanceOf(OutcomeUnknownException.class);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(time.pending()).isZero();
    }
  }

  @Test
  void cancelBeforeItIsSentAgainSendsNothing() {
    time.holdShortWaits();
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.html(500)).always();
      CompletableFuture<ImageResult> result = client.generateAsync(request());
      Until.holds(
          "it waits",
          () -> {
            if (!waitsToSendAgain()) {
              time.advance(Duration.ofMillis(10));
            }
            return waitsToSendAgain();
          });
      result.cancel(true);
      Until.holds("nothing waits any more", () -> time.pending() == 0);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().count(Step.LIST)).isEqualTo(4);
    }
  }
}
