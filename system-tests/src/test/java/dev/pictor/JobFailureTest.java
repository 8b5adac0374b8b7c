package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.error.ServiceException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.FalQuirk;
import dev.pictor.testing.JobFailure;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.ReplicateFault;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which a job is known to end without an image: the exception says which one, in the
 * provider's own words, leads back to the job, and has cost one submission.
 */
@Tag("wide")
class JobFailureTest {
  private static final String NO_CODE = "";
  private static final boolean RETRYABLE = true;
  private static final boolean FINAL = false;

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static Arguments row(
      String name,
      JobFailure failure,
      Class<? extends PictorException> type,
      String code,
      boolean retryable,
      String words) {
    return Arguments.of(name, failure, type, code, retryable, words);
  }

  static Stream<Arguments> fal() {
    return Stream.of(
        row(
            "contentPolicy",
            FalFailure.contentPolicy(),
            ModerationException.class,
            "content_policy_violation",
            FINAL,
            "flagged by a content checker"),
        row(
            "noMediaGenerated",
            FalFailure.noMediaGenerated(),
            JobFailedException.class,
            "no_media_generated",
            FINAL,
            "did not generate the expected output"),
        row(
            "generationTimeout",
            FalFailure.generationTimeout(),
            JobFailedException.class,
            "generation_timeout",
            RETRYABLE,
            "Generation timeout"),
        row(
            "internalServerError",
            FalFailure.internalServerError(),
            JobFailedException.class,
            "internal_server_error",
            RETRYABLE,
            "Internal server error"),
        row(
            "downstreamUnavailable",
            FalFailure.downstreamUnavailable(),
            JobFailedException.class,
            "downstream_service_unavailable",
            RETRYABLE,
            "Downstream service unavailable"),
        row(
            "imageTooSmall",
            FalFailure.imageTooSmall(512, 256),
            InvalidInputException.class,
            "image_too_small",
            FINAL,
            "image_url: Image too small (min_height 256, min_width 512)"),
        row(
            "model",
            FalFailure.model(422, "face_detection_error", "No face was found"),
            InvalidInputException.class,
            "face_detection_error",
            FINAL,
            "prompt: No face was found"),
        row(
            "model of a new type",
            FalFailure.model(500, "gremlins", "There are gremlins"),
            JobFailedException.class,
            "gremlins",
            FINAL, // the header says so
            "There are gremlins"),
        row(
            "model retryable",
            FalFailure.model(500, "gremlins", "There are gremlins").retryable(),
            JobFailedException.class,
            "gremlins",
            RETRYABLE,
            "There are gremlins"),
        row(
            "requestTimeout",
            FalFailure.requestTimeout(),
            JobFailedException.class,
            "request_timeout",
            RETRYABLE,
            "Request timed out"),
        row(
            "infrastructure runner_disconnected",
            FalFailure.infrastructure("runner_disconnected"),
            JobFailedException.class,
            "runner_disconnected",
            RETRYABLE,
            "runner disconnected"),
        row(
            "infrastructure startup_timeout",
            FalFailure.infrastructure("startup_timeout"),
            JobFailedException.class,
            "startup_timeout",
            RETRYABLE,
            "startup timeout"),
        row(
            "infrastructure runner_incomplete_response",
            FalFailure.infrastructure("runner_incomplete_response"),
            JobFailedException.class,
            "runner_incomplete_response",
            RETRYABLE,
            "runner incomplete response"),
        row(
            "infrastructure internal_error",
            FalFailure.infrastructure("internal_error"),
            JobFailedException.class,
            "internal_error",
            RETRYABLE,
            "internal error"),
        row(
            "infrastructure bad_request",
            FalFailure.infrastructure("bad_request"),
            InvalidInputException.class,
            "bad_request",
            FINAL,
            "bad request"),
        row(
            "infrastructure client_disconnected",
            FalFailure.infrastructure("client_disconnected"),
            JobFailedException.class,
            "client_disconnected",
            FINAL,
            "client disconnected"),
        row(
            "infrastructure client_cancelled",
            FalFailure.infrastructure("client_cancelled"),
            JobCanceledException.class,
            "client_cancelled",
            FINAL,
            "client cancelled"),
        row(
            "infrastructure of a new type",
            FalFailure.infrastructure(503, "no_more_electrons", "All gone"),
            JobFailedException.class,
            "no_more_electrons",
            RETRYABLE,
            "All gone"),
        row(
            "plain 422",
            FalFailure.plain(422, "Cannot draw that"),
            InvalidInputException.class,
            NO_CODE,
            FINAL,
            "Cannot draw that"),
        row(
            "plain 404",
            FalFailure.plain(404, "Path /v9 not found"),
            NotFoundException.class,
            NO_CODE,
            FINAL,
            "Path /v9 not found"),
        row(
            "crashed",
            FalFailure.crashed(),
            JobFailedException.class,
            NO_CODE,
            RETRYABLE,
            "Internal Server Error"),
        row(
            "queueStatus",
            FalFailure.queueStatus(404, "NOT_FOUND"),
            NotFoundException.class,
            "NOT_FOUND",
            FINAL,
            "NOT_FOUND"),
        row("empty 422", FalFailure.empty(422), InvalidInputException.class, NO_CODE, FINAL, ""),
        row("html 404", FalFailure.html(404), NotFoundException.class, NO_CODE, FINAL, ""),
        row(
            "appField",
            FalFailure.appField("strength", "strength is out of range"),
            InvalidInputException.class,
            "value_error",
            FINAL,
            "strength: strength is out of range"),
        row(
            "oldValidation",
            FalFailure.oldValidation("prompt"),
            InvalidInputException.class,
            "value_error.missing",
            FINAL,
            "prompt: field required"),
        row(
            "validation",
            FalFailure.validation("prompt"),
            InvalidInputException.class,
            "missing",
            FINAL,
            "prompt: Field required"),
        row(
            "downstream",
            FalFailure.downstream(),
            JobFailedException.class,
            "429",
            RETRYABLE,
            "RESOURCE_EXHAUSTED"),
        row(
            "message 400",
            FalFailure.message(400, "That is not a boat"),
            InvalidInputException.class,
            NO_CODE,
            FINAL,
            "That is not a boat"),
        row(
            "message 503",
            FalFailure.message(503, "The boat has sunk"),
            JobFailedException.class,
            NO_CODE,
            RETRYABLE,
            "The boat has sunk"),
        row(
            "answering an empty success",
            FalFailure.answering(Reply.json(200, "{\"images\":[],\"seed\":3}")),
            JobFailedException.class, // Requirement 24
            "no_images",
            FINAL,
            ""),
        row(
            "answering a success of other fields",
            FalFailure.answering(Reply.json(200, "{\"video\":{\"url\":\"https://a/b.mp4\"}}")),
            JobFailedException.class, // Requirement 24
            "no_images",
            FINAL,
            ""),
        row(
            "answering that all was withheld",
            FalFailure.answering(Reply.json(200, "{\"images\":[],\"has_nsfw_concepts\":[true]}")),
            ModerationException.class, // Requirement 24
            "has_nsfw_concepts",
            FINAL,
            ""),
        row(
            "retryable",
            FalFailure.plain(500, "Try me").retryable(),
            JobFailedException.class,
            NO_CODE,
            RETRYABLE,
            "Try me"),
        row(
            "withHeader",
            FalFailure.plain(500, "Do not try me").withHeader("x-fal-needs-retry", "0"),
            JobFailedException.class,
            NO_CODE,
            FINAL,
            "Do not try me"),
        row(
            "toldInStatus",
            FalFailure.contentPolicy().toldInStatus("Invalid status code: 422", "bad_request"),
            ModerationException.class,
            "content_policy_violation",
            FINAL,
            "flagged by a content checker"));
  }

