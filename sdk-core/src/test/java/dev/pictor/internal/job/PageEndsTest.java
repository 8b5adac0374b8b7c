package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Where the pages of a list end, as far as they were read. */
class PageEndsTest {
  private final PageEnds ends = new PageEnds();

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }

  @Test
  void whatWasNeverReadIsNotKnown() {
    assertThat(ends.before(at(100))).isEmpty();
    ends.saw(at(301), at(200));
    assertThat(ends.before(at(200))).isEmpty();
  }

  @Test
  void eachPageEndsWhereItEndedBefore() {
    ends.saw(at(301), at(200));
    ends.saw(at(200), at(100));
    assertThat(ends.before(at(300))).contains(at(200));
    assertThat(ends.before(at(201))).contains(at(200));
    assertThat(ends.before(at(200))).contains(at(100));
    assertThat(ends.before(at(500))).contains(at(200));
  }

  /** As when the first jobs of a page have ended, and it begins further on. */
  @Test
  void aPageThatBeginsElsewhereReplacesThoseItReaches() {
    ends.saw(at(301), at(200));
    ends.saw(at(200), at(100));
    ends.saw(at(281), at(180));
    assertThat(ends.before(at(280))).contains(at(180));
    ends.saw(at(180), at(80));
    assertThat(ends.before(at(179))).contains(at(80));
  }

  @Test
  void aPageOfWhatCannotBeIsNoTrouble() {
    ends.saw(at(100), at(200));
    assertThat(ends.before(at(300))).contains(at(200));
  }

  @Test
  void theOldestAreForgotten() {
    for (int i = 0; i < 10_000; i++) {
      ends.saw(at(i + 1), at(i));
    }
    assertThat(ends.before(at(1))).isEmpty();
    assertThat(ends.before(at(9_999))).contains(at(9_998));
  }
}
