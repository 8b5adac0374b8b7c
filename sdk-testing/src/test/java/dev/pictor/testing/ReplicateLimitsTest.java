package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplicateLimitsTest extends ReplicateScenario {
  private static final String REDUCED =
      "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per"
          + " minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate"
          + " limit resets in ~10s.";

  private int create() {
    return create(PRO, BOAT).status;
  }

  @Test
  void lowCreditMeansOneCreationInTenSeconds() {
    replicate.limits(ReplicateLimits.lowCredit());
    Answer first = create(PRO, BOAT);
    assertThat(first.status).isEqualTo(201);
    assertThat(first.header("ratelimit-remaining")).isEqualTo("0");
    assertThat(first.header("ratelimit-reset")).isEqualTo("10");
    Answer refused = create(PRO, BOAT);
    assertThat(refused.status).isEqualTo(429);
    assertThat(refused.text())
        .isEqualTo("{\"detail\":\"" + REDUCED + "\",\"status\":429,\"retry_after\":10}\n");
    assertThat(refused.headers.names())
        .doesNotContain("Retry-After", "ratelimit-remaining", "ratelimit-reset");
    clock.advance(Duration.ofMillis(9001));
    assertThat(create(PRO, BOAT).text()).contains("resets in ~1s", "\"retry_after\":1}");
    clock.advance(Duration.ofMillis(999));
    assertThat(create()).isEqualTo(201);
    assertThat(replicate.paidJobs()).isEqualTo(2);
  }

  @Test
  void otherRequestsHaveABudgetOfTheirOwn() {
    replicate.limits(ReplicateLimits.lowCredit());
    String id = created(PRO, BOAT);
    assertThat(look(id).header("ratelimit-remaining")).isEqualTo("2999");
    assertThat(look(id).header("ratelimit-remaining")).isEqualTo("2998");
    assertThat(http.get(replicate.apiUrl() + "/files").headers.names())
        .doesNotContain("ratelimit-remaining");
  }

  @Test
  void refusedRequestsMayCount() {
    replicate.limits(ReplicateLimits.lowCredit().refused(ReplicateLimits.Refused.COUNTED));
    assertThat(create()).isEqualTo(201);
    clock.advance(Duration.ofSeconds(9));
    assertThat(create(PRO, BOAT).text()).contains("\"retry_after\":10}");
    clock.advance(Duration.ofSeconds(9));
    assertThat(create()).isEqualTo(429);
    clock.advance(Duration.ofSeconds(10));
    assertThat(create()).isEqualTo(201);
  }

  @Test
  void thePublishedLimitTakesABurst() {
    replicate.limits(ReplicateLimits.published());
    for (int i = 0; i < 600; i++) {
      assertThat(create()).isEqualTo(201);
    }
    assertThat(create(PRO, BOAT).text())
        .isEqualTo(
            "{\"detail\":\"Request was throttled. Your rate limit resets in ~1s.\",\"status\":429,"
                + "\"retry_after\":1}\n");
    clock.advance(Duration.ofMillis(100));
    assertThat(create()).isEqualTo(201);
  }

  @Test
  void withoutALimitTheHeadersAlwaysPromiseMore() {
    for (int i = 0; i < 601; i++) {
      assertThat(create()).isEqualTo(201);
    }
    // A client that heeds them would wait for a refill that nobody asks for.
    assertThat(create(PRO, BOAT).header("ratelimit-remaining")).isEqualTo("599");
  }

  @Test
  void anAccountThatCouldNotPayIsToldSo() {
    replicate.limits(ReplicateLimits.withoutPaymentMethod());
    create();
    assertThat(create(PRO, BOAT).text()).contains("requests until you add a payment method. Your");
  }

  @ParameterizedTest
  @EnumSource
  void theHintCanBeAnywhere(RetryHint hint) {
    replicate.limits(ReplicateLimits.lowCredit().hint(hint));
    create();
    Answer refused = create(PRO, BOAT);
    boolean body = hint == RetryHint.BODY || hint == RetryHint.BODY_AND_HEADER;
    boolean header = hint == RetryHint.HEADER || hint == RetryHint.BODY_AND_HEADER;
    assertThat(refused.status).isEqualTo(429);
    assertThat(refused.json().member("retry_after").isPresent()).isEqualTo(body);
    assertThat(refused.header("Retry-After")).isEqualTo(header ? "10" : "");
    assertThat(refused.text().contains("resets in ~10s")).isEqualTo(body || hint == RetryHint.TEXT);
    assertThat(refused.text().contains("Expected available in 10 seconds."))
        .isEqualTo(hint == RetryHint.OLD_TEXT);
    assertThat(refused.header("ratelimit-reset"))
        .isEqualTo(hint == RetryHint.RATELIMIT_RESET ? "10" : "");
  }

  @Test
  void aFaultSaysItInTheSameWords() {
    replicate.fail(Step.SUBMIT, Fault.rateLimited(Duration.ofSeconds(30)));
    replicate.fail(
        Step.SUBMIT, ReplicateFault.rateLimited(Duration.ofSeconds(1), RetryHint.OLD_TEXT));
    assertThat(create(PRO, BOAT).text())
        .isEqualTo(
            "{\"detail\":\"Request was throttled. Your rate limit resets in ~30s.\",\"status\":429,"
                + "\"retry_after\":30}\n");
    assertThat(create(PRO, BOAT).text())
        .isEqualTo("{\"detail\":\"Request was throttled. Expected available in 1 second.\"}\n");
    assertThat(create()).isEqualTo(201);
  }
}
