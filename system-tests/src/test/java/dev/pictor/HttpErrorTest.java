package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.BillingException;
import dev.pictor.error.DownloadException;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.ServiceException;
import dev.pictor.fal.FalOptions;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFault;
import dev.pictor.testing.ReplicateLimits;
import dev.pictor.testing.ReplicateRules;
import dev.pictor.testing.Reply;
import dev.pictor.testing.RetryHint;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error that a service, or a machine in front of it, answers with, at each step of a job. */
@Timeout(30) // a client that asks for ever is one of the defects that are looked for
@Tag("wide")
class HttpErrorTest {
  /** For tests that let time run while they wait: they must not run into a deadline. */
  private static final RequestOptions PATIENT =
      RequestOptions.builder().deadline(Duration.ofDays(7)).build();

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  /** Small, because it is fetched. */
  private static ImageRequest fetched() {
    return request().toBuilder().size(256, 256).responseFormat(ResponseFormat.BYTES).build();
  }

  private static PictorException failure(ImageClient client) {
    return catchThrowableOfType(PictorException.class, () -> client.generate(request()));
  }

  // --- submit: what was refused costs nothing, what is unclear is not sent again

  private static Arguments fal(String name, Fault fault, Class<?> type, String words) {
    return Arguments.of(Service.Kind.FAL, name, fault, type, words);
  }

  private static Arguments replicate(String name, Fault fault, Class<?> type, String words) {
    return Arguments.of(Service.Kind.REPLICATE, name, fault, type, words);
  }

