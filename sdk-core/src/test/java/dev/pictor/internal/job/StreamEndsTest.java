package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Of which streams it is known that they are over with their job. */
class StreamEndsTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final StreamEnds ends = new StreamEnds();

  @Test
  void nothingIsKnownOfOneThatHasNotBeenSeen() {
    ends.took("fal/one", MILLI);
    assertThat(ends.areSoon("fal/other")).isFalse();
  }

  @Test
  void theLastOneCounts() {
    ends.took("fal/one", 10 * MILLI);
    assertThat(ends.areSoon("fal/one")).isTrue();
    ends.took("fal/one", 11 * MILLI);
    assertThat(ends.areSoon("fal/one")).isFalse();
    ends.took("fal/one", 0);
    assertThat(ends.areSoon("fal/one")).isTrue();
  }

  @Test
  void itKeepsAFewHundred() {
    for (int i = 0; i < 300; i++) {
      ends.took("fal/" + i, 0);
    }
    assertThat(ends.areSoon("fal/255")).isTrue();
    assertThat(ends.areSoon("fal/256")).isFalse();
    ends.took("fal/0", 11 * MILLI);
    ends.took("fal/256", 0);
    assertThat(ends.areSoon("fal/256")).isTrue();
  }
}
