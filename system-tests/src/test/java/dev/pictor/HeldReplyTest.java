package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.RequestOptions.Watching;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.testing.Fault;
import dev.pictor.testing.FaultRule;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.ReplicateRules;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicate's reply to a submission, held back until the image is there. */
@Timeout(60)
class HeldReplyTest {
  private static final RequestOptions HELD =
      RequestOptions.builder()
          .deadline(Duration.ofMinutes(3))
          .watching(Watching.HELD_REPLY)
          .build();

  private final Service service = Service.replicate();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    service.close();
    time.close();
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  private int count(Step step) {
    return service.emulator().count(step);
  }

  private Optional<String> prefer(int submission) {
    RecordedCall call = service.emulator().requests(Step.SUBMIT).get(submission);
    return call.header("prefer");
  }

  /** The clock stands still, but what was waited for counts. */
  private void assertInTime() {
    assertThat(time.passed()).isLessThan(HELD.deadline());
  }

  @ParameterizedTest
  @EnumSource(
      value = ReplicateRules.FinishedWait.class,
      names = {"PROCESSING", "SUCCEEDED"})
  void takesOneRequestForAnImage(ReplicateRules.FinishedWait finished) {
    service.replicateEmulator().rules(ReplicateRules.standard().finishedWait(finished));
    try (ImageClient client = service.client(time)) {
      assertThat(client.generate(request(), HELD).images()).hasSize(1);
    }
    assertThat(service.emulator().requests()).hasSize(1);
    assertThat(prefer(0)).hasValue("wait=60");
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
    assertInTime();
  }

  /** Its two looks are two seconds of a wait. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  @DisplayName("requirement 17: where the wait is over first, the job is polled")
  void aWaitThatIsOverGoesOnWithPolls(int n) {
    service.emulator().everyJob(JobScript.succeeds().queuedPolls(30).runningPolls(32));
    try (ImageClient client = service.client(time)) {
      ImageRequest several = request().toBuilder().n(n).build();
      assertThat(client.generate(several, HELD).images()).hasSize(n);
    }
    assertThat(count(Step.SUBMIT)).isEqualTo(n);
    assertThat(count(Step.STATUS) + count(Step.LIST)).isPositive();
    assertThat(service.emulator().paidJobs()).isEqualTo(n);
    assertInTime();
  }

  @Test
  void aServerThatIgnoresTheWaitIsPolled() {
    service
        .replicateEmulator()
        .rules(ReplicateRules.standard().waiting(ReplicateRules.Waiting.IGNORED));
    try (ImageClient client = service.client(time)) {
      assertThat(client.generate(request(), HELD).images()).hasSize(1);
    }
    assertThat(count(Step.SUBMIT)).isEqualTo(1);
    assertThat(count(Step.STATUS)).isPositive();
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
    assertInTime();
  }

  @Test
  void aReplyThatIsCutIsFoundInTheList() {
    service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
    try (ImageClient client = service.client(time)) {
      assertThat(client.generate(request(), HELD).images()).hasSize(1);
    }
    assertThat(count(Step.SUBMIT)).isEqualTo(1);
    assertThat(count(Step.LIST)).isPositive();
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
    assertThat(time.passed()).as("a second before it looks").isPositive();
    assertInTime();
  }

  @Test
  void aFailureIsToldByTheReply() {
    service
        .emulator()
        .everyJob(
            JobScript.failsWith(ReplicateFailure.contentPolicy()).queuedPolls(0).runningPolls(1));
    try (ImageClient client = service.client(time)) {
      assertThatThrownBy(() -> client.generate(request(), HELD))
          .isInstanceOf(ModerationException.class);
    }
    assertThat(service.emulator().requests()).hasSize(1);
  }

  @Test
  void cancellingDuringTheWaitFindsTheJobAndEndsIt() {
    service
        .emulator()
        .everyJob(JobScript.succeeds().queuedFor(Duration.ZERO).runningFor(Duration.ofMinutes(30)));
    try (ImageClient client = service.client(time)) {
      CompletableFuture<ImageResult> result = client.generateAsync(request(), HELD);
      Until.holds("it is submitted", () -> service.emulator().paidJobs() == 1);
      result.cancel(true);
      Until.holds("the job is told to end", () -> count(Step.CANCEL) == 1);
    }
    assertThat(count(Step.SUBMIT)).isEqualTo(1);
    assertThat(service.emulator().jobs().get(0).state().isTerminal()).isTrue();
  }

  @Test
  void aClientThatIsClosedDuringTheWaitSaysThatItIsUnknown() {
    service
        .emulator()
        .everyJob(JobScript.succeeds().queuedFor(Duration.ZERO).runningFor(Duration.ofMinutes(30)));
    CompletableFuture<ImageResult> result;
    try (ImageClient client = service.client(time)) {
      result = client.generateAsync(request(), HELD);
      Until.holds("it is submitted", () -> service.emulator().paidJobs() == 1);
    }
    Exception failure = catchThrowableOfType(Exception.class, result::join);
    assertThat(failure.getCause())
        .isInstanceOf(dev.pictor.error.OutcomeUnknownException.class)
        .hasCauseInstanceOf(JobCanceledException.class);
    assertThat(count(Step.SUBMIT)).isEqualTo(1);
  }

  // --- by itself

  @Test
  void nothingIsHeldBackOfAModelOfWhichNothingIsKnown() {
    try (ImageClient client = service.client(time)) {
      client.generate(request());
    }
    assertThat(prefer(0)).isEmpty();
  }

  private void generate(ImageClient client, int seed) {
    assertThat(client.generate(request().toBuilder().seed(seed).build()).images()).hasSize(1);
  }

  private long held() {
    return service.emulator().requests(Step.SUBMIT).stream()
        .filter(call -> call.header("prefer").isPresent())
        .count();
  }

  /** As a proxy does that ends every connection on which nothing is said for a while. */
  private FaultRule everyHeldReplyIsCut() {
    return service
        .emulator()
        .fail(Step.SUBMIT, Fault.disconnect().afterEffect())
        .when(call -> call.header("prefer").isPresent())
        .always();
  }