  private static Fault detail(int status, String words) {
    return Fault.json(status, "{\"detail\":\"" + words + "\"}");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        fal("401", detail(401, "No user found"), AuthenticationException.class, "No user found"),
        fal("402", detail(402, "Pay first"), BillingException.class, "Pay first"),
        fal("403", detail(403, "Forbidden"), AuthenticationException.class, "Forbidden"),
        fal("403 page", Fault.html(403), AuthenticationException.class, ""),
        fal(
            "403 money",
            detail(403, "User is locked. Reason: Exhausted balance."),
            BillingException.class,
            "Exhausted balance"),
        fal(
            "404",
            detail(404, "Application not found"),
            NotFoundException.class,
            "Application not found"),
        fal("405", Fault.empty(405), NotFoundException.class, ""),
        fal(
            "400",
            Fault.json(
                400, "{\"detail\":\"Invalid start timeout\",\"error_type\":\"bad_request\"}"),
            InvalidInputException.class,
            "Invalid start timeout"),
        fal("413 page", Fault.html(413), InvalidInputException.class, ""),
        fal(
            "422",
            Fault.json(
                422,
                "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"Field required\","
                    + "\"type\":\"missing\"}]}"),
            InvalidInputException.class,
            "prompt: Field required"),
        fal(
            "422 policy",
            Fault.json(
                422,
                "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"flagged by a checker\","
                    + "\"type\":\"content_policy_violation\"}]}"),
            ModerationException.class,
            "flagged by a checker"),
        fal("307", Fault.redirect(307, "https://example.com/"), NotFoundException.class, ""),
        replicate(
            "401",
            ReplicateFault.unauthenticated(),
            AuthenticationException.class,
            "valid authentication token"),
        replicate(
            "402",
            ReplicateFault.insufficientCredit(),
            BillingException.class,
            "insufficient credit"),
        replicate(
            "402 limit",
            ReplicateFault.spendLimitReached(),
            BillingException.class,
            "monthly spend limit"),
        replicate(
            "402 free",
            ReplicateFault.freeTimeLimitReached(),
            BillingException.class,
            "free time limit"),
        replicate("403", ReplicateFault.blocked(), AuthenticationException.class, "Cloudflare"),
        replicate("404", ReplicateFault.notFound(), NotFoundException.class, "could not be found"),
        replicate("413", ReplicateFault.fileTooLarge(), InvalidInputException.class, ""),
        replicate("413 page", ReplicateFault.requestTooLarge(), InvalidInputException.class, ""),
        replicate(
            "422 version",
            ReplicateFault.invalidVersion(),
            NotFoundException.class,
            "version does not exist"),
        replicate(
            "422",
            ReplicateFault.invalidInput("required", "input", "prompt is required"),
            InvalidInputException.class,
            "prompt is required"),
        replicate("400", ReplicateFault.detail(400, "Odd"), InvalidInputException.class, "Odd"),
        replicate("409", ReplicateFault.detail(409, "Twice"), InvalidInputException.class, "Twice"),
        replicate("307", Fault.redirect(307, "https://example.com/"), ServiceException.class, ""));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refusals")
  void aRefusedSubmissionIsFinal(
      Service.Kind kind,
      String name,
      Fault fault,
      Class<? extends PictorException> type,
      String words) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().fail(Step.SUBMIT, fault);
      PictorException e = failure(client);
      assertThat(e).isExactlyInstanceOf(type);
      assertThat(e.details().status()).hasValue(Integer.parseInt(name.replaceAll(" .*", "")));
      assertThat(e.details().providerMessage().orElse("")).contains(words);
      assertThat(e.isRetryable()).isFalse();
      assertThat(e.handle()).isEmpty();
      assertThat(service.emulator().requests()).hasSize(1);
      assertThat(service.emulator().paidJobs()).isZero();
    }
  }

  /** Replies to a submission from which nobody can tell whether a job exists. */
  private static Map<String, Fault> unclear() {
    Map<String, Fault> all = new LinkedHashMap<>();
    for (int status : new int[] {408, 499, 500, 502, 503, 504, 520, 524}) {
      all.put("page " + status, Fault.html(status));
      all.put("empty " + status, Fault.empty(status));
    }
    all.put("internal error", ReplicateFault.internalError());
    all.put("edge", ReplicateFault.edge(522));
    all.put("redirect 302", Fault.redirect(302, "https://example.com/"));
    all.put("no body", Fault.empty(200));
    all.put("page", Fault.html(200));
    all.put("malformed", Fault.malformedJson());
    all.put("oversized", Fault.oversized((64 << 20) + 1));
    all.put("no id", Fault.json(200, "{}"));
    all.put("list", Fault.json(200, "[]"));
    all.put("other types", Fault.wrongTypes());
    all.put("disconnect", Fault.disconnect());
    all.put("disconnect after effect", Fault.disconnect().afterEffect());
    all.put("half", Fault.disconnectDuringReply());
    all.put("truncated", Fault.truncatedBody());
    return all;
  }

  static Stream<Arguments> unclearReplies() {
    return unclear().entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unclearReplies")
  void anUnclearSubmissionIsNotSentAgain(String name, Fault fault) {
    try (Service service = Service.fal();
        ImageClient client = service.polling(time)) {
      service.emulator().fail(Step.SUBMIT, fault);
      PictorException e = failure(client);
      assertThat(e).isExactlyInstanceOf(OutcomeUnknownException.class);
      assertThat(e).hasMessageContaining("seed 7");
      assertThat(e.isRetryable()).isFalse();
      assertThat(service.emulator().requests()).hasSize(1);
      assertThat(service.emulator().paidJobs()).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unclearReplies")
  void anUnclearSubmissionIsSentAgainOnlyIfItMadeNoJob(String name, Fault fault) {
    try (Service service = Service.replicate();
        ImageClient client = service.polling(time)) {
      service.emulator().fail(Step.SUBMIT, fault);
      if (name.matches(".*(408|499|504|522|524)|edge")) { // it may be at work still
        PictorException e = failure(client);
        assertThat(e).isExactlyInstanceOf(OutcomeUnknownException.class);
        assertThat(e).hasMessageContaining("seed 7");
        assertThat(e.isRetryable()).isFalse();
        assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
        assertThat(service.emulator().paidJobs()).isZero();
      } else {
        assertThat(client.generate(request()).images()).hasSize(1);
        assertThat(service.emulator().count(Step.SUBMIT)).isLessThanOrEqualTo(2);
        assertThat(service.emulator().paidJobs()).isEqualTo(1);
      }
    }
  }

  static Stream<Arguments> throttles() {
    Stream<Arguments> replicate =
        Arrays.stream(RetryHint.values())
            .map(
                hint ->
                    Arguments.of(
                        Service.Kind.REPLICATE,
                        hint.name(),
                        ReplicateFault.rateLimited(Duration.ofSeconds(4), hint)));
    return Stream.concat(
        replicate,
        Stream.of(
            Arguments.of(Service.Kind.FAL, "NONE", Fault.rateLimited(Duration.ofSeconds(4))),
            Arguments.of(
                Service.Kind.FAL,
                "retry-after",
                Fault.reply(throttled().header("retry-after", "4")))));
  }

  private static Reply throttled() {
    return Reply.json(429, "{\"detail\":\"Too many requests\"}");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("throttles")
  void aThrottledSubmissionWaitsAndIsSentAgain(Service.Kind kind, String hint, Fault fault) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().fail(Step.SUBMIT, fault).times(2);
      assertThat(client.generate(request()).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(3);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
      if (!hint.equals("NONE")) {
        assertThat(time.waits()).filteredOn(Duration.ofSeconds(4)::equals).hasSize(2);
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("throttles")
  void aThrottleWithoutEndEnds(Service.Kind kind, String hint, Fault fault) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().fail(Step.SUBMIT, fault).always();
      CompletableFuture<ImageResult> result = client.generateAsync(request(), PATIENT);
      Until.holds(
          "given up",
          () -> {
            time.advance(Duration.ofSeconds(1)); // the later waits are longer than 4.5 s
            return result.isDone();
          });
      PictorException e = Failures.of(result);
      assertThat(e).isExactlyInstanceOf(RateLimitException.class);
      assertThat(e.isRetryable()).isTrue();
      if (!hint.equals("NONE")) {
        assertThat(e.details().retryAfter()).hasValue(Duration.ofSeconds(4));
      }
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(6);
      assertThat(service.emulator().paidJobs()).isZero();
    }
  }

  @Test
  void anAccountWithLittleCreditGetsAllItsImages() {
    try (Service service = Service.replicate();
        ImageClient client = service.polling(time)) {
      service.replicateEmulator().limits(ReplicateLimits.lowCredit());
      service
          .replicateEmulator()
          .rules(ReplicateRules.standard().retention(Duration.ofDays(7))); // time flies here
      CompletableFuture<ImageResult> result =
          client.generateAsync(request().toBuilder().n(3).build(), PATIENT);
      Until.holds(
          "all done",
          () -> {
            service.clock().advance(Duration.ofSeconds(1));
            time.advance(Duration.ofSeconds(1));
            return result.isDone();
          });
      assertThat(result.join().images()).hasSize(3);
      assertThat(service.emulator().paidJobs()).isEqualTo(3);
    }
  }

  @Test
  void aFullQueueOfFalRefusesAtOnce() {
    try (Service service = Service.fal();
        ImageClient client = service.polling(time)) {
      service.emulator().everyJob(JobScript.neverStarts());
      ImageJob waiting = client.submit(request());
      PictorException e =
          catchThrowableOfType(
              PictorException.class,
              () ->
                  client.generate(
                      request().toBuilder()
                          .putAllOptions(FalOptions.builder().maxQueueLength(0).build())
                          .build()));
      assertThat(e).isExactlyInstanceOf(RateLimitException.class);
      assertThat(e.details().providerMessage()).hasValue("Queue length exceeded");
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
      waiting.cancel();
    }
  }

  // --- status and result: nothing is lost by asking again

  private static Map<String, Fault> passing() {
    Map<String, Fault> all = new LinkedHashMap<>();
    for (int status : new int[] {408, 425, 500, 502, 503, 504, 520, 524}) {
      all.put("page " + status, Fault.html(status));
      all.put("empty " + status, Fault.empty(status));
    }
    all.put("page 429", Fault.html(429));
    all.put("empty 429", Fault.empty(429));
    all.put("page 400", Fault.html(400)); // of a firewall, as the next two
    all.put("empty 431", Fault.empty(431));
    all.put("page 451", Fault.html(451));
    all.put("edge", ReplicateFault.edge(522));
    all.put("no body", Fault.empty(200));
    all.put("page", Fault.html(200));
    all.put("malformed", Fault.malformedJson());
    all.put("oversized", Fault.oversized((64 << 20) + 1));
    all.put("list", Fault.json(200, "[]"));
    all.put("disconnect", Fault.disconnect());
    all.put("half", Fault.disconnectDuringReply());
    all.put("truncated", Fault.truncatedBody());
    all.put("throttled", Fault.reply(throttled().header("retry-after", "4")));
    return all;
  }

  static Stream<Arguments> passingErrors() {
    return passing().entrySet().stream()
        .flatMap(
            one ->
                Stream.of(
                    Arguments.of(Service.Kind.FAL, Step.STATUS, one.getKey(), one.getValue()),
                    Arguments.of(Service.Kind.FAL, Step.RESULT, one.getKey(), one.getValue()),
                    Arguments.of(
                        Service.Kind.REPLICATE, Step.STATUS, one.getKey(), one.getValue())));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("passingErrors")
  void whatPassesIsWaitedFor(Service.Kind kind, Step step, String name, Fault fault) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().fail(step, fault).times(2);
      assertThat(client.generate(request()).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().count(step)).isGreaterThanOrEqualTo(3);
    }
  }

  /** It may be the answer of the model itself, which is the same for ever. */
  @Test
  void aResultThatIsThrottledWithoutAHintIsAskedForOnceMore() {
    try (Service service = Service.fal();
        ImageClient client = service.polling(time)) {
      service.emulator().fail(Step.STATUS, Fault.rateLimited(Duration.ofSeconds(4))).times(2);
      service.emulator().fail(Step.RESULT, Fault.rateLimited(Duration.ofSeconds(4)));
      assertThat(client.generate(request()).images()).hasSize(1);
      service.emulator().fail(Step.RESULT, Fault.rateLimited(Duration.ofSeconds(4))).times(2);
      assertThat(failure(client)).isExactlyInstanceOf(RateLimitException.class);
      assertThat(service.emulator().count(Step.RESULT)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStatusWithoutAStatusIsAskedForAgain(Service.Kind kind) {
    for (Fault fault : Arrays.asList(Fault.json(200, "{}"), Fault.wrongTypes())) {
      try (Service service = kind.start();
          ImageClient client = service.polling(time)) {
        service.emulator().fail(Step.STATUS, fault).times(2);
        assertThat(client.generate(request()).images()).hasSize(1);
        assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nonsenseWithoutEndEnds(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().fail(Step.STATUS, Fault.malformedJson()).always();
      PictorException e = failure(client);
      assertThat(e).isExactlyInstanceOf(MalformedReplyException.class);
      assertThat(e.details().body()).hasValue("{\"status\": oops, ");
      canBePickedUp(service, client, e);
    }
  }

  static Stream<Arguments> refusedLooks() {
    return Stream.of(
        fal("401", detail(401, "invalid key"), AuthenticationException.class, "invalid key"),
        fal("402", detail(402, "Pay first"), BillingException.class, "Pay first"),
        fal("403", Fault.html(403), AuthenticationException.class, ""),
        fal("405", Fault.empty(405), NotFoundException.class, ""),
        fal("422", detail(422, "Odd"), InvalidInputException.class, "Odd"),
        fal("302", Fault.redirect(302, "https://example.com/"), NotFoundException.class, ""),
        replicate(
            "401",
            ReplicateFault.unauthenticated(),
            AuthenticationException.class,
            "valid authentication token"),
        replicate(
            "402",
            ReplicateFault.insufficientCredit(),
            BillingException.class,
            "insufficient credit"),
        replicate("403", ReplicateFault.blocked(), AuthenticationException.class, "Cloudflare"),
        replicate("422", ReplicateFault.detail(422, "Odd"), InvalidInputException.class, "Odd"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refusedLooks")
  void whatDoesNotPassLeavesTheHandle(
      Service.Kind kind,
      String name,
      Fault fault,
      Class<? extends PictorException> type,
      String words) {
    boolean mayPass = type == NotFoundException.class; // for a moment, see below
    List<Step> steps =
        kind == Service.Kind.REPLICATE
            ? Collections.singletonList(Step.STATUS)
            : mayPass
                ? Collections.singletonList(Step.RESULT)
                : Arrays.asList(Step.STATUS, Step.RESULT);
    for (Step step : steps) {
      try (Service service = kind.start();
          ImageClient client = service.polling(time)) {
        service.emulator().fail(step, fault).always();
        PictorException e = failure(client);
        assertThat(e).isExactlyInstanceOf(type);
        assertThat(e.details().status()).hasValue(Integer.parseInt(name));
        assertThat(e.details().providerMessage().orElse("")).contains(words);
        canBePickedUp(service, client, e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatStaysUnknownIsGivenUp(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().fail(Step.STATUS, Fault.json(404, "{\"status\":\"NOT_FOUND\"}")).always();
      CompletableFuture<ImageResult> result = client.generateAsync(request());
      Until.holds("it waits for its next try", () -> time.pending() == 2);
      assertThat(service.emulator().count(Step.STATUS)).isGreaterThan(2);
      time.advance(Duration.ofSeconds(8)); // the waits grow
      PictorException e = Failures.of(result);
      assertThat(e).isExactlyInstanceOf(NotFoundException.class);
      canBePickedUp(service, client, e);
    }
  }

  private static void canBePickedUp(Service service, ImageClient client, PictorException e) {
    assertThat(e.handle().get().id()).isEqualTo(service.emulator().jobs().get(0).id());
    service.emulator().clearFaults();
    assertThat(client.resume(e.handle().get()).await().images()).hasSize(1);
    assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    assertThat(service.emulator().count(Step.CANCEL)).isZero();
  }

  // --- download: the image is made and paid for

  @ParameterizedTest
  @EnumSource
  void aBrokenDownloadIsRepeated(Service.Kind kind) {
    for (Fault fault :
        Arrays.asList(
            Fault.html(502), Fault.empty(429), Fault.disconnect(), Fault.disconnectDuringReply())) {
      try (Service service = kind.start();
          ImageClient client = service.polling(time)) {
        service.emulator().fail(Step.DOWNLOAD, fault).times(2);
        byte[] bytes = client.generate(fetched()).image().bytes();
        assertThat(Picture.decode(bytes).size().toString()).isEqualTo("256x256");
        assertThat(service.emulator().count(Step.DOWNLOAD)).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anImageThatIsGoneIsAFailureWithItsHandle(Service.Kind kind) {
    for (Fault fault :
        Arrays.asList(Fault.empty(403), Fault.empty(404), Fault.html(200), Fault.html(502))) {
      try (Service service = kind.start();
          ImageClient client = service.polling(time)) {
        service.emulator().fail(Step.DOWNLOAD, fault).always();
        PictorException e =
            catchThrowableOfType(PictorException.class, () -> client.generate(fetched()));
        assertThat(e).isExactlyInstanceOf(DownloadException.class);
        canBePickedUp(service, client, e);
      }
    }
  }
}
