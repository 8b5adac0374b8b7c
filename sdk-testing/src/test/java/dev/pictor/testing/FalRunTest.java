package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobState;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FalRunTest {
  private static final String INPUT = "{\"prompt\":\"x\",\"seed\":1}";

  private final ManualClock clock = EmulatorClock.manual();
  private final FalEmulator fal = FalEmulator.builder().clock(clock).start();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    fal.close();
  }

  @Test
  void answersWhenTheImagesAreThere() throws Exception {
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> http.post(fal.runUrl() + "/fal-ai/flux/dev", INPUT));
    // As long as it takes: the job begins when the request has arrived, whenever that is.
    while (!answer.isDone()) {
      clock.advance(Duration.ofMillis(1));
    }
    Answer done = answer.get(10, TimeUnit.SECONDS);
    assertThat(done.status).isEqualTo(200);
    assertThat(done.header("x-fal-billable-units")).isEqualTo("1");
    assertThat(done.header("x-fal-request-id")).isEqualTo(fal.jobs().get(0).id());
    assertThat(done.text()).contains("\"inference\":1.200000000", "\"seed\":1,");
    assertThat(fal.count(Step.RUN)).isEqualTo(1);
    assertThat(fal.jobs().get(0).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void looksTakeNoTime() {
    fal.nextJob(JobScript.succeeds().queuedPolls(3).runningPolls(3));
    assertThat(http.post(fal.runUrl() + "/fal-ai/flux/dev", INPUT).status).isEqualTo(200);
  }

  @Test
  void failsWithTheModelsAnswer() {
    fal.nextJob(JobScript.failsWith(FalFailure.contentPolicy()).queuedPolls(0).runningPolls(0));
    Answer answer = http.post(fal.runUrl() + "/fal-ai/flux/dev", INPUT);
    assertThat(answer.status).isEqualTo(422);
    assertThat(answer.text()).contains("content_policy_violation");
  }

  /** The limit is for the wait alone: what has started may run for as long as it likes. */
  @ParameterizedTest
  @CsvSource({"PT10S,504", "PT0.5S,200"})
  void aRunThatDoesNotStartInTimeIsOver(Duration queued, int status) {
    fal.nextJob(JobScript.succeeds().queuedFor(queued).runningFor(Duration.ofMinutes(3)));
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () ->
                http.post(
                    fal.runUrl() + "/fal-ai/flux/dev", INPUT, "X-Fal-Request-Start-Timeout", "2"));
    while (!answer.isDone()) {
      clock.advance(Duration.ofMillis(100));
    }
    assertThat(answer.join().status).isEqualTo(status);
    if (status == 504) {
      assertThat(answer.join().header("x-fal-request-timeout-type")).isEqualTo("user");
      assertThat(answer.join().text()).contains("request_timeout");
      assertThat(fal.jobs().get(0).state()).isEqualTo(JobState.FAILED);
    }
  }

  @Test
  void aStartTimeoutThatMakesNoSenseIsRefused() {
    Answer answer =
        http.post(fal.runUrl() + "/fal-ai/flux/dev", INPUT, "X-Fal-Request-Timeout", "0.1");
    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.header("x-fal-error-type")).isEqualTo("bad_request");
    assertThat(fal.jobs()).isEmpty();
  }

  @Test
  void streamsOutputs() {
    fal.nextJob(JobScript.succeedsAtOnce());
    Answer answer = http.post(fal.runUrl() + "/fal-ai/flux/dev/stream", INPUT);
    assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
    String[] events = answer.text().split("\n\n");
    assertThat(events).hasSize(2).allMatch(event -> event.startsWith("data: {\"images\": ["));
    assertThat(events[1]).contains("\"seed\": 1");
    assertThat(fal.jobs().get(0).endpoint()).isEqualTo("fal-ai/flux/dev");
  }

  @Test
  void takesNothingButPosts() {
    assertThat(http.get(fal.runUrl() + "/fal-ai/flux/dev").status).isEqualTo(405);
  }

  @Test
  void closingEndsAWait() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    fal.jobsWith(
        input -> {
          arrived.countDown();
          return true;
        },
        JobScript.neverEnds());
    CompletableFuture<Throwable> failure =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                http.post(fal.runUrl() + "/fal-ai/flux/dev", INPUT);
                return new AssertionError("answered");
              } catch (RuntimeException e) {
                return e;
              }
            });
    arrived.await();
    fal.close();
    assertThat(failure.join()).isInstanceOf(UncheckedIOException.class);
  }
}
