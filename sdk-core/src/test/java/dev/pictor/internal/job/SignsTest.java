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
  void withoutAnyNewsTheJobIsAskedAfterEachTimeTwiceAsLate() {
    for (long millis : new long[] {2_500, 5_000, 10_000, 20_000, 40_000, 80_000, 140_000}) {
      signs.alive(at(millis - 1));
      assertThat(signs.look(at(millis - 1))).isEqualTo(Seen.FINE);
      assertThat(signs.look(at(millis))).as("%s ms", millis).isEqualTo(Seen.QUIET);
      assertThat(signs.isMute()).isTrue();
    }
  }

  @Test
  void whatIsMuteIsLookedAtInTimeForTheNextQuestion() {
    assertThat(signs.look(at(2500))).isEqualTo(Seen.QUIET);
    assertThat(signs.rest(at(2500))).isEqualTo(Duration.ofMillis(2500));
    assertThat(signs.look(at(5000))).isEqualTo(Seen.QUIET);
    assertThat(signs.look(at(10_000))).isEqualTo(Seen.QUIET);
    assertThat(signs.rest(at(10_000))).isEqualTo(Duration.ofSeconds(10)); // then it is silent
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
    assertThat(signs.isMute()).isFalse();
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
