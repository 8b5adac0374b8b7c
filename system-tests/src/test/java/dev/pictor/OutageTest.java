package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageEvent.Kind;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageResult;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.Fault;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first provider goes down in the middle of a batch of a hundred. */
@Timeout(120)
class OutageTest {
  private static final int BATCH = 100;
  private static final int IN_A_REQUEST = 10;

  /** How many submissions a client has under way at one provider at once. */
  private static final int UNDER_WAY = 8;

  private static final Duration DEADLINE = Duration.ofHours(1);
  private static final RequestOptions OPTIONS = RequestOptions.builder().deadline(DEADLINE).build();

  /** After this many submissions the API answers nothing but 503, and stores no job. */
  private static void outage(EmulatedService service, int before) {
    AtomicInteger submissions = new AtomicInteger();
    service
        .fail(Step.SUBMIT, Fault.html(503))
        .when(call -> submissions.incrementAndGet() > before)
        .always();
    BooleanSupplier isDown = () -> submissions.get() > before;
    for (Step step : new Step[] {Step.STATUS, Step.RESULT, Step.CANCEL, Step.LIST}) {
      service.fail(step, Fault.html(503)).when(call -> isDown.getAsBoolean()).always();
    }
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
    Until.holds(
        "the end of what the outage does not hold",
        () -> {
          int held =
              images(Kind.SUBMITTED, pair.firstName()) - images(Kind.COMPLETED, pair.firstName());
          int made =
              images(Kind.COMPLETED, pair.firstName()) + images(Kind.COMPLETED, pair.secondName());
          return made + held + unknown().mapToInt(ImageEvent::imageCount).sum() == BATCH;
        });
    pair.time().advance(DEADLINE);
    Until.holds(
        "the end of all",
        () -> {
          pair.time().advance(Duration.ofSeconds(10)); // for the cancellations to give up
          return end.getAsBoolean();
        });
  }

  private int images(Kind kind, String provider) {
    return events.stream()
        .filter(event -> event.kind() == kind && event.provider().equals(provider))
        .mapToInt(ImageEvent::imageCount)
        .sum();
  }

  private Stream<ImageEvent> unknown() {
    return events.stream()
        .filter(event -> event.failure().orElse(null) instanceof OutcomeUnknownException);
  }

  @ParameterizedTest
  @EnumSource
  void ofRequestsForSeveralImagesEveryImageArrivesOrIsReported(Service.Kind first) {
    try (Pair pair = pair(first)) {
      outage(pair.first(), 12);
      List<CompletableFuture<ImageResult>> running = new ArrayList<>();
      for (int i = 0; i < BATCH / IN_A_REQUEST; i++) {
        running.add(
            pair.client()
                .generateAsync(Pair.request().seed(100L * i).n(IN_A_REQUEST).build(), OPTIONS));
      }
      assertAll(pair, running, 12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofRequestsForOneImageEveryImageArrivesOrIsReported(Service.Kind first) {
    try (Pair pair = pair(first)) {
      outage(pair.first(), 40);
      List<CompletableFuture<ImageResult>> running = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        running.add(pair.client().generateAsync(Pair.request().seed(i).build(), OPTIONS));
      }
      assertAll(pair, running, 40);
    }
  }

  private void assertAll(Pair pair, List<CompletableFuture<ImageResult>> running, int before) {
    passTime(pair, () -> running.stream().allMatch(CompletableFuture::isDone));
    int images = 0;
    List<ImageOutcome> lost = new ArrayList<>();
    for (CompletableFuture<ImageResult> one : running) {
      if (one.isCompletedExceptionally()) {
        PictorException why = Failures.of(one);
        for (int i = 0; i < BATCH / running.size(); i++) {
          lost.add(
              ImageOutcome.builder()
                  .index(i)
                  .kind(ImageOutcome.Kind.UNKNOWN)
                  .failure(why)
                  .handle(why.handle())
                  .build());
        }
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
    assertThat(unknown().count())
        .as("submissions that were under way at that moment")
        .isLessThanOrEqualTo(UNDER_WAY);
    for (ImageOutcome outcome : lost) {
      assertThat(outcome.kind()).isEqualTo(ImageOutcome.Kind.UNKNOWN);
      if (outcome.handle().isPresent()) {
        assertThat(pair.first().job(outcome.handle().get().id())).isNotNull();
      } else {
        assertThat(outcome.failure().get()).isInstanceOf(OutcomeUnknownException.class);
      }
    }
    assertThat(pair.first().paidJobs()).as("before the outage").isEqualTo(before);
    assertThat(pair.second().paidJobs())
        .as("paid for what the first one did not make")
        .isEqualTo((int) jobs(Kind.COMPLETED, pair.secondName()));
  }

  private long jobs(Kind kind, String provider) {
    return events.stream()
        .filter(event -> event.kind() == kind && event.provider().equals(provider))
        .count();
  }
}
