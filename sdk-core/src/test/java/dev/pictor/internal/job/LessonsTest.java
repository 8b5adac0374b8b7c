package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When what was seen is learned. */
class LessonsTest {
  /** A clock of nanoseconds begins anywhere. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1_000_000_000_000L, 0, 1, Long.MAX_VALUE})
  void theFirstJobsAreNewsWhateverTheClockShows(long now) {
    Lessons lessons = new Lessons();
    lessons.add(Collections.nCopies(20, Outcome.ended(3, 4)), 0, now);
    assertThat(lessons.areDue()).isTrue();
  }
}
