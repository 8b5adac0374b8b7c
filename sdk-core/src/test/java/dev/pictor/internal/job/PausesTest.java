package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When something that has failed is tried again. */
class PausesTest {
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Pauses pauses = new Pauses();

  private static long at(int minute) {
    return Long.MAX_VALUE - 5 + Duration.ofMinutes(minute).toNanos(); // the clock may overflow
  }

  private void failed(int triedAt, int minute) {
    pauses.failed(at(triedAt), at(minute), FIRST, LONGEST);
  }

  private void assertOverAt(int minute) {
    assertThat(pauses.areOver(at(minute) - 1)).isFalse();
    assertThat(pauses.areOver(at(minute))).isTrue();
  }

  @Test
  void thereIsNoneBeforeAFailure() {
    assertThat(pauses.areOver(at(0))).isTrue();
  }

  @Test
  void theyDoubleUpToTheLongest() {
    int now = 0;
    for (int length : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      failed(now, now);
      now += length;
      assertOverAt(now);
    }
  }

  @Test
  void manyFailuresOfOneMomentAreOne() {
    for (int i = 0; i < 5; i++) {
      failed(0, 0);
    }
    assertOverAt(1);
    failed(1, 1);
    assertOverAt(3);
  }

  @Test
  void whatWasTriedBeforeAPauseBeganDoesNotMakeTheNextOneLonger() {
    failed(0, 10);
    failed(5, 20); // was tried before, and fails long after it
    assertOverAt(21);
    failed(21, 21);
    assertOverAt(23);
  }

  @Test
  void noFailureMakesAPauseShorter() {
    failed(0, 0);
    pauses.failed(at(0), at(0), Duration.ofSeconds(1), FIRST);
    assertOverAt(1);
    pauses.failed(at(0), at(0), FIRST.multipliedBy(2), LONGEST);
    assertOverAt(2);
  }

  @Test
  void oneAloneMayShowThatItWorksAgain() {
    Duration two = Duration.ofMinutes(2);
    assertThat(pauses.areOverForOne(at(0), two)).isTrue();
    assertThat(pauses.areOverForOne(at(0), two)).as("nothing has failed").isTrue();
    failed(0, 0);
    assertThat(pauses.areOverForOne(at(1) - 1, two)).isFalse();
    assertThat(pauses.areOverForOne(at(1), two)).isTrue();
    assertThat(pauses.areOverForOne(at(3) - 1, two)).isFalse();
    assertThat(pauses.areOverForOne(at(3), two)).as("the other never told").isTrue();
    failed(3, 4);
    assertOverAt(6);
    pauses.end();
    assertThat(pauses.areOverForOne(at(4), two)).isTrue();
    assertThat(pauses.areOverForOne(at(4), two)).isTrue();
  }

  @Test
  void whoHasNotTriedAloneGivesTheTurnBack() {
    Duration two = Duration.ofMinutes(2);
    failed(0, 0);
    assertThat(pauses.areOverForOne(at(1), two)).isTrue();
    pauses.isNotTried(at(1));
    assertThat(pauses.areOverForOne(at(1), two)).isTrue();
    assertThat(pauses.areOverForOne(at(2), two)).isFalse();
    failed(1, 2);
    pauses.isNotTried(at(1));
    assertOverAt(4);
  }

  @Test
  void whoWasNotAloneGivesNoTurnBack() {
    Duration two = Duration.ofMinutes(2);
    assertThat(pauses.areOverForOne(at(0), two)).isTrue();
    failed(0, 1);
    pauses.isNotTried(at(0));
    assertOverAt(2);
    assertThat(pauses.areOverForOne(at(2), two)).isTrue();
    pauses.isNotTried(at(0));
    assertThat(pauses.areOverForOne(at(2), two)).isFalse();
  }

  @Test
  void whatWorksEndsThemAndBeginsAnew() {
    failed(0, 0);
    failed(1, 1);
    pauses.end();
    assertThat(pauses.areOver(at(1))).isTrue();
    failed(1, 2); // was tried before the last pause; that is over
    assertOverAt(3);
  }
}
