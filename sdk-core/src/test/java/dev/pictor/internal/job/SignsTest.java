package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.job.Signs.Seen;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What has come of a stream, and what has not. */
class SignsTest {
  private final Signs signs = new Signs(at(0));

  private static long at(long millis) {
    return Long.MAX_VALUE - 5 + Duration.ofMillis(millis).toNanos(); // the clock may overflow
  }

  private void pingUntil(int second) {
    for (int i = 10; i <= second; i += 10) {
      signs.alive(at(i * 1000L));
    }
  }

  @Test
  void withoutAnyNewsTheJobIsAskedAfterOnceBeforeItIsQuiet() {
    assertThat(signs.look(at(2499))).isEqualTo(Seen.FINE);
    assertThat(signs.isAskedAfter()).isFalse();
    assertThat(signs.look(at(2500))).isEqualTo(Seen.QUIET);
    assertThat(signs.isAskedAfter()).isTrue();
    pingUntil(60);
    assertThat(signs.look(at(62_499))).isEqualTo(Seen.FINE);
    assertThat(signs.look(at(62_500))).isEqualTo(Seen.QUIET);
  }

  @Test
  void withNewsItIsNot() {
    signs.alive(at(0));
    signs.news(at(0));
    assertThat(signs.look(at(2500))).isEqualTo(Seen.FINE);
    pingUntil(50);
    assertThat(signs.look(at(59_999))).isEqualTo(Seen.FINE);
    assertThat(signs.isAskedAfter()).isFalse();
    assertThat(signs.look(at(60_000))).isEqualTo(Seen.QUIET);
  }

  @Test
  void newsMakeAQuestionNeedless() {
    assertThat(signs.look(at(2500))).isEqualTo(Seen.QUIET);
    signs.news(at(2600));
    assertThat(signs.isAskedAfter()).isFalse();
  }

  @Test
  void itIsSilentTwentySecondsAfterTheLastSign() {
    assertThat(signs.rest(at(2500))).isEqualTo(Duration.ofMillis(17_500));
    signs.alive(at(5000));
    assertThat(signs.rest(at(5000))).isEqualTo(Duration.ofSeconds(20));
    assertThat(signs.look(at(24_999))).isNotEqualTo(Seen.SILENT);
    assertThat(signs.look(at(25_000))).isEqualTo(Seen.SILENT);
  }
}
