package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which jobs may have come of a submission, by when they were made. */
class WindowTest {
  private static final Instant SENT = Instant.parse("2026-01-01T10:00:00Z");

  /** A clock that a test moves, and another one on the wall. */
  private static final class Clocks extends StillTime {
    private Instant wall = SENT;

    @Override
    public Instant now() {
      return wall;
    }

    void pass(Duration time) {
      now += time.toNanos();
      wall = wall.plus(time);
    }
  }

  private final Clocks clocks = new Clocks();
  private final Window window = new Window(clocks, clocks.nanos(), SENT);

  private void heard(Instant there) {
    heard(DateTimeFormatter.RFC_1123_DATE_TIME.format(there.atOffset(ZoneOffset.UTC)));
  }

  private void heard(String... dates) {
    window.heard(
        HttpReply.builder()
            .provider("replicate")
            .purpose(HttpCall.Purpose.LOOKUP)
            .status(200)
            .putHeaders("date", Arrays.asList(dates))
            .body(HttpBody.of(new byte[0]))
            .build());
  }

  @Test
  void whatWasMadeBeforeItLeftIsNotItsOwn() {
    clocks.pass(Duration.ofSeconds(4));
    heard(SENT.plusSeconds(4));
    assertThat(window.isBefore(SENT.minusSeconds(6))).isTrue();
    assertThat(window.isBefore(SENT)).isFalse();
    // The clock that stamps the jobs may be behind the one that dates the replies.
    assertThat(window.isBefore(SENT.minusSeconds(5))).isFalse();
  }

  /** It says when there, by the clock of the provider. */
  @Test
  void whicheverTimeItIsHere() {
    clocks.pass(Duration.ofSeconds(4));
    heard(SENT.plusSeconds(1_004));
    assertThat(window.isBefore(SENT.plusSeconds(994))).isTrue();
    assertThat(window.isBefore(SENT.plusSeconds(995))).isFalse();
  }

  @Test
  void aClockThatIsSetMeanwhileHidesNothing() {
    clocks.pass(Duration.ofSeconds(4));
    clocks.wall = clocks.wall.plusSeconds(90);
    heard(SENT.plusSeconds(4));
    assertThat(window.isBefore(SENT.minusSeconds(5))).isFalse();
    clocks.wall = clocks.wall.minusSeconds(180);
    heard(SENT.plusSeconds(4));
    assertThat(window.isBefore(SENT.minusSeconds(5))).isFalse();
  }

  @Test
  void withoutItsTimeNothingIsKnownToBeBefore() {
    heard();
    assertThat(window.isBefore(SENT.minusSeconds(119))).isFalse();
    heard("yesterday");
    assertThat(window.isBefore(SENT.minusSeconds(119))).isFalse();
  }
}
