package dev.pictor.fal;

import static dev.pictor.fal.Fixtures.ID;
import static dev.pictor.fal.Fixtures.JOB;
import static dev.pictor.fal.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.ServiceException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Submission;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueRepliesTest {
  private final Fal fal = Fal.create(KEY);

  private Submission submission(String fixture) {
    return fal.readSubmission(
        Fixtures.call("fal-ai/flux-pro/v1.1").build(),
        Fixtures.reply(Purpose.SUBMIT, "submit/" + fixture));
  }

  private JobSnapshot poll(String fixture) {
    return fal.readPoll(JOB, Fixtures.reply(Purpose.POLL, "status/" + fixture));
  }

  @Test
  void aSubmissionGivesAHandleAndAPosition() {
    Submission submission = submission("full");
    assertThat(submission.handle()).isEqualTo(JOB);
    assertThat(submission.handle().toString())
        .isEqualTo("pictor1:fal:fal-ai%2Fflux-pro%2Fv1.1:" + ID);
    assertThat(submission.snapshot())
        .hasValueSatisfying(
            snapshot -> {
              assertThat(snapshot.state()).isEqualTo(JobState.QUEUED);
              assertThat(snapshot.queuePosition()).contains(3);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"only-request-id", "without-status"})
  void anIdIsEnough(String fixture) {
    assertThat(submission(fixture).handle()).isEqualTo(JOB);
    assertThat(submission(fixture).snapshot()).isEmpty();
  }

  @Test
  void urlsOfAForeignOriginAreForgotten() {
    assertThat(submission("foreign-urls").handle()).isEqualTo(JOB);
  }

  @Test
  void onlyUrlsThatCannotBeDerivedAreKept() {
    JobHandle job = submission("other-paths").handle();
    assertThat(job.extras()).containsOnlyKeys("response_url", "status_url");
    JobHandle resumed = JobHandle.parse(job.toString());
    assertThat(fal.poll(resumed).url())
        .isEqualTo("https://queue.fal.run/v2/jobs/" + ID + "/status?shard=7&logs=1");
    assertThat(fal.result(resumed).map(HttpCall::url))
        .contains("https://queue.fal.run/v2/jobs/" + ID + "/response");
    assertThat(fal.cancel(resumed)).isEqualTo(fal.cancel(JOB));
  }

  @Test
  void theBackupHostIsFollowed() {
    JobHandle job = submission("backup-urls").handle();
    assertThat(fal.poll(job).url()).startsWith("https://queue.falrun.com/fal-ai/flux-pro/");
    Fal own = Fal.builder().key(KEY).queueUrl("http://localhost:8080").build();
    JobHandle elsewhere =
        own.readSubmission(
                Fixtures.call("fal-ai/flux-pro/v1.1").build(),
                Fixtures.reply(Purpose.SUBMIT, "submit/backup-urls"))
            .handle();
    assertThat(elsewhere).isEqualTo(JOB);
  }

  @Test
  void anUglySubmissionIsStillAJob() {
    Submission submission = submission("ugly");
    assertThat(submission.handle()).isEqualTo(JOB);
    assertThat(submission.snapshot())
        .hasValueSatisfying(
            snapshot -> {
              assertThat(snapshot.state()).isEqualTo(JobState.UNKNOWN);
              assertThat(snapshot.rawStatus()).isEqualTo("WARMING");
              assertThat(snapshot.queuePosition()).isEmpty();
              assertThat(snapshot.logLines()).isEmpty();
            });
  }

  @Test
  void theHandleKeepsTheEndpointWithoutItsTrailingSlash() {
    Submission submission =
        fal.readSubmission(
            Fixtures.call("workflows/me/wf/x/").build(),
            Fixtures.reply(Purpose.SUBMIT, "submit/only-request-id"));
    assertThat(submission.handle().endpoint()).isEqualTo("workflows/me/wf/x");
    assertThat(fal.poll(submission.handle()).url())
        .isEqualTo("https://queue.fal.run/workflows/me/wf/requests/" + ID + "/status?logs=1");
  }

  @ParameterizedTest
  @CsvSource({
    "no-request-id, without a request_id",
    "dot-segment, is unusable",
    "html, is not JSON",
    "array, is no JSON object",
    "empty, but empty",
  })
  void aSubmissionThatNamesNoJobIsUnreadable(String fixture, String message) {
    assertThatThrownBy(() -> submission(fixture))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSubmissionThatNamesNoJobKeepsWhatLeadsToIt() {
    assertThatThrownBy(() -> submission("no-request-id"))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining("accepted, but lost")
        .asInstanceOf(InstanceOfAssertFactories.type(MalformedReplyException.class))
        .satisfies(
            e -> {
              assertThat(e.details().requestId()).contains(ID);
              assertThat(e.details().body()).isPresent();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "in-queue, QUEUED, IN_QUEUE",
    "in-progress, RUNNING, IN_PROGRESS",
    "flattened-in-progress, RUNNING, IN_PROGRESS",
    "lower-case, QUEUED, in_queue",
    "completed, COMPLETED, COMPLETED",
    "completed-bare, COMPLETED, COMPLETED",
    "unknown-state, UNKNOWN, MIGRATING",
  })
  void theBodySaysTheState(String fixture, JobState state, String raw) {
    JobSnapshot snapshot = poll(fixture);
    assertThat(snapshot.state()).isEqualTo(state);
    assertThat(snapshot.rawStatus()).isEqualTo(raw);
    assertThat(snapshot.output()).isEmpty();
    assertThat(snapshot.failure()).isEmpty();
  }

  /** For the case that the result, which knows better, is not to be had. */
  @Test
  void anErrorBesideTheStateIsKept() {
    JobSnapshot snapshot = poll("completed-with-error");
    assertThat(snapshot.state()).isEqualTo(JobState.COMPLETED);
    assertThat(snapshot.failure())
        .hasValueSatisfying(
            e -> {
              assertThat(e).isInstanceOf(JobFailedException.class);
              assertThat(e).hasMessageContaining("Request timed out");
              assertThat(e.handle()).contains(JOB);
              assertThat(e.details().code()).contains("request_timeout");
              assertThat(e.isRetryable()).isTrue();
            });
  }

  /** A failure in place of the unknown would let another provider be paid. */
  @ParameterizedTest
  @ValueSource(strings = {"\"error\":\"\"", "\"error\":\" \",\"error_type\":\"\""})
  void anErrorWithoutWordsIsNone(String error) {
    String status = "HTTP 200\n\n{\"status\":\"COMPLETED\"," + error + "}";
    HttpReply reply = Fixtures.reply(Purpose.POLL, status.getBytes(StandardCharsets.US_ASCII));
    JobSnapshot snapshot = fal.readPoll(JOB, reply);
    assertThat(snapshot.state()).isEqualTo(JobState.COMPLETED);
    assertThat(snapshot.failure()).isEmpty();
  }

  @Test
  void thePositionIsTold() {
    assertThat(poll("in-queue").queuePosition()).contains(2);
    assertThat(poll("ugly-logs").queuePosition()).isEmpty();
  }

  @Test
  void logsMayMissEverything() {
    assertThat(poll("in-progress").logLines())
        .containsExactly("INFO:TRYON:Preprocessing images...", "step 2");
    assertThat(poll("ugly-logs").logLines()).containsExactly("a bare line", "kept");
    assertThat(poll("completed").logLines()).isEmpty();
  }

  @Test
  void aCancellationIsTheLastWord() {
    JobSnapshot snapshot = poll("completed-canceled");
    assertThat(snapshot.state()).isEqualTo(JobState.CANCELED);
    assertThat(snapshot.logLines()).containsExactly("started");
    assertThat(snapshot.failure())
        .hasValueSatisfying(
            e -> {
              assertThat(e).isInstanceOf(JobCanceledException.class);
              assertThat(e).hasMessageContaining("Request cancelled by the client.");
              assertThat(e.handle()).contains(JOB);
              assertThat(e.details().code()).contains("client_cancelled");
              assertThat(e.details().requestId()).contains(ID);
            });
  }

  @Test
  void anErrorThatAGatewayMadeASuccessStaysAnError() {
    assertThatThrownBy(() -> poll("flattened-not-found"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(JOB.toString());
    assertThatThrownBy(() -> poll("flattened-error"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("Runner gone");
  }

  @ParameterizedTest
  @CsvSource({
    "no-status, has no status: something else",
    "status-is-a-number, has no status",
    "null, is no JSON object",
    "cut-short, is not JSON",
    "empty, but empty",
  })
  void whatIsNoStatusIsUnreadable(String fixture, String message) {
    assertThatThrownBy(() -> poll(fixture))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(JOB.toString());
  }
}