  static Stream<Arguments> replicate() {
    return Stream.of(
        row(
            "of",
            ReplicateFailure.of("The boat has sunk"),
            JobFailedException.class,
            NO_CODE,
            FINAL,
            "The boat has sunk"),
        row(
            "of an unknown code",
            ReplicateFailure.of("The boat has sunk (E777)"),
            JobFailedException.class,
            "E777",
            FINAL,
            "The boat has sunk (E777)"),
        row(
            "contentPolicy",
            ReplicateFailure.contentPolicy(),
            ModerationException.class,
            "E005",
            FINAL,
            "flagged as sensitive"),
        row(
            "contentPolicy in other words",
            ReplicateFailure.contentPolicy().withRequestId("aB3dE5fG7h").asModelError(),
            ModerationException.class,
            "E005",
            FINAL,
            "Prediction failed: Async prediction failed: ModelError:"),
        row(
            "highDemand",
            ReplicateFailure.highDemand(),
            JobFailedException.class,
            "E003",
            RETRYABLE,
            "high demand"),
        row(
            "unavailable",
            ReplicateFailure.unavailable().withRequestId("aB3dE5fG7h"),
            JobFailedException.class,
            "E004",
            RETRYABLE,
            "temporarily unavailable"),
        row(
            "modelError",
            ReplicateFailure.modelError(6),
            JobFailedException.class,
            "E006",
            FINAL,
            "The model failed to process the request. (E006)"),
        row(
            "allNsfw",
            ReplicateFailure.allNsfw(),
            ModerationException.class,
            NO_CODE,
            FINAL,
            "All generated images contained NSFW content"),
        row(
            "generatedNsfw",
            ReplicateFailure.generatedNsfw(),
            ModerationException.class,
            NO_CODE,
            FINAL,
            "contained NSFW content"),
        row(
            "safetySystem",
            ReplicateFailure.safetySystem(),
            ModerationException.class,
            NO_CODE,
            FINAL,
            "flagged by the safety system"),
        row(
            "interrupted",
            ReplicateFailure.interrupted(),
            JobFailedException.class,
            "PA",
            RETRYABLE,
            "please retry (code: PA)"),
        row(
            "director",
            ReplicateFailure.director(9828),
            JobFailedException.class,
            "E9828",
            RETRYABLE,
            "Director: unexpected error"),
        row(
            "outOfMemory",
            ReplicateFailure.outOfMemory(),
            JobFailedException.class,
            NO_CODE,
            FINAL,
            "CUDA out of memory"),
        row(
            "exception",
            ReplicateFailure.exception(),
            JobFailedException.class,
            NO_CODE,
            FINAL,
            "Expected all tensors"),
        row(
            "withoutOutput",
            ReplicateFailure.withoutOutput(), // Requirement 24
            JobFailedException.class,
            NO_CODE,
            RETRYABLE,
            ""),
        row(
            "aborted",
            ReplicateFailure.aborted(),
            JobCanceledException.class,
            NO_CODE,
            RETRYABLE,
            ""),
        row(
            "canceled",
            ReplicateFailure.canceled(),
            JobCanceledException.class,
            NO_CODE,
            FINAL,
            ""));
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  private void endsAs(
      Service service,
      JobFailure failure,
      Class<? extends PictorException> type,
      String code,
      boolean retryable,
      String words) {
    service.emulator().nextJob(JobScript.failsWith(failure).queuedPolls(1).runningPolls(1));
    try (ImageClient client = service.client(time)) {
      PictorException e =
          catchThrowableOfType(PictorException.class, () -> client.generate(request()));
      assertThat(e).isExactlyInstanceOf(type);
      assertThat(e.details().code().orElse(NO_CODE)).isEqualTo(code);
      assertThat(e.isRetryable()).isEqualTo(retryable);
      if (!words.isEmpty()) {
        assertThat(e.details().providerMessage().get()).contains(words);
        assertThat(e).hasMessageContaining(words.substring(0, Math.min(words.length(), 20)));
      }
      assertThat(e.details().provider()).hasValue(service.provider().name());
      assertThat(e.handle().get().id()).isEqualTo(service.emulator().jobs().get(0).id());
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
      sameWhenResumed(client, e);
    }
  }

  /** What a job came to does not depend on who asks. */
  private static void sameWhenResumed(ImageClient client, PictorException first) {
    JobHandle handle = JobHandle.parse(first.handle().get().toString());
    PictorException again =
        catchThrowableOfType(PictorException.class, () -> client.resume(handle).await());
    assertThat(again).isExactlyInstanceOf(first.getClass()).hasMessage(first.getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fal")
  void onFal(
      String name,
      JobFailure failure,
      Class<? extends PictorException> type,
      String code,
      boolean retryable,
      String words) {
    try (Service service = Service.fal()) {
      endsAs(service, failure, type, code, retryable, words);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("replicate")
  void onReplicate(
      String name,
      JobFailure failure,
      Class<? extends PictorException> type,
      String code,
      boolean retryable,
      String words) {
    try (Service service = Service.replicate()) {
      endsAs(service, failure, type, code, retryable, words);
    }
  }

  /** The answers that say nothing of the job are asked for again, as long as there is time. */
  static Stream<Arguments> answersThatSayNothing() {
    return Stream.of(
        Arguments.of("empty 500", FalFailure.empty(500)),
        Arguments.of("html 502", FalFailure.html(502)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersThatSayNothing")
  void falSaysNothingOfTheJob(String name, JobFailure failure) {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(JobScript.failsWith(failure).queuedPolls(0).runningPolls(0));
      CompletableFuture<?> result =
          client.generateAsync(
              request(), RequestOptions.builder().deadline(Duration.ofMinutes(1)).build());
      Until.holds("asked again", () -> service.emulator().count(Step.RESULT) > 3);
      time.advance(Duration.ofMinutes(1));
      PictorException e = Failures.of(result);
      assertThat(e).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(e.handle()).isPresent();
      assertThat(e).hasCauseExactlyInstanceOf(ServiceException.class);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  static Stream<Arguments> resultsThatCannotBeHad() {
    return Stream.of(
        Arguments.of(FalFailure.html(503), 2),
        Arguments.of(FalFailure.empty(504), 2),
        Arguments.of(FalFailure.queueStatus(404, "NOT_FOUND"), 1));
  }

  /** What the status says of the end counts where the result says nothing: nobody asks for ever. */
  @ParameterizedTest
  @MethodSource("resultsThatCannotBeHad")
  void theStatusOfFalIsTheLastWordWhereThereIsNoResult(FalFailure nothing, int questions) {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      FalFailure failure = nothing.toldInStatus("Runner disconnected", "runner_disconnected");
      service.emulator().nextJob(JobScript.failsWith(failure).queuedPolls(0).runningPolls(0));
      PictorException e =
          catchThrowableOfType(PictorException.class, () -> client.generate(request()));
      assertThat(e).isExactlyInstanceOf(JobFailedException.class);
      assertThat(e).hasMessageContaining("Runner disconnected");
      assertThat(e.details().code()).hasValue("runner_disconnected");
      assertThat(e.isRetryable()).isTrue();
      assertThat(e.handle()).isPresent();
      assertThat(service.emulator().count(Step.RESULT)).isEqualTo(questions);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void theResultOfFalKnowsBetterThanTheStatus() {
    try (Service service = Service.fal()) {
      endsAs(
          service,
          FalFailure.contentPolicy().toldInStatus("Request failed", "internal_error"),
          ModerationException.class,
          "content_policy_violation",
          FINAL,
          "flagged by a content checker");
    }
  }

  @Test
  void a404OfTheModelItselfIsNotTakenForAMissingResult() {
    try (Service service = Service.fal(FalQuirk.FAILURES_TOLD_IN_STATUS)) {
      endsAs(
          service,
          FalFailure.plain(404, "Path /x not found"),
          NotFoundException.class,
          NO_CODE,
          FINAL,
          "Path /x not found");
    }
  }

  /** A factory that is new in the emulators needs a row here. */
  @Test
  void noFailureIsLeftOut() {
    assertThat(names(FalFailure.class))
        .isSubsetOf(firstWords(Stream.concat(fal(), answersThatSayNothing())));
    assertThat(names(ReplicateFailure.class)).isSubsetOf(firstWords(replicate()));
  }

  private static List<String> names(Class<?> failures) {
    return Arrays.stream(failures.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .map(Method::getName)
        .distinct()
        .collect(Collectors.toList());
  }

  private static List<String> firstWords(Stream<Arguments> rows) {
    return rows.map(row -> ((String) row.get()[0]).replaceAll(" .*", ""))
        .collect(Collectors.toList());
  }

  // --- Requirement 24 on Replicate

  static Stream<Arguments> outputsWithoutAnImage() {
    return Stream.of(
        Arguments.of("[]", JobFailedException.class),
        Arguments.of("\"no url\"", JobFailedException.class),
        Arguments.of("{\"text\":\"a poem\"}", JobFailedException.class),
        Arguments.of("null", JobFailedException.class));
  }

  @ParameterizedTest
  @MethodSource("outputsWithoutAnImage")
  void aSuccessWithoutAnImageIsAFailure(String output, Class<? extends PictorException> type) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(Step.STATUS, ReplicateFault.member("output", JsonValue.parse(output)))
          .always();
      // Requirement 24
      PictorException e =
          catchThrowableOfType(PictorException.class, () -> client.generate(request()));
      assertThat(e).isExactlyInstanceOf(type).hasMessageContaining("output");
      assertThat(e.handle()).isPresent();
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }
}
