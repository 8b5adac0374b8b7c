package dev.pictor;

import static dev.pictor.StreamWire.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.model.ImageResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job that says that it has completed, and whose result says that it still runs. */
@Timeout(60)
class EarlyCompletionTest extends StreamTests {
  @Test
  void aLyingCompletedIsNotBelieved() {
    wire.streams(StreamWire.telling(COMPLETED));
    String early = "{\"detail\":\"Request is still in progress\"}";
    wire.outputs(early, early);
    assertOnePaidJob();
    assertThat(wire.results()).isEqualTo(3);
  }

  @Test
  void aJobThatOnlySaidThatItHasCompletedIsToldToEnd() {
    wire.streams(StreamWire.telling(COMPLETED));
    wire.outputs(early(1000));
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> one =
          client.generateAsync(
              StreamWire.request(),
              RequestOptions.builder().deadline(Duration.ofSeconds(30)).build());

      pass(Duration.ofSeconds(30));
      Until.holds("it is asked how it ended", () -> wire.polls() > 0);
      time.advance(Duration.ofSeconds(10));

      assertThatThrownBy(one::join)
          .hasCauseInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("told to end");
    }
    assertThat(wire.submissions()).isEqualTo(1);
    assertThat(wire.cancellations()).isEqualTo(1);
  }

  @Test
  void aJobThatSaidTooEarlyThatItHasCompletedIsFoundSoonAfterItHas() {
    wire.streams(StreamWire.telling(COMPLETED));
    wire.outputs(early(5));
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> one = client.generateAsync(StreamWire.request());

      pass(Duration.ofSeconds(5));

      assertOneImage(Until.done(one));
    }
  }

  @Test
  void aJobThatGoesOnForLongAfterItSaidThatItHasCompletedIsAskedLessAndLess() {
    wire.streams(StreamWire.telling(COMPLETED));
    wire.outputs(early(1000));
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> one = client.generateAsync(StreamWire.request());

      pass(Duration.ofMinutes(2));

      assertThat(wire.results()).isBetween(25, 35);
      one.cancel(true);
    }
  }

  @Test
  void theWaitsThatWereAskedForAreKept() {
    wire.streams(StreamWire.telling(COMPLETED));
    wire.outputs(early(2));
    RetryPolicy policy =
        RetryPolicy.builder()
            .firstWait(Duration.ofSeconds(4))
            .longestWait(Duration.ofSeconds(4))
            .build();
    try (ImageClient client = wire.client(time)) {
      assertOneImage(
          client.generate(
              StreamWire.request(),
              RequestOptions.builder().retry(RequestOptions.Step.RESULT, policy).build()));
    }
    assertThat(time.waits()).containsSequence(Duration.ofMillis(3500), Duration.ofMillis(3500));
  }

  @Test
  void aJobThatStillRunsHasNotFailedWhateverItsStateSays() {
    wire.streams(
        StreamWire.telling(
            "{\"status\":\"COMPLETED\",\"error\":\"x\",\"error_type\":\"internal_error\"}"));
    wire.outputs(early(3));
    assertOnePaidJob();
    assertThat(wire.results()).isEqualTo(4);
  }

  /** Each wait ends when it is due, and what it leads to has come before the next one begins. */
  private void pass(Duration whole) {
    awaitResult(1);
    Duration step = Duration.ofMillis(250);
    for (Duration passed = Duration.ZERO; passed.compareTo(whole) < 0; passed = passed.plus(step)) {
      Until.holds("it waits for its turn, and for its deadline", () -> time.pending() == 2);
      time.advance(step);
    }
  }
}
