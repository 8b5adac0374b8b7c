package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.job.Cohort.Member;
import org.junit.jupiter.api.Test;

class CohortsTest {
  private static final long SECOND = 1_000_000_000L;

  private final Cohorts cohorts = new Cohorts();

  private Member join(long second) {
    return cohorts.join(second * SECOND).get();
  }

  private static void end(Member member, double seconds) {
    member.ended(Outcome.ended(seconds, seconds));
  }

  @Test
  void oneAfterAnotherIsLearnedAtOnce() {
    for (long i = 0; i < 1000; i++) {
      end(join(10 * i), 3);

      assertThat(cohorts.complete((10 * i + 3) * SECOND)).hasSize(1);
    }
  }

  @Test
  void theQuickOnesWaitForTheSlowOnesOfTheirTime() {
    Member slow = join(0);
    Member quick = join(1);
    end(quick, 1);
    assertThat(cohorts.complete(2 * SECOND)).isEmpty();
    Member later = join(3);
    end(later, 1);
    assertThat(cohorts.complete(4 * SECOND)).hasSize(1);
    end(slow, 9);

    assertThat(cohorts.complete(9 * SECOND))
        .extracting(Outcome::endedBefore)
        .containsExactly(9.0, 1.0);
  }

  @Test
  void whatHangsIsNotWaitedForForEver() {
    join(0);
    end(join(1), 4);
    assertThat(cohorts.complete(59 * SECOND)).isEmpty();

    assertThat(cohorts.complete(62 * SECOND)).hasSize(2);
  }

  @Test
  void ifAllHangNewOnesAreLearnedInTheEnd() {
    for (long begins : new long[] {0, 30, 60, 90}) {
      for (int i = 0; i < 64; i++) {
        join(begins);
      }
      assertThat(cohorts.join((begins + 29) * SECOND)).isEmpty();
    }
    assertThat(cohorts.join(1000 * SECOND)).isEmpty();

    assertThat(cohorts.complete(5000 * SECOND)).hasSize(256);
    assertThat(cohorts.join(5000 * SECOND)).isPresent();
  }

  @Test
  void whoComesWhileTheFirstOnesHangIsLearned() {
    for (int i = 0; i < 64; i++) {
      join(0);
    }
    Member later = join(30);
    end(later, 2);

    assertThat(cohorts.complete(32 * SECOND)).hasSize(1);
  }

  @Test
  void whoLeavesHoldsUpNobody() {
    Member left = join(0);
    Member other = join(0);
    end(other, 2);
    left.left(Outcome.unended(1));

    assertThat(cohorts.complete(2 * SECOND)).hasSize(2);
  }

  @Test
  void ofACrowdAPartIsLearned() {
    int members = 0;
    for (int i = 0; i < 10_000; i++) {
      members += cohorts.join(i).isPresent() ? 1 : 0;
    }

    assertThat(members).isEqualTo(64);
  }
}
