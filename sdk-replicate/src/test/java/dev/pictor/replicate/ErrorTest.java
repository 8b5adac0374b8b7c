package dev.pictor.replicate;

import static dev.pictor.replicate.Fixtures.ID;
import static dev.pictor.replicate.Fixtures.PRO;
import static dev.pictor.replicate.Fixtures.job;
import static dev.pictor.replicate.Fixtures.replicate;
import static dev.pictor.replicate.Fixtures.reply;
import static dev.pictor.replicate.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.ApiException;
import dev.pictor.error.AuthenticationException;
import dev.pictor.error.BillingException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.ServiceException;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTest {
  private static ApiException submit(int status, String file) {
    return replicate().readError(reply(Purpose.SUBMIT, status, "errors/" + file));
  }

  private static ApiException poll(int status, String file) {
    return replicate().readError(reply(Purpose.POLL, status, "errors/" + file));
  }

  @Test
  void everyErrorKeepsWhatWasSaid() {
    ErrorDetails details = poll(401, "401.json").details();

    assertThat(details.provider()).contains("replicate");
    assertThat(details.status()).contains(401);
    assertThat(details.code()).contains("Unauthenticated");
    assertThat(details.providerMessage()).contains("You did not pass a valid authentication token");
    assertThat(details.body()).contains(text("errors/401.json"));
    assertThat(details.requestId()).contains("8f3a-FRA");
    assertThat(details.handle()).contains(job(PRO, ID));
  }

  @Test
  void aRefusedTokenNamesItsVariable() {
    assertThat(submit(401, "401.json"))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("You did not pass a valid authentication token")
        .hasMessageContaining("REPLICATE_API_TOKEN");
  }

  @ParameterizedTest
  @CsvSource({
    "402-credit.json, Insufficient credit, insufficient credit to run this model",
    "402-limit.json, Monthly spend limit reached, Monthly spend limit reached",
    "402-free-time.json, Free time limit reached, reached the free time limit"
  })
  void theStatusTellsThatTheAccountCannotPay(String file, String code, String words) {
    ApiException error = submit(402, file);

    assertThat(error).isInstanceOf(BillingException.class).hasMessageContaining(words);
    assertThat(error.details().code()).contains(code);
    assertThat(error.isRetryable()).isFalse();
  }

  @Test
  void aFirewallIsNotTheToken() {
    assertThat(submit(403, "403-cloudflare.html"))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("Attention Required! | Cloudflare")
        .hasMessageContaining("firewall");
    assertThat(submit(403, "403.json"))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("You do not have permission")
        .hasMessageNotContaining("firewall");
  }

  @ParameterizedTest
  @CsvSource({
    "404-resource.json, could not be found",
    "404-official.json, official model",
    "404-training.json, training destination"
  })
  void anUnknownModelIsHelpedToTheRightDoor(String file, String words) {
    assertThat(submit(404, file))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("owner/name:version")
        .hasMessageContaining("deployments/owner/name");
  }

  @ParameterizedTest
  @CsvSource({"404", "410"})
  void anUnknownPredictionMayHaveExpired(int status) {
    assertThat(poll(status, "404-resource.json"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("after an hour")
        .hasMessageNotContaining("owner/name:version")
        .hasMessageContaining(job(PRO, ID).toString());
  }

  @Test
  void aVersionOfNobodyIsNotFound() {
    assertThat(submit(422, "422-version.json"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("perhaps you don't have permission")
        .hasMessageContaining("owner/name:version");
  }

  @Test
  void everyRefusedFieldIsListed() {
    ApiException error = submit(422, "422-input.json");

    assertThat(error)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("input: prompt is required")
        .hasMessageContaining("input.num_inference_steps: Must be less than or equal to 4")
        .hasMessageNotContaining("owner/name:version");
    assertThat(error.isRetryable()).isFalse();
    assertThat(submit(422, "422-enum.json"))
        .hasMessageContaining("must be one of the following: \"jpg\", \"png\"");
  }

  @Test
  void aRefusedTopLevelIsTheWrongDoor() {
    assertThat(submit(422, "422-top-level.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("version is required; Additional property model is not allowed")
        .hasMessageContaining("owner/name:version");
  }

  @ParameterizedTest
  @CsvSource({"400, 400.json", "405, empty.txt", "422, detail-list.json", "418, plain.txt"})
  void otherRefusalsAreFinal(int status, String file) {
    ApiException error = submit(status, file);

    assertThat(error).isInstanceOf(InvalidInputException.class);
    assertThat(error.isRetryable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"413.json", "413-nginx.html"})
  void whatIsTooLargeIsToldTheLimit(String file) {
    assertThat(submit(413, file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("256 KiB");
  }

  @Test
  void aConflictIsFinalUnlessItMeetsAQuestion() {
    assertThat(submit(409, "409.json")).isInstanceOf(InvalidInputException.class);
    assertThat(replicate().readError(reply(Purpose.CANCEL, 409, "errors/409.json")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("already in a terminal state");
    assertThat(replicate().readError(reply(Purpose.POLL, 409, "errors/409.json")))
        .isInstanceOf(ServiceException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "500, 500.json, Internal server error",
    "502, 502.html, 502 Bad Gateway",
    "503, error-member.json, upstream connect error",
    "503, error-object.json, overloaded",
    "520, empty.txt, no reason",
    "504, cut.json, Request was thro",
    "408, plain.txt, error code: 1015",
    "425, empty.txt, no reason",
    "599, 401.json, authentication token"
  })
  void anOutageMayPass(int status, String file, String words) {
    for (Purpose purpose : Purpose.values()) {
      ApiException error = replicate().readError(reply(purpose, status, "errors/" + file));

      assertThat(error).isInstanceOf(ServiceException.class).hasMessageContaining(words);
      assertThat(error.isRetryable()).isTrue();
    }
  }

  @Test
  void aRedirectIsNotFollowedAndNotShownInFull() {
    HttpReply reply =
        reply(Purpose.SUBMIT, 302)
            .addHeader("Location", "https://other.example/x?signature=abc")
            .build();

    assertThat(replicate().readError(reply))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("https://other.example")
        .hasMessageContaining("REPLICATE_BASE_URL")
        .hasMessageNotContaining("signature");
    assertThat(replicate().readError(reply(Purpose.POLL, 308).addHeader("Location", "/v2").build()))
        .isInstanceOf(ServiceException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "429.json, 10",
    "429-text.json, 30",
    "429-old-text.json, 1",
  })
  void theWaitStandsInTheBody(String file, long seconds) {
    ApiException error = submit(429, file);

    assertThat(error)
        .isInstanceOf(RateLimitException.class)
        .hasMessageContaining("Request was throttled");
    assertThat(error.isRetryable()).isTrue();
    assertThat(error.details().retryAfter()).contains(Duration.ofSeconds(seconds));
  }

  private static HttpReply throttled(String file, String name, String value) {
    return reply(Purpose.POLL, 429)
        .body(HttpBody.of(Fixtures.bytes("errors/" + file)))
        .addHeader(name, value)
        .addHeader("Date", "Thu, 01 Jan 2026 09:30:00 GMT")
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "429.json, Retry-After, 7, 7",
    "429.json, Retry-After, 1.2, 2",
    "429.json, Retry-After, 0, 10",
    "429.json, Retry-After, -3, 10",
    "429.json, Retry-After, NaN, 10",
    "429.json, Retry-After, 'Thu, 01 Jan 2026 09:30:20 GMT', 20",
    "429.json, Retry-After, 'Thu, 01 Jan 2026 09:29:59 GMT', 10",
    "429.json, ratelimit-reset, 3, 10",
    "429-no-hint.json, ratelimit-reset, 3, 3",
    "429-no-hint.json, retry-after, 99999999999999999999, 31536000",
    "429-no-hint.json, retry-after, 0.01, 1",
    "empty.txt, retry-after, 4, 4",
    "502.html, ratelimit-reset, 5, 5"
  })
  void theFirstPlaceThatMakesSenseCounts(String file, String name, String value, long seconds) {
    assertThat(replicate().readError(throttled(file, name, value)).details().retryAfter())
        .contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"retry_after\":1e999999999}', 31536000",
    "'{\"retry_after\":1e-999999999}', 1",
    "'{\"retry_after\":2.5}', 3",
    "'{\"retry_after\":\"12\"}', 12",
    "'{\"retry_after\":-1}', 0",
    "'{\"retry_after\":\"soon\"}', 0",
    "'{\"retry_after\":[1]}', 0"
  })
  @DisplayName("requirement 19: the wait that a refusal tells is finite and positive, or none")
  void theWaitIsAlwaysFiniteAndPositive(String body, long seconds) {
    HttpReply reply =
        reply(Purpose.SUBMIT, 429).body(HttpBody.of(body.getBytes(StandardCharsets.UTF_8))).build();

    assertThat(replicate().readError(reply).details().retryAfter().orElse(Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void anOutageMayTellAWaitToo() {
    HttpReply reply = reply(Purpose.POLL, 503).addHeader("Retry-After", "5").build();

    assertThat(replicate().readError(reply).details().retryAfter()).contains(Duration.ofSeconds(5));
  }

  @Test
  void jsonThatQuotesAPageIsNoPage() {
    HttpReply reply =
        reply(Purpose.SUBMIT, 400)
            .body(
                HttpBody.of(
                    "{\"detail\":\"prompt holds <html>\"}".getBytes(StandardCharsets.UTF_8)))
            .build();

    assertThat(replicate().readError(reply))
        .hasMessageContaining("prompt holds <html>")
        .hasMessageNotContaining("page of HTML");
  }

  @Test
  void theBodyIsBoundedAndTheMessageShort() {
    String large = String.join("", Collections.nCopies(100_000, "word "));
    HttpReply reply =
        reply(Purpose.SUBMIT, 400)
            .body(HttpBody.of(large.getBytes(StandardCharsets.UTF_8)))
            .build();

    ApiException error = replicate().readError(reply);

    assertThat(error.getMessage()).hasSizeLessThan(1_000);
    assertThat(error.details().body().get()).hasSize(ErrorDetails.MAX_BODY);
    assertThat(error.details().providerMessage().get()).hasSize(ErrorDetails.MAX_BODY);
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void thePurposeNeverMatters(Purpose purpose) {
    for (int status : new int[] {-1, 0, 100, 204, 299, 304, 499, 600, Integer.MAX_VALUE}) {
      assertThat(replicate().readError(reply(purpose, status).build()).details().status())
          .contains(status);
    }
  }
}
