package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobHandle;
import dev.pictor.spi.Submission;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Which jobs are known to belong to somebody, and for how long. */
class ClaimsTest {
  private final StillTime time = new StillTime();
  private final Claims claims = new Claims(time);

  private static JobHandle job(String id) {
    return JobHandle.builder().provider("replicate").endpoint("a/b").id(id).build();
  }

  private boolean isHeld(String id) {
    Submission found = Submission.builder().handle(job(id)).build();
    return claims.free(Collections.singletonList(found)).isEmpty();
  }

  @Test
  void aJobIsForgottenAfterHalfAnHour() {
    claims.hold(job("one"));
    time.now += Claims.KEPT.toNanos();
    claims.hold(job("two"));
    assertThat(isHeld("one")).isTrue();
    time.now++;
    claims.hold(job("three"));
    assertThat(isHeld("one")).isFalse();
    assertThat(isHeld("two")).isTrue();
  }

  /** Else nothing behind it would ever be forgotten. */
  @Test
  void oneThatIsTakenHoldOfAgainAndAgainKeepsNoOthers() {
    claims.hold(job("again"));
    claims.hold(job("one"));
    time.now += Duration.ofMinutes(20).toNanos();
    claims.hold(job("again"));
    time.now += Duration.ofMinutes(20).toNanos();
    claims.hold(job("again"));
    assertThat(isHeld("again")).isTrue();
    assertThat(isHeld("one")).isFalse();
  }
}
