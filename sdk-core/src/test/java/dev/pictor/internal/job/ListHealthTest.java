package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.RateLimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a list that cannot be had is asked for again, and when each job asks by itself. */
class ListHealthTest {
  private final Throwable broken = new IllegalStateException("no reply");

  private final StillTime clock =
      new StillTime() {
        @Override
        public double chance() {
          return 1; // no wait is shortened
        }
      };

  private final ListHealth list = new ListHealth(clock);

  private static RateLimitException refusal(Optional<Duration> hint) {
    return new RateLimitException(
        "slow down", ErrorDetails.builder().provider("replicate").retryAfter(hint).build());
  }

  private void pass(Duration time) {
    clock.now += time.toNanos();
  }

  /** As it is told to wait, and lets the time pass, until each job is to ask by itself. */
  private List<Duration> waitsUntilEachAsks(Throwable why) {
    List<Duration> waits = new ArrayList<>();
    Optional<Duration> wait = list.failed(why);
    while (wait.isPresent() && waits.size() < 100) {
      assertThat(list.isPaused()).isFalse();
      waits.add(wait.get());
      pass(wait.get());
      wait = list.failed(why);
    }
    assertThat(list.isPaused()).isTrue();
    return waits;
  }

  @Test
  void aRefusalIsWaitedForAsLongAsItSays() {
    assertThat(list.failed(refusal(Optional.of(Duration.ofSeconds(30)))))
        .contains(Duration.ofSeconds(30));
    pass(Duration.ofSeconds(30));
    assertThat(list.failed(refusal(Optional.of(Duration.ofHours(1)))))
        .contains(Duration.ofMinutes(1));
  }

  @Test
  void aRefusalThatSaysNothingIsWaitedForLongerEachTime() {
    assertThat(waitsUntilEachAsks(refusal(Optional.empty())))
        .extracting(Duration::toMillis)
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L);
  }

  /** The list may have a limit of its own: then nobody would ever hear of his job. */
  @ParameterizedTest
  @ValueSource(ints = {1, 12, 30, 60})
  void aListThatIsRefusedForLongIsNotWaitedForAnyLonger(int hint) {
    RateLimitException why = refusal(Optional.of(Duration.ofSeconds(hint)));
    List<Duration> waits = waitsUntilEachAsks(why);
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(120));
    pass(Duration.ofMinutes(1));
    assertThat(list.mayTryAgain()).isTrue();
    assertThat(list.failed(why)).isEmpty(); // and given up at once
    assertThat(list.isPaused()).isTrue();
  }

  @Test
  void aPageEndsAllThatWasBefore() {
    RateLimitException why = refusal(Optional.of(Duration.ofSeconds(40)));
    waitsUntilEachAsks(why);
    list.worked();
    assertThat(list.isPaused()).isFalse();
    assertThat(waitsUntilEachAsks(why)).hasSize(2);
    list.worked();
    assertThat(waitsUntilEachAsks(broken)).hasSize(2);
    list.worked();
    assertThat(waitsUntilEachAsks(broken))
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void aListThatIsMissingIsNotWaitedFor() {
    list.isMissing();
    assertThat(list.isPaused()).isTrue();
    assertThat(list.failed(broken)).isEmpty();
  }

  @Test
  void nobodyWaitsForThePageThatShowsWhetherItIsThereAgain() {
    assertThat(list.mayTryAgain()).isFalse(); // it was not away
    list.isMissing();
    pass(Duration.ofMinutes(1).minusNanos(1));
    assertThat(list.mayTryAgain()).isFalse();
    pass(Duration.ofNanos(1));
    assertThat(list.mayTryAgain()).isTrue();
    assertThat(list.mayTryAgain()).as("one is enough").isFalse();
    assertThat(list.isPaused()).isTrue();
    pass(Duration.ofMinutes(1)); // it never tells
    assertThat(list.mayTryAgain()).isTrue();
    list.worked();
    assertThat(list.isPaused()).isFalse();
    assertThat(list.mayTryAgain()).isFalse();
  }
}