  @Test
  void theRepliesOfAQuickModelAreHeldBackForFiveSeconds() {
    try (ImageClient client = service.client(time)) {
      for (int i = 0; i < 3; i++) {
        generate(client, i);
      }
    }
    assertThat(prefer(1)).as("of one job nothing is known").isEmpty();
    assertThat(prefer(2)).hasValue("wait=5");
    assertThat(service.emulator().paidJobs()).isEqualTo(3);
  }

  @Test
  void whereHeldRepliesAreLostNothingIsHeldBackForAWhile() {
    try (ImageClient client = service.client(time)) {
      for (int i = 0; i < 3; i++) {
        generate(client, i);
      }
      assertThat(held()).isEqualTo(1);
      FaultRule cut = everyHeldReplyIsCut();
      int seed = 3;
      for (int minutes : new int[] {1, 2, 4, 8, 16, 30, 30}) {
        long before = held();
        for (int i = 0; i < 3; i++) {
          generate(client, seed++);
        }
        assertThat(held() - before).as("one shows that it is still so").isEqualTo(1);
        time.jump(Duration.ofMinutes(minutes).minusNanos(1));
        generate(client, seed++);
        assertThat(held() - before).as("before %s minutes", minutes).isEqualTo(1);
        time.jump(Duration.ofNanos(1));
      }
      cut.times(0);
      long before = held();
      for (int i = 0; i < 3; i++) {
        generate(client, seed++);
      }
      assertThat(held() - before).as("it has healed").isEqualTo(3);
      cut.always();
      generate(client, seed++);
      time.jump(Duration.ofMinutes(1));
      generate(client, seed++);
      assertThat(held() - before).as("a minute, as at first").isEqualTo(5);
      assertThat(service.emulator().paidJobs()).isEqualTo(seed);
    }
  }

