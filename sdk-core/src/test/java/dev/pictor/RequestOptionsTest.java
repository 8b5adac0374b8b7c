package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.RoutingPolicy;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Options as values: copied, compared and shown. */
class RequestOptionsTest {
  static Stream<RequestOptions> each() {
    return Stream.of(
        options().deadline(Duration.ofMinutes(2)).build(),
        options().startTimeout(Duration.ofSeconds(30)).build(),
        options().onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB).build(),
        options().routing(RoutingPolicy.builder().weight("fal", 3).build()).build(),
        options().retry(RequestOptions.Step.DOWNLOAD, RetryPolicy.never()).build(),
        options()
            .resubmission(RequestOptions.Resubmission.RESUBMIT_GATEWAY_ERRORS_AND_MAYBE_PAY_TWICE)
            .build(),
        options().watching(RequestOptions.Watching.POLLING).build());
  }

  private static RequestOptions.Builder options() {
    return RequestOptions.builder();
  }

  @ParameterizedTest
  @MethodSource("each")
  void aCopyHasAllThatIsSet(RequestOptions options) {
    RequestOptions copy = options.toBuilder().build();

    assertThat(copy)
        .isEqualTo(options)
        .hasSameHashCodeAs(options)
        .hasToString(options.toString())
        .isNotEqualTo(RequestOptions.defaults());
    assertThat(options.toString()).isNotEqualTo(RequestOptions.defaults().toString());
  }

  @Test
  void aCopyCanBeChangedAndLeavesTheOriginalAlone() {
    RequestOptions before =
        options().deadline(Duration.ofMinutes(3)).startTimeout(Duration.ofSeconds(9)).build();
    RequestOptions after =
        before.toBuilder()
            .deadline(Duration.ofMinutes(2))
            .retry(RequestOptions.Step.SUBMIT, RetryPolicy.never())
            .build();

    assertThat(after.startTimeout()).contains(Duration.ofSeconds(9));
    assertThat(after.deadline()).isEqualTo(Duration.ofMinutes(2));
    assertThat(before.deadline()).isEqualTo(Duration.ofMinutes(3));
    assertThat(before.retry(RequestOptions.Step.SUBMIT)).isEmpty();
  }

  @Test
  void whatIsSetIsShown() {
    assertThat(RequestOptions.defaults())
        .hasToString(
            "RequestOptions[deadline=PT10M, onExpiry=CANCEL_REMOTE_JOB,"
                + " resubmission=NEVER_IN_DOUBT]");
    assertThat(options().watching(RequestOptions.Watching.POLLING).build().toString())
        .contains(", watching=POLLING]");
  }
}
