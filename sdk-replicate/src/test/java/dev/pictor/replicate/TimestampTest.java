package dev.pictor.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T23:59:59.123456Z",
        "2026-01-31T23:59:59.123456789Z",
        "2024-02-29T00:00:00Z",
        "2026-01-31T23:59:59.1Z",
        "2026-01-31T23:59:59+02:00",
        "2026-01-31T23:59Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-01-31T23:59:59.Z",
        "+12026-01-31T23:59:59Z"
      })
  void isWhatJavaReads(String text) {
    assertThat(Timestamp.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @Test
  void soIsAnyOther() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      Instant time =
          Instant.ofEpochSecond(
              (long) (random.nextDouble() * 4e9), (long) (random.nextDouble() * 1e9));
      assertThat(Timestamp.parse(time.toString())).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "yesterday",
        "2026-01-31T23:59:59",
        "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-31T24:00:01Z",
        "2026-01-31T23:60:00Z",
        "2026-01-31T23:59:60Z",
        "2026-01-31T23:59:59.1234567890Z",
        "2026-01-31T23:59:59.12x4Z",
        "2026-01-31T23:59:59,5Z",
        "2026-01-31T23:59:5\u0669Z",
        "2026-01-31 23:59:59Z"
      })
  void isNoTime(String text) {
    assertThatThrownBy(() -> Timestamp.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