  @Test
  void heldRepliesThatAreLostInOneMomentAreOneLoss() {
    try (ImageClient client = service.client(time)) {
      for (int i = 0; i < 3; i++) {
        generate(client, i);
      }
      CountDownLatch allAreHeld = new CountDownLatch(4);
      service
          .emulator()
          .failBy(
              call -> {
                if (!call.header("prefer").isPresent()) {
                  return Optional.empty();
                }
                allAreHeld.countDown();
                Until.open(allAreHeld);
                return Optional.of(Fault.disconnect().afterEffect());
              });
      List<CompletableFuture<ImageResult>> four = new ArrayList<>();
      for (int i = 3; i < 7; i++) {
        four.add(client.generateAsync(request().toBuilder().seed(i).build()));
      }
      four.forEach(one -> assertThat(Until.done(one).images()).hasSize(1));
      assertThat(held()).isEqualTo(5);
      time.jump(Duration.ofMinutes(1).minusNanos(1));
      generate(client, 7);
      assertThat(held()).isEqualTo(5);
      time.jump(Duration.ofNanos(1));
      generate(client, 8);
      assertThat(held()).as("after a minute").isEqualTo(6);
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(9);
  }

  /** What was refused at the door says nothing of replies that are held back. */
  @ParameterizedTest
  @ValueSource(ints = {429, 422})
  void theOneThatShowsWhetherItHasHealedIsMadeAgainIfItWasRefused(int status) {
    try (ImageClient client = service.client(time)) {
      for (int i = 0; i < 3; i++) {
        generate(client, i);
      }
      FaultRule cut = everyHeldReplyIsCut();
      generate(client, 3);
      cut.times(0);
      time.jump(Duration.ofMinutes(1));
      assertThat(held()).isEqualTo(2);
      service.emulator().fail(Step.SUBMIT, Fault.json(status, "{\"detail\":\"no\"}")).times(1);
      if (status == 429) {
        generate(client, 4); // sent again
      } else {
        assertThatThrownBy(() -> generate(client, 4)).isInstanceOf(PictorException.class);
      }
      generate(client, 5);
      assertThat(held()).isEqualTo(status == 429 ? 5 : 4);
      assertThat(prefer(service.emulator().count(Step.SUBMIT) - 1)).isPresent();
    }
  }

  @Test
  void aHeldReplyThatIsAskedForIsHeldBackWhateverBecameOfOthers() {
    try (ImageClient client = service.client(time)) {
      for (int i = 0; i < 3; i++) {
        generate(client, i);
      }
      everyHeldReplyIsCut();
      generate(client, 3);
      for (int i = 4; i < 6; i++) {
        client.generate(request().toBuilder().seed(i).build(), HELD);
        assertThat(prefer(i)).hasValue("wait=60");
      }
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(6);
  }

  @Test
  void submitGivesTheHandleAtOnceUnlessAHeldReplyIsAskedFor() {
    try (ImageClient client = service.client(time)) {
      client.submit(request()).await();
      client.submit(request(), HELD).await();
    }
    assertThat(prefer(0)).isEmpty();
    assertThat(prefer(1)).hasValue("wait=60");
  }

  @Test
  void aWaitIsNoLongerThanTheDeadline() {
    try (ImageClient client = service.client(time)) {
      client.generate(
          request(),
          RequestOptions.builder()
              .deadline(Duration.ofSeconds(20))
              .watching(Watching.HELD_REPLY)
              .build());
    }
    assertThat(prefer(0)).hasValue("wait=20");
  }

  @Test
  void aJobThatHasToStartInTimeIsSeenToStart() {
    try (ImageClient client = service.client(time)) {
      client.generate(
          request(),
          RequestOptions.builder()
              .startTimeout(Duration.ofSeconds(20))
              .watching(Watching.HELD_REPLY)
              .build());
    }
    assertThat(prefer(0)).isEmpty();
  }

  @Test
  void whereNoConnectionIsLeftNothingIsHeldBack() {
    time.holdShortWaits();
    service
        .emulator()
        .everyJob(JobScript.succeeds().queuedFor(Duration.ZERO).runningFor(Duration.ofSeconds(10)));
    try (ImageClient client =
        ImageClient.builder()
            .provider(service.provider())
            .time(time)
            .watching(Watching.HELD_REPLY)
            .maxConnections(6)
            .build()) {
      List<CompletableFuture<ImageResult>> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(client.generateAsync(request().toBuilder().seed(i).build()));
      }
      Until.holds("all are submitted", () -> service.emulator().paidJobs() == 5);
      assertThat(
              service.emulator().requests(Step.SUBMIT).stream()
                  .filter(call -> call.header("prefer").isPresent()))
          .hasSize(2);
      service.clock().advance(Duration.ofSeconds(10));
      Until.ended(time, all);
      all.forEach(one -> assertThat(Until.done(one).images()).hasSize(1));
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(5);
  }

  @Test
  void aProviderThatCannotHoldAReplyIsListenedTo() {
    try (Service fal = Service.fal();
        ImageClient client = fal.client(time)) {
      assertThat(client.generate(request(), HELD).images()).hasSize(1);
      assertThat(fal.emulator().count(Step.STREAM)).isEqualTo(1);
    }
  }
}
