package dev.pictor.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobHandle;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorDetailsTest {
  private static String text(int length) {
    return new String(new char[length]).replace('\0', 'x');
  }

  @Test
  void keepsTheBeginningOfALongReply() {
    ErrorDetails details =
        ErrorDetails.builder()
            .body(text(ErrorDetails.MAX_BODY) + "y")
            .providerMessage("a" + text(1_000_000))
            .build();

    assertThat(details.body()).contains(text(ErrorDetails.MAX_BODY));
    assertThat(details.providerMessage()).contains("a" + text(ErrorDetails.MAX_BODY - 1));
  }

  @Test
  void repeatsNoMoreThanAWordInAMessage() {
    ErrorDetails details = ErrorDetails.builder().code(text(5_000)).requestId(text(5_000)).build();

    assertThat(details.suffix()).hasSizeLessThan(500);
    assertThat(details.code()).contains(text(200));
  }

  @Test
  void keepsAllOfAReplyThatIsNotLong() {
    String body = text(ErrorDetails.MAX_BODY);

    assertThat(ErrorDetails.builder().body(body).build().body()).contains(body);
    assertThat(ErrorDetails.builder().body("").build().body()).contains("");
  }

  @Test
  void knowsNothingUnlessItIsTold() {
    ErrorDetails none = ErrorDetails.none();

    assertThat(none.retry()).isEqualTo(ErrorDetails.Retry.USELESS);
    assertThat(none.cause()).isEmpty();
    assertThat(none).isEqualTo(ErrorDetails.builder().build()).hasToString("ErrorDetails");
  }

  @Test
  void showsWhoAndWhatButNotTheReply() {
    ErrorDetails details =
        ErrorDetails.builder()
            .provider("fal")
            .status(422)
            .code("content_policy_violation")
            .requestId("r-1")
            .handle(JobHandle.parse("pictor1:fal:flux:1"))
            .body("{\"detail\":\"private\"}")
            .providerMessage("private")
            .retryAfter(Duration.ofSeconds(3))
            .build();

    assertThat(details)
        .hasToString(
            "ErrorDetails [provider fal, status 422, code content_policy_violation,"
                + " request id r-1, handle pictor1:fal:flux:1]");
  }
}
