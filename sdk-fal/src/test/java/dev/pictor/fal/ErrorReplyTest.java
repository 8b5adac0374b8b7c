package dev.pictor.fal;

import static dev.pictor.fal.Fixtures.ID;
import static dev.pictor.fal.Fixtures.JOB;
import static dev.pictor.fal.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.PictorException;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReplyTest {
  private final Fal fal = Fal.create(KEY);

  private PictorException read(Purpose purpose, String fixture) {
    return fal.readError(Fixtures.reply(purpose, "error/" + fixture));
  }

  /** Every form of body, for every call that may meet it. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "error/expected.csv", numLinesToSkip = 1, nullValues = "-")
  void becomesTheExceptionThatSaysWhatToDo(
      Purpose purpose, String fixture, String type, String code, String retry, String message) {
    PictorException e = read(purpose, fixture);
    assertThat(e.getClass().getSimpleName()).isEqualTo(type + "Exception");
    assertThat(e.details().code().orElse(null)).isEqualTo(code);
    assertThat(e.details().retry()).isEqualTo(ErrorDetails.Retry.valueOf(retry));
    assertThat(e).hasMessageContaining(message);
    assertThat(e.details().provider()).contains("fal");
    assertThat(e.handle().isPresent()).isEqualTo(purpose != Purpose.SUBMIT);
  }

  /**
   * A model answers a run itself, so what it says is the end of it, and fal's door is told apart.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "c-concurrency,RateLimit,concurrent_requests_limit,MAY_HELP",
    "c-429-retry,RateLimit,,MAY_HELP",
    "c-queue-full,JobFailed,,MAY_HELP",
    "c-model-429,JobFailed,quota,MAY_HELP",
    "i-downstream,JobFailed,429,MAY_HELP",
    "f-429,Service,,MAY_HELP",
    "a-no-media,JobFailed,no_media_generated,USELESS",
    "a-downstream-400,JobFailed,downstream_service_error,MAY_HELP",
    "f-502,Service,,MAY_HELP",
    "c-unknown-app,NotFound,,USELESS",
    "c-wrong-key,Authentication,,USELESS",
    "a-content-policy,Moderation,content_policy_violation,USELESS",
    "h-pydantic-2,InvalidInput,missing,USELESS",
  })
  void ofARunTheModelsOwnIsFinal(String fixture, String type, String code, String retry) {
    PictorException e = fal.readRunError(Fixtures.reply(Purpose.SUBMIT, "error/" + fixture));
    assertThat(e.getClass().getSimpleName()).isEqualTo(type + "Exception");
    assertThat(e.details().code().orElse(null)).isEqualTo(code);
    assertThat(e.details().retry()).isEqualTo(ErrorDetails.Retry.valueOf(retry));
  }

  @Test
  void everythingThatHelpsIsKept() {
    PictorException e = read(Purpose.RESULT, "a-content-policy");
    assertThat(e.details().requestId()).contains(ID);
    assertThat(e.handle()).contains(JOB);
    assertThat(e.details().status()).contains(422);
    assertThat(e.details().body().get()).contains("\"loc\":[\"body\",\"prompt\"]");
    assertThat(e.details().providerMessage().get()).startsWith("prompt: The content could not");
    assertThat(e).hasMessageContaining(ID).hasMessageContaining(JOB.toString());
  }

  @ParameterizedTest
  @CsvSource({"0.25,0.25", "0,0", "' 3 ',3", "-1,''", "NaN,''", "'',''"})
  void whatIsBilledAllTheSameIsKept(String header, String units) {
    HttpReply refused =
        HttpReply.builder()
            .provider("fal")
            .purpose(Purpose.RESULT)
            .status(422)
            .addHeader("X-Fal-Billable-Units", header)
            .body(HttpBody.wrap("{\"detail\":\"no\"}".getBytes(StandardCharsets.US_ASCII)))
            .build();
    assertThat(
            fal.readError(refused).details().billableUnits().map(BigDecimal::toString).orElse(""))
        .isEqualTo(units);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "\" \""})
  void whatSaysNothingAddsNothingToTheMessage(String detail) {
    String reply = "HTTP 500\n\n{\"detail\":" + detail + "}";
    PictorException e =
        fal.readError(Fixtures.reply(Purpose.RESULT, reply.getBytes(StandardCharsets.US_ASCII)));
    assertThat(e).hasMessageStartingWith("the job failed at fal [");
  }

  /** fal's words end with a full stop as a rule, and what to do follows. */
  @ParameterizedTest
  @CsvSource({
    "RESULT,a-content-policy,a content checker. Change the prompt",
    "SUBMIT,c-locked,Top up your balance at fal.ai/dashboard/billing. Top it up at",
  })
  void aSentenceEndsOnce(Purpose purpose, String fixture, String end) {
    assertThat(read(purpose, fixture)).hasMessageContaining(end);
  }

  @Test
  void theInputIsNotRepeatedInTheMessage() {
    assertThat(read(Purpose.RESULT, "a-content-policy").getMessage()).doesNotContain("secret");
  }

  @Test
  void aLongListIsBounded() {
    PictorException e = read(Purpose.RESULT, "h-many");
    assertThat(e.details().providerMessage().get()).contains("f4: bad").contains("and 35 more");
    assertThat(e.getMessage().length()).isLessThan(1_000);
    assertThat(e.details().body().get()).hasSize(ErrorDetails.MAX_BODY);
    assertThat(read(Purpose.POLL, "x-too-long").getMessage().length()).isLessThan(1_000);
  }

  @Test
  void theWaitIsTakenInSecondsOnly() {
    assertThat(read(Purpose.SUBMIT, "c-queue-full").details().retryAfter())
        .contains(Duration.ofSeconds(7));
    assertThat(read(Purpose.SUBMIT, "c-concurrency").details().retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-echoed-key", "x-echoed-key-json"})
  void aKeyThatIsEchoedIsRemoved(String fixture) {
    HttpReply reply = Fixtures.reply(Purpose.POLL, "error/" + fixture);
    assertThat(reply.body().text()).contains(KEY);
    PictorException e = fal.readError(reply);
    assertThat(e.getMessage()).doesNotContain(KEY);
    assertThat(e.details().body().get()).doesNotContain(KEY).contains("(key removed)");
    assertThat(e.details().providerMessage().orElse("")).doesNotContain(KEY);
  }

  /** The engine repeats these for ever: a job that has ended must not become one. */
  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"POLL", "RESULT"})
  void whatIsFinalIsNotTriedAgain(Purpose purpose) {
    for (String fixture :
        new String[] {
          "c-wrong-key",
          "c-locked",
          "c-no-scope",
          "d-not-found",
          "e-405",
          "c-conflict",
          "e-422",
          "f-400",
          "f-redirect",
          "b-start-limit",
          "b-canceled",
          "a-content-policy",
          "a-no-media"
        }) {
      assertThat(read(purpose, fixture).getClass().getSimpleName())
          .as(fixture)
          .isNotIn("ServiceException", "RateLimitException");
    }
  }
}
