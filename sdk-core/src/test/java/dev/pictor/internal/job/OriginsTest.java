package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pictor.spi.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key goes where the origin is trusted: a remembered one must never stand for another. */
class OriginsTest {
  private final Origins origins = new Origins();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://queue.fal.run/fal-ai/flux/requests/1/status?logs=1",
        "https://queue.fal.run",
        "https://queue.fal.run/",
        "https://queue.fal.run?a=/b",
        "https://queue.fal.run.evil.example/a",
        "https://queue.fal.run:444/a",
        "https://queue.fal.run:443/a",
        "http://queue.fal.run/a",
        "HTTPS://QUEUE.FAL.RUN/a",
        "https://queue.fal.run//evil.example/a",
        "https://evil.example/https://queue.fal.run/",
        "https://evil.example?https://queue.fal.run/"
      })
  void anOriginIsThatOfTheUrlWhateverWasSeenBefore(String url) {
    origins.of("fal", "https://queue.fal.run/a");
    assertThat(origins.of("fal", url)).isEqualTo(Origin.of(url));

    assertThat(origins.of("fal", url)).isEqualTo(Origin.of(url));
    assertThat(origins.of("fal", "https://queue.fal.run/b"))
        .isEqualTo(Origin.of("https://queue.fal.run"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://queue.fal.run/a b",
        "https://queue.fal.run/%zz",
        "https://key@queue.fal.run/a",
        "https://queue.fal.run\\@evil.example/",
        "queue.fal.run/a"
      })
  void whatIsNoUrlIsRefusedWhateverWasSeenBefore(String url) {
    origins.of("fal", "https://queue.fal.run/a");

    assertThatIllegalArgumentException().isThrownBy(() -> origins.of("fal", url));
  }

  @Test
  void providersDoNotShareWhatIsRemembered() {
    origins.of("fal", "https://queue.fal.run/a");

    assertThat(origins.of("replicate", "https://api.replicate.com/v1"))
        .isEqualTo(Origin.of("https://api.replicate.com"));
  }
}
