package dev.pictor.replicate;

import static dev.pictor.replicate.Fixtures.ID;
import static dev.pictor.replicate.Fixtures.PRO;
import static dev.pictor.replicate.Fixtures.bytes;
import static dev.pictor.replicate.Fixtures.call;
import static dev.pictor.replicate.Fixtures.job;
import static dev.pictor.replicate.Fixtures.poll;
import static dev.pictor.replicate.Fixtures.replicate;
import static dev.pictor.replicate.Fixtures.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.ModerationException;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.ProviderOutput;
import dev.pictor.spi.Submission;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
  private static final String IMAGES = "https://replicate.delivery/xezq/Zt4kQm8VbW2/";

  private static Submission submission(String prediction, int status) {
    return replicate()
        .readSubmission(
            call(PRO).build(),
            reply(Purpose.SUBMIT, status, "predictions/" + prediction + ".json"));
  }

  private static List<String> urls(JobSnapshot snapshot) {
    return snapshot.output().get().images().stream()
        .map(ProviderOutput.Image::url)
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @CsvSource({"200", "201", "202"})
  void anyAcceptanceGivesTheHandleAndTheState(int status) {
    Submission submission = submission("async-2025", status);

    assertThat(submission.handle()).isEqualTo(job(PRO, ID));
    assertThat(submission.snapshot().get().state()).isEqualTo(JobState.QUEUED);
    assertThat(submission.snapshot().get().rawStatus()).isEqualTo("starting");
    assertThat(submission.snapshot().get().output()).isEmpty();
    assertThat(submission.snapshot().get().failure()).isEmpty();
  }

  @Test
  void anOldReplyWithoutOutputIsQueued() {
    Submission submission = submission("async-2023", 201);

    assertThat(submission.handle().id()).isEqualTo("t8b1z6k3f9rmc0cq2s5w7dj4xn");
    assertThat(submission.snapshot().get().state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aHeldReplyWithOutputIsDoneThoughItSaysProcessing() {
    JobSnapshot snapshot = submission("sync-done", 201).snapshot().get();

    assertThat(snapshot.state()).isEqualTo(JobState.COMPLETED);
    assertThat(snapshot.rawStatus()).isEqualTo("processing");
    assertThat(urls(snapshot)).containsExactly(IMAGES + "out-0.webp");
  }

  @Test
  @DisplayName("requirement 17: a wait that ended without an image is no failure")
  void aHeldReplyThatRanOutOfTimeIsStillRunning() {
    JobSnapshot snapshot = submission("sync-timeout-processing", 201).snapshot().get();

    assertThat(snapshot.state()).isEqualTo(JobState.RUNNING);
    assertThat(snapshot.output()).isEmpty();
  }

  @Test
  void aSubmissionCanFailAtOnce() {
    Submission submission = submission("failed-e005", 201);

    assertThat(submission.snapshot().get().state()).isEqualTo(JobState.FAILED);
    assertThat(submission.snapshot().get().failure().get())
        .isInstanceOf(ModerationException.class)
        .extracting(failure -> failure.handle().get())
        .isEqualTo(submission.handle());
  }

  @Test
  void theHandleIsToldEvenIfTheStatusIsMissing() {
    Submission submission = submission("no-status", 201);

    assertThat(submission.handle().id()).isEqualTo(ID);
    assertThat(submission.snapshot()).isEmpty();
  }

  @Test
  void aSubmissionWithoutAnIdSaysWhereToLook() {
    assertThatThrownBy(() -> submission("no-id", 201))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining("no id")
        .hasMessageContaining("https://replicate.com/predictions");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>gateway</html>",
        "[]",
        "null",
        "{\"id\":",
        "{\"id\":7}",
        "{\"id\":\" \"}"
      })
  void whatIsNoPredictionIsMalformed(String body) {
    HttpReply reply =
        reply(Purpose.POLL, 200).body(HttpBody.of(body.getBytes(StandardCharsets.UTF_8))).build();

    assertThatThrownBy(() -> replicate().readPoll(job(PRO, ID), reply))
        .isInstanceOfSatisfying(
            MalformedReplyException.class,
            e -> {
              assertThat(e.handle()).contains(job(PRO, ID));
              assertThat(e.details().body()).contains(body);
            });
  }

  @Test
  void aPollNeedsAStatus() {
    assertThatThrownBy(() -> poll("no-status"))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining("no status");
  }

  @Test
  void aPollThatShowsAnotherPredictionIsNotBelieved() {
    HttpReply reply = reply(Purpose.POLL, 200, "predictions/succeeded-pro.json");

    assertThatThrownBy(() -> replicate().readPoll(job(PRO, "mine"), reply))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining(ID);
  }

  @Test
  void aSucceededPredictionCarriesItsOutput() {
    JobSnapshot snapshot = poll("succeeded-pro");
    ProviderOutput output = snapshot.output().get();

    assertThat(snapshot.state()).isEqualTo(JobState.COMPLETED);
    assertThat(urls(snapshot)).containsExactly(IMAGES + "tmp_ab12cd3e.webp");
    assertThat(output.images().get(0).mediaType()).isEmpty();
    assertThat(output.images().get(0).flagged()).isEmpty();
    assertThat(output.filtered()).isZero();
    assertThat(output.seed()).contains(BigInteger.valueOf(1207));
    assertThat(output.raw()).isEqualTo(JsonValue.parse(bytes("predictions/succeeded-pro.json")));
    assertThat(snapshot.logLines())
        .containsExactly(
            "Running prediction... ",
            "Using seed: 1207",
            "Generating image...",
            "Generated image in 3.1sec",
            "Downloaded image in 0.14sec");
    assertThat(snapshot.failure()).isEmpty();
  }

  @Test
  void aListKeepsItsOrder() {
    JobSnapshot snapshot = poll("succeeded-schnell", "black-forest-labs/flux-schnell");

    assertThat(urls(snapshot))
        .containsExactly(IMAGES + "out-0.jpg", IMAGES + "out-1.jpg", IMAGES + "out-2.jpg");
    assertThat(snapshot.output().get().seed()).contains(BigInteger.valueOf(42));
    assertThat(snapshot.output().get().filtered()).isZero();
    assertThat(snapshot.logLines()).hasSize(6).contains(" 50%|█████     | 2/4");
  }

  @Test
  @Timeout(15)
  void anOutputOfVeryManyImagesIsReadInTime() {
    int many = 400_000;
    String output = String.join("", Collections.nCopies(many, "\"https://a\","));
    String body =
        "{\"id\":\"" + ID + "\",\"status\":\"succeeded\",\"output\":[" + output + "null]}";
    HttpReply reply =
        reply(Purpose.POLL, 200).body(HttpBody.of(body.getBytes(StandardCharsets.UTF_8))).build();

    assertThat(replicate().readPoll(job(PRO, ID), reply).output().get().images()).hasSize(many);
  }

  @Test
  void imagesMayComeInline() {
    ProviderOutput.Image single = poll("data-uri").output().get().images().get(0);
    JobSnapshot list = poll("data-uri-list");

    assertThat(single.url()).isEqualTo("data:image/png;base64,iVBORw0KGgo=");
    assertThat(single.mediaType()).contains("image/png");
    assertThat(urls(list)).containsExactly("data:image/webp;base64,UklGRg==", IMAGES + "out-1.png");
    assertThat(list.output().get().images().get(1).mediaType()).isEmpty();
  }

  @Test
  void imagesMayHideInAnObject() {
    assertThat(urls(poll("object-output", "owner/name")))
        .containsExactly(IMAGES + "a.png", IMAGES + "b.png");
  }

  @Test
  void membersThatNobodyNeedsMayBeAnything() {
    assertThat(poll("all-members").state()).isEqualTo(JobState.COMPLETED);
    assertThat(poll("minimal").state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void anUnknownStatusGoesOn() {
    JobSnapshot snapshot = poll("unknown-status");

    assertThat(snapshot.state()).isEqualTo(JobState.UNKNOWN);
    assertThat(snapshot.rawStatus()).isEqualTo("queueing");
    assertThat(snapshot.logLines()).isEmpty();
  }

  @Test
  void outputIsDoneUnderAnyStatus() {
    assertThat(poll("unknown-status-with-output").state()).isEqualTo(JobState.COMPLETED);
    assertThat(poll("sync-done", "black-forest-labs/flux-schnell").state())
        .isEqualTo(JobState.COMPLETED);
  }

  @Test
  void anEmptyListIsNoOutputYet() {
    assertThat(poll("empty-list").state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void theListOfAnUndescribedModelMayStillGrow() {
    JobSnapshot snapshot = poll("growing-list", "owner/name:" + Fixtures.VERSION);

    assertThat(snapshot.state()).isEqualTo(JobState.RUNNING);
    assertThat(snapshot.output()).isEmpty();
    assertThat(poll("partial-nsfw", "owner/name").state()).isEqualTo(JobState.COMPLETED);
  }

  private static JobSnapshot ended(String status, String output) {
    String running =
        new String(bytes("predictions/growing-list.json"), StandardCharsets.UTF_8)
            .replace("\"error\":null", "\"error\":\"the machine is gone\"");
    String list = "[\"" + IMAGES + "out-0.png\"]";
    assertThat(running).contains(list);
    String body = running.replace("processing", status).replace(list, output);
    return replicate()
        .readPoll(
            job("owner/name:" + Fixtures.VERSION, ID),
            reply(Purpose.POLL, 200)
                .body(HttpBody.of(body.getBytes(StandardCharsets.UTF_8)))
                .build());
  }

  /** They were paid for; what they say of the rest is not lost either. */
  @ParameterizedTest
  @CsvSource({
    "failed, JobFailedException",
    "canceled, JobCanceledException",
    "aborted, JobCanceledException"
  })
  void imagesThatWereMadeBeforeTheEndAreKept(String status, String why) {
    JobSnapshot snapshot = ended(status, "[\"" + IMAGES + "out-0.PNG?a=b\"]");

    assertThat(snapshot.state()).isEqualTo(JobState.COMPLETED);
    assertThat(snapshot.rawStatus()).isEqualTo(status);
    assertThat(urls(snapshot)).containsExactly(IMAGES + "out-0.PNG?a=b");
    assertThat(snapshot.output().get().filtered()).isZero();
    assertThat(snapshot.output().get().shortfall().get())
        .hasMessageContaining("the machine is gone")
        .extracting(e -> e.getClass().getSimpleName())
        .isEqualTo(why);
    assertThat(urls(ended(status, "\"data:image/png;base64,iVBORw0KGgo=\""))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"half a poem\"",
        "\"https://replicate.delivery/a/trace.txt\"",
        "[\"https://replicate.delivery/a/out-0.png\",\"https://replicate.delivery/a/weights.tar\"]",
        "\"https://replicate.delivery/a/?file=.png\"",
        "\"data:text/plain,help\"",
        "{\"last_step\":\"https://replicate.delivery/a/step.png\"}"
      })
  void whatElseAFailureLeavesBehindIsNoImage(String output) {
    JobSnapshot snapshot = ended("failed", output);

    assertThat(snapshot.state()).isEqualTo(JobState.FAILED);
    assertThat(snapshot.failure().get()).hasMessageContaining("the machine is gone");
  }

  /** It did not get to them: only what the log says was taken away by moderation was. */
  @Test
  void imagesThatWereNotMadeAreNotFiltered() {
    HttpReply reply =
        reply(Purpose.POLL, 200)
            .body(
                HttpBody.of(
                    new String(bytes("predictions/partial-nsfw.json"), StandardCharsets.UTF_8)
                        .replace("succeeded", "canceled")
                        .replace("\"num_outputs\":4", "\"num_outputs\":9")
                        .getBytes(StandardCharsets.UTF_8)))
            .build();
    ProviderOutput output = replicate().readPoll(job(PRO, ID), reply).output().get();

    assertThat(output.images()).hasSize(2);
    assertThat(output.filtered()).isEqualTo(2);
  }

  @Test
  void aLineThatMayStillGrowIsHeldBack() {
    assertThat(poll("growing-list", "owner/name").logLines()).containsExactly("image 1");
  }

  @Test
  void imagesThatModerationDroppedAreCounted() {
    ProviderOutput output = poll("partial-nsfw").output().get();

    assertThat(output.images()).hasSize(2);
    assertThat(output.filtered()).isEqualTo(2);
    assertThat(output.filteredPlaces()).containsExactly(0, 2);
    assertThat(output.seed()).contains(BigInteger.valueOf(11));
  }

  /** Logs that count from 1, stop early or tell of another batch say nothing certain. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NSFW content detected in image 2\\nNSFW content detected in image 4\\n",
        "NSFW content detected in image 2\\n",
        "NSFW content detected in image 0\\nNSFW content detected in image 1\\nNSFW content"
            + " detected in image 2\\n",
        "NSFW content detected in image 0\\nNSFW content detected in image 10000\\n",
        ""
      })
  void placesThatDoNotFitTheOutputAreNotTold(String lines) {
    ProviderOutput output =
        changed(
            "partial-nsfw",
            "NSFW content detected in image 0\\nNSFW content detected in image 2\\n",
            lines);

    assertThat(output.filtered()).isEqualTo(2);
    assertThat(output.filteredPlaces()).isEmpty();
  }

  private static ProviderOutput changed(String name, String from, String to) {
    String text = new String(bytes("predictions/" + name + ".json"), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    HttpReply reply =
        reply(Purpose.POLL, 200)
            .body(HttpBody.of(text.replace(from, to).getBytes(StandardCharsets.UTF_8)))
            .build();
    return replicate().readPoll(job(PRO, ID), reply).output().get();
  }

  @Test
  void theLogsCountWhereTheInputDoesNot() {
    ProviderOutput output = poll("partial-nsfw-logs-only").output().get();

    assertThat(output.filtered()).isEqualTo(1);
    assertThat(output.filteredPlaces()).containsExactly(1);
  }

  @Test
  void aSeedHasSixtyFourBits() {
    assertThat(poll("large-seed").output().get().seed())
        .contains(new BigInteger("17454220438242315174"));
    assertThat(poll("two-seeds").output().get().seed())
        .contains(new BigInteger("18446744073709551615"));
  }

  @Test
  void aResultIsReadOutOfAPrediction() {
    HttpReply done = reply(Purpose.RESULT, 200, "predictions/succeeded-pro.json");
    HttpReply failed = reply(Purpose.RESULT, 200, "predictions/failed-e005.json");
    HttpReply running = reply(Purpose.RESULT, 200, "predictions/minimal.json");

    assertThat(replicate().readResult(job(PRO, ID), done).images()).hasSize(1);
    assertThatThrownBy(() -> replicate().readResult(job(PRO, ID), failed))
        .isInstanceOf(ModerationException.class);
    assertThatThrownBy(() -> replicate().readResult(job(PRO, ID), running))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining("processing");
  }
}
