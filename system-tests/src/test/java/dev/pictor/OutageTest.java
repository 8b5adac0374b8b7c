package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JobHandle;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.Fault;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first provider goes down in the middle of a batch of a hundred. */
@Timeout(120)
class OutageTest {
  private static final int BATCH = 100;
  private static final int BEFORE = 40;
  private static final int IN_A_REQUEST = 10;

  /** How many submissions a client has under way at one provider at once. */
  private static final int UNDER_WAY = 8;

  private static final Duration DEADLINE = Duration.ofHours(1);
  private static final RequestOptions OPTIONS = RequestOptions.builder().deadline(DEADLINE).build();

  /** From its 41st submission on, the API answers nothing but 503, and stores no job. */
  private static BooleanSupplier outage(EmulatedService service) {
    AtomicInteger submissions = new AtomicInteger();
    service
        .fail(Step.SUBMIT, Fault.html(503))
        .when(call -> submissions.incrementAndGet() > BEFORE)
        .always();
    BooleanSupplier isDown = () -> submissions.get() > BEFORE;
    for (Step step : new Step[] {Step.STATUS, Step.RESULT, Step.CANCEL, Step.LIST}) {
      service.fail(step, Fault.html(503)).when(call -> isDown.getAsBoolean()).always();
    }
    return isDown;
  }

  private final List<ImageEvent> events = new CopyOnWriteArrayList<>();

  private Pair pair(Service.Kind first) {
    return new Pair(first, builder -> builder.listener(events::add));
  }

  /**
   * Lets time pass until all has ended but the jobs that the outage holds, then until the deadline
   * ends those.
   */
  private void passTime(Pair pair, BooleanSupplier end) {
    Eventually.until(
        "the end of what the outage does not hold",
        () -> {
          pair.time().advance(Duration.ofMillis(10));
          return madeBySecond(pair) + unknown() == BATCH - BEFORE;
        });
    pair.time().advance(DEADLINE);
    Eventually.until(
        "the end of all",
        () -> {
          pair.time().advance(Duration.ofSeconds(10)); // for the cancellations to give up
          return end.getAsBoolean();
        });
  }

  private long madeBySecond(Pair pair) {
    return events.stream()
        .filter(event -> event.kind() == ImageEvent.Kind.COMPLETED)
        .filter(event -> event.provider().equals(pair.secondName()))
        .count();
  }

  private long unknown() {
    return events.stream()
        .filter(event -> event.failure().orElse(null) instanceof OutcomeUnknownException)
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void ofRequestsForSeveralImagesEveryImageArrivesOrIsReported(Service.Kind first) {
    try (Pair pair = pair(first)) {
      outage(pair.first());
      List<CompletableFuture<ImageResult>> running = new ArrayList<>();
      for (int i = 0; i < BATCH / IN_A_REQUEST; i++) {
        // Neither endpoint makes more than one of these in a call.
        running.add(
            pair.client()
                .generateAsync(
                    Pair.request()
                        .model("flux1-kontext-pro")
                        .images(
                            Collections.singletonList(ImageSource.url("https://example.com/a.png")))
                        .seed(100 * i)
                        .n(IN_A_REQUEST)
                        .build(),
                    OPTIONS));
      }
      assertAll(pair, running);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofRequestsForOneImageEveryImageArrivesOrIsReported(Service.Kind first) {
    try (Pair pair = pair(first)) {
      outage(pair.first());
      List<CompletableFuture<ImageResult>> running = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        running.add(pair.client().generateAsync(Pair.request().seed(i).build(), OPTIONS));
      }
      assertAll(pair, running);
    }
  }

  private void assertAll(Pair pair, List<CompletableFuture<ImageResult>> running) {
    passTime(pair, () -> running.stream().allMatch(CompletableFuture::isDone));
    int images = 0;
    List<ImageOutcome> lost = new ArrayList<>();
    for (CompletableFuture<ImageResult> one : running) {
      if (one.isCompletedExceptionally()) {
        PictorException why = Failures.of(one);
        lost.add(
            ImageOutcome.builder()
                .index(0)
                .kind(ImageOutcome.Kind.UNKNOWN)
                .failure(why)
                .handle(why.handle())
                .build());
        continue;
      }
      for (ImageOutcome outcome : one.join().outcomes()) {
        if (outcome.kind() == ImageOutcome.Kind.IMAGE) {
          images++;
        } else {
          lost.add(outcome);
        }
      }
    }
    assertThat(images + lost.size()).isEqualTo(BATCH);
    assertReported(pair, lost);
    assertNothingPaidTwice(pair, images, lost);
  }

  private static void assertReported(Pair pair, List<ImageOutcome> lost) {
    assertThat(lost).allMatch(outcome -> outcome.kind() == ImageOutcome.Kind.UNKNOWN);
    long withoutHandle = lost.stream().filter(outcome -> !outcome.handle().isPresent()).count();
    assertThat(withoutHandle)
        .as("submissions that were under way at that moment")
        .isLessThanOrEqualTo(UNDER_WAY);
    for (ImageOutcome outcome : lost) {
      if (!outcome.handle().isPresent()) {
        assertThat(outcome.failure().get()).isInstanceOf(OutcomeUnknownException.class);
      }
    }
    Set<String> reported =
        lost.stream()
            .filter(outcome -> outcome.handle().isPresent())
            .map(outcome -> outcome.handle().get())
            .map(JobHandle::id)
            .collect(Collectors.toSet());
    assertThat(reported.size()).isEqualTo(lost.size() - (int) withoutHandle);
    assertThat(reported).allMatch(id -> pair.first().job(id) != null);
  }

  private static void assertNothingPaidTwice(Pair pair, int images, List<ImageOutcome> lost) {
    long withHandle = lost.stream().filter(outcome -> outcome.handle().isPresent()).count();
    assertThat(pair.first().paidJobs()).isEqualTo(BEFORE);
    assertThat(pair.first().paidJobs() + pair.second().paidJobs())
        .isEqualTo(images + (int) withHandle);
  }
}
