package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReplicateFailureTest extends ReplicateScenario {
  private static final String FLAGGED =
      "The input or output was flagged as sensitive. Please try again with different inputs."
          + " (E005)";

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(ReplicateFailure.contentPolicy(), FLAGGED),
        Arguments.of(
            ReplicateFailure.contentPolicy().withRequestId("aB3dE5fG7h"),
            FLAGGED + " (aB3dE5fG7h)"),
        Arguments.of(
            ReplicateFailure.contentPolicy().asModelError(),
            "Prediction failed: Async prediction failed: ModelError: " + FLAGGED),
        Arguments.of(
            ReplicateFailure.highDemand().withRequestId("abc123"),
            "Service is currently unavailable due to high demand. Please try again later. (E003)"
                + " (abc123)"),
        Arguments.of(
            ReplicateFailure.unavailable(),
            "Service is temporarily unavailable. Please try again later. (E004)"),
        Arguments.of(
            ReplicateFailure.modelError(6), "The model failed to process the request. (E006)"),
        Arguments.of(
            ReplicateFailure.interrupted(), "Prediction interrupted; please retry (code: PA)"),
        Arguments.of(
            ReplicateFailure.director(9828),
            "Director: unexpected error handling prediction (E9828)"),
        Arguments.of(ReplicateFailure.of("Boom"), "Boom"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failuresAreNoErrorsOfHttp(ReplicateFailure failure, String text) {
    replicate.nextJob(JobScript.failsWith(failure).queuedPolls(0).runningPolls(0));
    String id = created(PRO, BOAT);
    Answer answer = look(id);
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.string("status")).isEqualTo("failed");
    assertThat(answer.string("error")).isEqualTo(text);
    assertThat(answer.text()).contains("\"output\":null");
    assertThat(answer.string("logs")).contains("Using seed: 1207").doesNotContain("Generated");
    assertThat(replicate.job(id).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void everyWordAboutSafetyIsThere() {
    assertThat(ReplicateFailure.allNsfw().error().get()).contains("NSFW");
    assertThat(ReplicateFailure.generatedNsfw().error().get())
        .startsWith("Generated image contained NSFW content.");
    assertThat(ReplicateFailure.safetySystem().error().get())
        .startsWith("Content was flagged by the safety system");
    assertThat(ReplicateFailure.outOfMemory().error().get()).startsWith("CUDA out of memory");
    assertThat(ReplicateFailure.exception().error()).isPresent();
  }

  @Test
  void successWithoutOutputIsPossible() {
    replicate.nextJob(
        JobScript.failsWith(ReplicateFailure.withoutOutput()).queuedPolls(0).runningPolls(0));
    Answer answer = look(created(SCHNELL, BOAT));
    assertThat(answer.string("status")).isEqualTo("succeeded");
    assertThat(answer.text()).contains("\"output\":null", "\"error\":null");
  }

  @Test
  void whatIsAbortedHasNeverRun() {
    replicate.nextJob(
        JobScript.failsWith(ReplicateFailure.aborted()).queuedPolls(1).runningPolls(1));
    String id = created(PRO, BOAT);
    assertThat(look(id).string("status")).isEqualTo("starting");
    assertThat(look(id).string("status")).isEqualTo("starting");
    Answer answer = look(id);
    assertThat(answer.string("status")).isEqualTo("aborted");
    assertThat(answer.string("started_at")).isEqualTo(answer.string("completed_at"));
    assertThat(answer.text()).contains("\"logs\":\"\"", "\"metrics\":null", "\"error\":null");
  }

  @Test
  void theServiceCancelsToo() {
    replicate.nextJob(
        JobScript.failsWith(ReplicateFailure.canceled()).queuedPolls(0).runningPolls(0));
    assertThat(look(created(PRO, BOAT)).string("status")).isEqualTo("canceled");
  }

  @Test
  void largeInputsMayInterrupt() {
    replicate.rules(ReplicateRules.standard().interruptAbove(40));
    replicate.everyJob(JobScript.succeedsAtOnce());
    assertThat(look(created(PRO, BOAT)).string("error")).endsWith("(code: PA)");
    assertThat(look(created(PRO, "{\"input\":{\"prompt\":\"x\"}}")).string("status"))
        .isEqualTo("succeeded");
  }

  @Test
  void theLogCanBeScripted() {
    replicate.nextJob(JobScript.succeedsAtOnce().logs("one", "Using seed: 9"));
    assertThat(look(created(PRO, BOAT)).string("logs")).isEqualTo("one\nUsing seed: 9");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(ReplicateFault.unauthenticated(), 401, "valid authentication token"),
        Arguments.of(ReplicateFault.insufficientCredit(), 402, "Insufficient credit"),
        Arguments.of(ReplicateFault.spendLimitReached(), 402, "Monthly spend limit reached"),
        Arguments.of(ReplicateFault.freeTimeLimitReached(), 402, "Free time limit reached"),
        Arguments.of(ReplicateFault.blocked(), 403, "Sorry, you have been blocked"),
        Arguments.of(ReplicateFault.notFound(), 404, "could not be found"),
        Arguments.of(ReplicateFault.fileNotFound(), 404, "File not found"),
        Arguments.of(ReplicateFault.fileTooLarge(), 413, "less than 100MB"),
        Arguments.of(ReplicateFault.requestTooLarge(), 413, "Request Entity Too Large"),
        Arguments.of(
            ReplicateFault.officialHasNoVersions(), 404, "does not expose a list of versions"),
        Arguments.of(ReplicateFault.rateLimited(Duration.ofSeconds(3)), 429, "\"retry_after\":3}"),
        Arguments.of(
            ReplicateFault.lowCredit(Duration.ofSeconds(10)),
            429,
            "requests while you have less than $5.0 in credit. Your rate limit resets in ~10s."),
        Arguments.of(
            ReplicateFault.withoutPaymentMethod(Duration.ofSeconds(10)),
            429,
            "requests until you add a payment method. Your rate limit resets in ~10s."),
        Arguments.of(ReplicateFault.invalidVersion(), 422, "Invalid version or not permitted"),
        Arguments.of(
            ReplicateFault.invalidInput("required", "input", "prompt is required"),
            422,
            "{\"detail\":\"- input: prompt is required\\n\",\"status\":422"),
        Arguments.of(ReplicateFault.detail(409, "no"), 409, "{\"detail\":\"no\",\"status\":409}\n"),
        Arguments.of(ReplicateFault.internalError(), 500, "Internal server error"),
        Arguments.of(ReplicateFault.edge(520), 520, "520"),
        Arguments.of(Fault.html(502), 502, "<html>"),
        Arguments.of(Fault.empty(201), 201, ""));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void everyErrorIsOneLine(Fault fault, int status, String text) {
    replicate.fail(Step.SUBMIT, fault);
    Answer answer = create(PRO, BOAT);
    assertThat(answer.status).isEqualTo(status);
    assertThat(answer.text()).contains(text);
    assertThat(replicate.paidJobs()).isZero();
    assertThat(create(PRO, BOAT).status).isEqualTo(201);
  }

  @Test
  void repliesCanBeChanged() {
    String id = created(PRO, BOAT);
    replicate.fail(Step.STATUS, ReplicateFault.status("paused"));
    replicate.fail(Step.STATUS, ReplicateFault.member("new", JsonValue.of(1)));
    replicate.fail(Step.STATUS, ReplicateFault.withoutMember("urls"));
    replicate.fail(Step.STATUS, ReplicateFault.compressed());
    assertThat(look(id).string("status")).isEqualTo("paused");
    assertThat(look(id).json().member("new")).isPresent();
    assertThat(look(id).json().member("urls")).isEmpty();
    // The client takes the compression off.
    assertThat(look(id).string("status")).isEqualTo("starting");
    assertThat(replicate.count(Step.STATUS)).isEqualTo(4);
  }
}
