package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicateWaitTest extends ReplicateScenario {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private CompletableFuture<Answer> createMeanwhile(String... headers) {
    return CompletableFuture.supplyAsync(() -> create(SCHNELL, BOAT, headers), threads);
  }

  /** Returns once the prediction is stored; it cannot be known before. */
  private String stored() {
    awaitThat(() -> replicate.paidJobs() > 0);
    return replicate.jobs().get(0).id();
  }

  @Test
  void whatIsDoneInTimeComesWithTheReply() {
    replicate.nextJob(JobScript.succeedsAtOnce());
    Answer answer = create(SCHNELL, BOAT, "Prefer", "wait=10");
    assertThat(answer.status).isEqualTo(201);
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=UTF-8");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=10");
    assertThat(answer.text()).doesNotEndWith("\n");
    assertThat(answer.json().members().keySet())
        .containsExactly(
            "id",
            "model",
            "version",
            "input",
            "logs",
            "output",
            "data_removed",
            "error",
            "status",
            "created_at",
            "urls");
    assertThat(answer.string("status")).isEqualTo("processing");
    assertThat(answer.json().member("output").get().elements()).hasSize(1);
    assertThat(look(answer.string("id")).string("status")).isEqualTo("succeeded");
  }

  @Test
  void itMayComeAsSucceeded() {
    replicate.rules(ReplicateRules.standard().finishedWait(ReplicateRules.FinishedWait.SUCCEEDED));
    replicate.nextJob(JobScript.succeedsAtOnce());
    Answer answer = create(SCHNELL, BOAT, "Prefer", "wait");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait");
    assertThat(answer.string("status")).isEqualTo("succeeded");
    assertThat(answer.text()).contains("completed_at", "metrics");
  }

  @Test
  void failuresComeAsFailures() {
    replicate.nextJob(
        JobScript.failsWith(ReplicateFailure.contentPolicy()).queuedPolls(0).runningPolls(1));
    Answer answer = create(SCHNELL, BOAT, "Prefer", "wait=5");
    assertThat(answer.status).isEqualTo(201);
    assertThat(answer.string("status")).isEqualTo("failed");
    assertThat(answer.string("error")).endsWith("(E005)");
  }

  @Test
  void theWaitIsOnTheClockOfTheEmulator() throws Exception {
    CompletableFuture<Answer> answer = createMeanwhile("Prefer", "wait=10");
    stored();
    assertThat(answer).isNotDone();
    clock.advance(Duration.ofMillis(1600));
    assertThat(answer.get(30, TimeUnit.SECONDS).string("status")).isEqualTo("processing");
  }

  @Test
  void aWaitThatIsOverLeavesThePredictionRunning() throws Exception {
    replicate.nextJob(
        JobScript.succeeds().queuedFor(Duration.ofSeconds(1)).runningFor(Duration.ofSeconds(20)));
    CompletableFuture<Answer> answer = createMeanwhile("Prefer", "wait=10");
    String id = stored();
    clock.advance(Duration.ofSeconds(10));
    Answer late = answer.get(30, TimeUnit.SECONDS);
    assertThat(late.status).isEqualTo(201);
    assertThat(late.string("status")).isEqualTo("processing");
    assertThat(late.text()).contains("\"output\":null");
    clock.advance(Duration.ofSeconds(11));
    assertThat(look(id).string("status")).isEqualTo("succeeded");
  }

  @Test
  void aPredictionThatNeverEndsOutlastsTheWait() throws Exception {
    replicate.nextJob(JobScript.neverStarts());
    CompletableFuture<Answer> answer = createMeanwhile("Prefer", "wait=99");
    stored();
    clock.advance(Duration.ofSeconds(59));
    assertThat(answer).isNotDone();
    clock.advance(Duration.ofSeconds(1));
    assertThat(answer.get(30, TimeUnit.SECONDS).string("status")).isEqualTo("starting");
  }

  @Test
  void countedScriptsNeedNoClock() {
    replicate.everyJob(JobScript.succeeds().queuedPolls(2).runningPolls(3));
    Answer long5 = create(SCHNELL, BOAT, "Prefer", "wait=5");
    assertThat(long5.json().member("output")).isPresent();
    Answer short4 = create(SCHNELL, BOAT, "Prefer", "wait=4");
    assertThat(short4.string("status")).isEqualTo("processing");
    assertThat(short4.json().member("output")).isEmpty();
    assertThat(create(SCHNELL, BOAT, "Prefer", "wait=1").string("status")).isEqualTo("starting");
    assertThat(look(short4.string("id")).string("status")).isEqualTo("processing");
    assertThat(look(short4.string("id")).string("status")).isEqualTo("succeeded");
  }

  @Test
  void aCancellationEndsTheWait() throws Exception {
    replicate.nextJob(JobScript.neverEnds());
    CompletableFuture<Answer> answer = createMeanwhile("Prefer", "wait=60");
    assertThat(cancel(stored()).string("status")).isEqualTo("canceled");
    assertThat(answer.get(30, TimeUnit.SECONDS).string("status")).isEqualTo("canceled");
  }

  @Test
  void theEndOfTheEmulatorEndsTheWait() throws Exception {
    replicate.nextJob(JobScript.neverEnds());
    CompletableFuture<Answer> answer = createMeanwhile("Prefer", "wait=60");
    stored();
    replicate.close();
    assertThat(answer.handle((reply, error) -> true).get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theWaitCanBeIgnored() {
    replicate.rules(ReplicateRules.standard().waiting(ReplicateRules.Waiting.IGNORED));
    replicate.nextJob(JobScript.succeedsAtOnce());
    Answer answer = create(SCHNELL, BOAT, "Prefer", "wait=10");
    assertThat(answer.string("status")).isEqualTo("starting");
    assertThat(answer.text()).contains("\"output\":null");
    assertThat(look(answer.string("id")).string("status")).isEqualTo("succeeded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=0", "wait=100", "wait=5.5", "wait=300", "wait=-1", "wait="})
  void waitsThatCannotBeMeantAreRefused(String preference) {
    assertThat(create(SCHNELL, BOAT, "Prefer", preference).status).isEqualTo(400);
    assertThat(replicate.paidJobs()).isZero();
  }

  @Test
  void otherPreferencesAreNoWaits() {
    assertThat(create(SCHNELL, BOAT, "Prefer", "respond-async").headers.names())
        .doesNotContain("Preference-Applied");
  }

  @Test
  void aDeadlineInTheQueueAborts() {
    String id = created(PRO, BOAT, "Cancel-After", "10s");
    replicate.nextJob(JobScript.neverStarts());
    String other = created(PRO, BOAT, "Cancel-After", "1m30s");
    clock.advance(Duration.ofSeconds(90));
    Answer aborted = look(other);
    assertThat(aborted.string("status")).isEqualTo("aborted");
    assertThat(aborted.string("deadline")).isEqualTo("2026-01-01T00:01:30.000Z");
    assertThat(aborted.string("started_at")).isEqualTo(aborted.string("completed_at"));
    assertThat(aborted.text())
        .contains("\"error\":null", "\"logs\":\"\"", "\"metrics\":null", "\"output\":null");
    assertThat(look(id).string("status")).isEqualTo("succeeded");
  }

  @Test
  void aDeadlineInTheRunCancels() {
    replicate.nextJob(JobScript.neverEnds());
    String id = created(PRO, BOAT, "Cancel-After", "5");
    clock.advance(Duration.ofMillis(4999));
    assertThat(look(id).string("status")).isEqualTo("processing");
    clock.advance(Duration.ofMillis(1));
    assertThat(look(id).string("status")).isEqualTo("canceled");
    assertThat(look(id).text()).contains("\"metrics\":{\"predict_time\":5}");
    assertThat(cancel(id).string("status")).isEqualTo("canceled");
  }

  @Test
  void nobodyNeedsToLookForADeadlineToPass() {
    replicate.nextJob(JobScript.succeeds().runningFor(Duration.ofSeconds(20)));
    String id = created(PRO, BOAT, "Cancel-After", "5s");
    clock.advance(Duration.ofHours(2));
    assertThat(replicate.job(id).state()).isEqualTo(JobState.CANCELED);
    assertThat(look(id).string("completed_at")).startsWith("2026-01-01T00:00:05.");
  }

  @Test
  void aDeadlineEndsTheWait() throws Exception {
    replicate.nextJob(JobScript.neverStarts());
    CompletableFuture<Answer> answer = createMeanwhile("Prefer", "wait=60", "Cancel-After", "5s");
    stored();
    clock.advance(Duration.ofSeconds(5));
    assertThat(answer.get(30, TimeUnit.SECONDS).string("status")).isEqualTo("aborted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "4s", "soon", "-5", "1d", "", "1.5m"})
  void lifeTimesThatCannotBeMeantAreRefused(String life) {
    assertThat(create(PRO, BOAT, "Cancel-After", life).status).isEqualTo(400);
    assertThat(replicate.paidJobs()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "90s", "5m", "1h30m45s", "24h"})
  void lifeTimesMayHaveUnits(String life) {
    assertThat(create(PRO, BOAT, "Cancel-After", life).status).isEqualTo(201);
  }
}
