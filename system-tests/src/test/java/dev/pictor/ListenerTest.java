package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageEvent.Kind;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.testing.Fault;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener is told, and what it cannot break. */
@Timeout(60)
class ListenerTest {
  private final List<ImageEvent> events = new CopyOnWriteArrayList<>();

  private List<Kind> kinds() {
    return events.stream()
        .map(ImageEvent::kind)
        .filter(kind -> kind != Kind.UPDATE)
        .collect(Collectors.toList());
  }

  private ImageEvent first(Kind kind) {
    return events.stream().filter(event -> event.kind() == kind).findFirst().get();
  }

  @ParameterizedTest
  @EnumSource
  void eachStepIsToldInOrderWithHandleAndTimes(Service.Kind first) {
    try (Pair pair = new Pair(first, builder -> builder.listener(events::add))) {
      ImageResult result =
          pair.client().generate(Pair.request().responseFormat(ResponseFormat.BYTES).build());

      assertThat(kinds())
          .containsExactly(
              Kind.PLANNED, Kind.SUBMITTING, Kind.SUBMITTED, Kind.COMPLETED, Kind.DOWNLOADED);
      assertThat(first(Kind.PLANNED).plan())
          .contains(
              pair.client()
                  .plan(Pair.request().responseFormat(ResponseFormat.BYTES).build())
                  .chosen()
                  .get());
      for (Kind kind : new Kind[] {Kind.SUBMITTED, Kind.UPDATE, Kind.COMPLETED, Kind.DOWNLOADED}) {
        assertThat(first(kind).handle()).as(kind.name()).contains(result.handles().get(0));
      }
      for (Kind kind : new Kind[] {Kind.SUBMITTED, Kind.COMPLETED, Kind.DOWNLOADED}) {
        assertThat(first(kind).took()).as(kind.name()).isPresent();
      }
      assertThat(first(Kind.DOWNLOADED).bytes()).contains((long) result.image().bytes().length);
      assertThat(events).allMatch(event -> event.attempt() == 1);
      assertThat(events).allMatch(event -> event.provider().equals(pair.firstName()));
      assertThat(events.toString())
          .doesNotContain(Service.FAL_KEY)
          .doesNotContain(Service.REPLICATE_TOKEN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void repetitionsAreToldWithTheirCauseAndTheirWait(Service.Kind first) {
    try (Pair pair = new Pair(first, builder -> builder.listener(events::add))) {
      pair.first().fail(Step.SUBMIT, Fault.rateLimited(Duration.ofSeconds(2)));
      pair.first().fail(Step.STATUS, Fault.html(502));
      pair.client().generate(Pair.request().build());

      assertThat(kinds())
          .containsExactly(
              Kind.PLANNED,
              Kind.SUBMITTING,
              Kind.RETRY,
              Kind.SUBMITTING,
              Kind.SUBMITTED,
              Kind.RETRY,
              Kind.COMPLETED);
      ImageEvent retry = first(Kind.RETRY);
      assertThat(retry.failure()).isPresent();
      assertThat(retry.waits()).hasValueSatisfying(wait -> assertThat(wait).isPositive());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailOverIsToldWithTheAttemptThatFollows(Service.Kind first) {
    try (Pair pair = new Pair(first, builder -> builder.listener(events::add))) {
      pair.first().close();
      pair.client().generate(Pair.request().build());

      assertThat(kinds())
          .endsWith(Kind.FAILED, Kind.FAIL_OVER, Kind.SUBMITTING, Kind.SUBMITTED, Kind.COMPLETED);
      assertThat(first(Kind.FAILED).provider()).isEqualTo(pair.firstName());
      assertThat(first(Kind.FAIL_OVER).provider()).isEqualTo(pair.secondName());
      assertThat(first(Kind.FAIL_OVER).attempt()).isEqualTo(2);
      assertThat(first(Kind.COMPLETED).attempt()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAListenerThrowsHarmsNothing(Service.Kind first) {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<Throwable> seen = new CopyOnWriteArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> seen.add(e));
    try (Pair pair =
        new Pair(
            first,
            builder ->
                builder.listener(
                    event -> {
                      events.add(event);
                      throw new IllegalStateException("of the listener");
                    }))) {
      ImageResult result =
          pair.client().generate(Pair.request().responseFormat(ResponseFormat.BYTES).build());

      assertThat(result.images()).hasSize(1);
      assertThat(pair.submissions()).isEqualTo("1+0");
      assertThat(seen).hasSameSizeAs(events).hasSizeGreaterThan(4);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
