package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whether it is known of a stream that it is over with its job. */
class StreamEndsTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final StreamEnds ends = new StreamEnds();

  @Test
  void nothingIsKnownBeforeOneWasSeen() {
    assertThat(ends.areSoon()).isFalse();
  }

  @Test
  void theLastOneCounts() {
    ends.took(10 * MILLI);
    assertThat(ends.areSoon()).isTrue();
    ends.took(11 * MILLI);
    assertThat(ends.areSoon()).isFalse();
    ends.took(0);
    assertThat(ends.areSoon()).isTrue();
  }
}
