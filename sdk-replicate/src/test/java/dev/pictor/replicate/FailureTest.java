package dev.pictor.replicate;

import static dev.pictor.replicate.Fixtures.ID;
import static dev.pictor.replicate.Fixtures.PRO;
import static dev.pictor.replicate.Fixtures.job;
import static dev.pictor.replicate.Fixtures.poll;
import static dev.pictor.replicate.Fixtures.replicate;
import static dev.pictor.replicate.Fixtures.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
  private static PictorException failure(JobSnapshot snapshot, JobState state) {
    assertThat(snapshot.state()).isEqualTo(state);
    assertThat(snapshot.output()).isEmpty();
    return snapshot.failure().get();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/failures.csv", delimiter = '|', numLinesToSkip = 1)
  void theTextOfAFailureDecidesItsKind(String text, String type, String code, boolean retryable) {
    HttpReply reply =
        reply(Purpose.POLL, 200)
            .body(
                HttpBody.of(
                    JsonValue.objectBuilder()
                        .put("id", ID)
                        .put("status", "failed")
                        .put("error", text)
                        .put("logs", "some lines\nbefore")
                        .build()
                        .toBytes()))
            .build();

    JobSnapshot snapshot = replicate().readPoll(job(PRO, ID), reply);
    PictorException failure = failure(snapshot, JobState.FAILED);

    assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    assertThat(failure.details().code().orElse(null)).isEqualTo(code);
    assertThat(failure.isRetryable()).isEqualTo(retryable);
    assertThat(failure).hasMessageContaining(text);
    assertThat(failure.details().providerMessage()).contains(text);
    assertThat(failure.handle()).contains(job(PRO, ID));
    assertThat(failure.details().requestId()).contains("8f3a-FRA");
    assertThat(snapshot.logLines()).containsExactly("some lines", "before");
  }

  @Test
  void anErrorMayBeAnyJson() {
    assertThat(failure(poll("failed-error-object"), JobState.FAILED))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("CUDA out of memory");
  }

  @Test
  void aFailureWithoutAReasonSaysSo() {
    assertThat(failure(poll("failed-no-error"), JobState.FAILED))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("no reason");
  }

  @Test
  void successWithoutOutputIsAFailureThatMayPass() {
    PictorException failure = failure(poll("succeeded-null"), JobState.FAILED);

    assertThat(failure)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("without output");
    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure.details().body().get()).contains("\"succeeded\"");
  }

  @ParameterizedTest
  @CsvSource({"expired", "failed-expired"})
  void whatWasRemovedHasExpired(String prediction) {
    assertThat(failure(poll(prediction), JobState.FAILED))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("one hour")
        .extracting(failure -> failure.handle().get())
        .isEqualTo(job(PRO, ID));
  }

  @Test
  void successWithoutImagesNamesTheReason() {
    assertThat(failure(poll("all-nsfw-empty"), JobState.FAILED))
        .isInstanceOf(ModerationException.class);
    assertThat(failure(poll("text-output", "owner/name"), JobState.FAILED))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("[\"a \",\"lighthouse\"]");
  }

  @Test
  void aCancellationIsNoFailureOfTheJob() {
    PictorException failure = failure(poll("canceled"), JobState.CANCELED);

    assertThat(failure).isInstanceOf(JobCanceledException.class).hasMessageContaining("billed");
    assertThat(failure.isRetryable()).isFalse();
  }

  @Test
  void aDeadlineIsNamed() {
    assertThat(failure(poll("canceled-by-deadline"), JobState.CANCELED))
        .isInstanceOf(JobCanceledException.class)
        .hasMessageContaining("2026-01-01T09:31:30.412Z");
  }

  @Test
  void whatNeverRanIsNotBilled() {
    JobSnapshot snapshot = poll("aborted");
    PictorException failure = failure(snapshot, JobState.CANCELED);

    assertThat(snapshot.rawStatus()).isEqualTo("aborted");
    assertThat(failure)
        .isInstanceOf(JobCanceledException.class)
        .hasMessageContaining("not billed")
        .hasMessageContaining("before it ran");
    assertThat(failure.isRetryable()).isTrue();
  }
}
