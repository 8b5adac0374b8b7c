package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.testing.Fault;
import dev.pictor.testing.Step;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of a paid submission whose reply is lost: requirements 13 and 14. Each test counts
 * what the service received and what it would have charged for.
 */
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
  enum Lost {
    DISCONNECT(Fault.disconnect()),
    HTML_500(Fault.html(500)),
    HTML_502(Fault.html(502)),
    HTML_503(Fault.html(503)),
    EMPTY_520(Fault.empty(520)),
    MALFORMED(Fault.malformedJson()),
    OVERSIZED_REPLY(Fault.oversized(OVERSIZED)),
    LOST_BY_A_REDIRECT(Fault.redirect(303, "https://example.com/elsewhere"));

    final Fault instead;

    Lost(Fault instead) {
      this.instead = instead;
    }
  }

  /** What spoils the real reply, after it has had its effect. */
  enum Spoiled {
    TRUNCATED(Fault.truncatedBody()),
    WRONG_TYPES(Fault.wrongTypes()),
    WITHOUT_ID(Fault.withoutMember("id").afterEffect()),
    CUT(Fault.disconnectDuringReply()),
    GATEWAY_TIMEOUT(Fault.html(504).afterEffect()),
    EDGE_TIMEOUT(Fault.html(524).afterEffect()),
    REQUEST_TIMEOUT(Fault.empty(408).afterEffect());

    final Fault fault;

    Spoiled(Fault fault) {
      this.fault = fault;
    }
  }

  // --- requirement 13: what can be asked after is adopted

  @ParameterizedTest
  @EnumSource
  void aJobWhoseReplyIsLostIsFoundAndNotPaidAgain(Lost lost) {
    adopts(lost.instead.afterEffect());
  }

  @ParameterizedTest
  @EnumSource
  void aJobWhoseReplyIsSpoiledIsFoundAndNotPaidAgain(Spoiled spoiled) {
    adopts(spoiled.fault);
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

  @ParameterizedTest
  @EnumSource
  void aSubmissionThatMadeNoJobIsSentAgainOnce(Lost lost) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, lost.instead);
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

  @ParameterizedTest
  @EnumSource
  void whereNobodyCanBeAskedItIsUnknown(Lost lost) {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, lost.instead.afterEffect());
      PictorException unknown =
          Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(unknown).hasMessageContaining("seed 7").hasMessageContaining("flux-pro/v1.1");
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }
}
